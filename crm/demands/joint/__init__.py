"""What several enterprises ask for: patterns, joint meetings 联席会 and what they resolve."""

"""What a rulebook may say: its tree, its vocabulary, its numbers, and the facts it may ask about."""

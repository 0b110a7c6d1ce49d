"""What people are reminded of: matters that stand now, each told once an episode, whatever nights were missed."""

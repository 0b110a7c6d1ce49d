"""Flags: opened once an episode, worked by people, closed with a reason."""

"""What the system tells people: written with the act, delivered after it."""

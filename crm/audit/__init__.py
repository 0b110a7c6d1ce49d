"""Who did what, in a chain that shows tampering."""

"""What an enterprise's contact is to be told: written with the act, passed on by somebody, in some way."""

"""离岗: whoever is steward no more leaves no enterprise behind; asked when an account is shut or the role ends."""

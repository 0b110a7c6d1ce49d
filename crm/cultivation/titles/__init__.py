"""Titles: granted, corrected, reviewed, ended; the tier derived from them."""

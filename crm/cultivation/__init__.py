"""Titles, the cultivation pool, nightly evaluation and flags."""

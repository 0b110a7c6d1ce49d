"""Statements past the everyday ones: whole columns, several selects in one, inserts that claim."""

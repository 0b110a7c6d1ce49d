"""Rows that do not say whose they are: shown with what their names propose, decided one by one, and read again."""

"""Accounts and roles as the administrators see them."""

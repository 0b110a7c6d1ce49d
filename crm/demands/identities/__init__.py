"""Enterprises as a handler knows them: by name and code."""

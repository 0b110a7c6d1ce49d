"""Read-only pages over everything, for managers."""

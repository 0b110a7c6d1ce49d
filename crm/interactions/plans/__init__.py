"""Planned contacts: who goes where on which day, alone or with a colleague."""

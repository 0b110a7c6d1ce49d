"""How each enterprise stands today, derived from all that is recorded: a reading aid for lists, counts and search."""

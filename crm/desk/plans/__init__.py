"""Plans: making one, the month view, and what else is ahead with an enterprise."""

"""督办: how departments answer, for the manager."""

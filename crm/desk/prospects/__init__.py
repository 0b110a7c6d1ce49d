"""Where an enterprise stands and could stand: the gap, near ones, ways up, what-if."""

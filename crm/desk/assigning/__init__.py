"""分派 and 管家负荷: the queue, assigning, releasing, leave cover, load."""

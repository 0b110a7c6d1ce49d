"""Who looks after which enterprise: assignment, the queue, leave cover, load."""

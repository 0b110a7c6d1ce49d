"""What a title asks of its enterprise: annual updates, reports of major changes, reviews."""

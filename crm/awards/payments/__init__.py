"""What was paid: recorded one by one, taken back where it was a mistake, declared complete."""

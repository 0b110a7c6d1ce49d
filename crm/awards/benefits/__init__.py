"""What an enterprise is entitled to on a day, and why: the benefit map."""

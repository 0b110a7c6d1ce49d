"""Days as the law counts them: years and windows, validity, and what depends on the day alone."""

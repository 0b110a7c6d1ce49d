"""申报: from a flag to a title, through its window, with what was judged on the day of submitting."""

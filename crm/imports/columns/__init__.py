"""What people take the columns of a file for: shown, corrected, and remembered for the next file like it."""

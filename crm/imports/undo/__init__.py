"""Taking a written import back: what it wrote, kept row by row, and how each enterprise becomes as it was."""

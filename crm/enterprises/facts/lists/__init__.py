"""The lists of dated facts: their items, their pages, and whether they are complete."""

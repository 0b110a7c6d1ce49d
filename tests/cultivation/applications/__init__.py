"""Applications: their life, what is judged at a submission, the list."""

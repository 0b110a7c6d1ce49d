"""The course of a demand: which steps lead where, what each does, and by when."""

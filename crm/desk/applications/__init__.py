"""申报: the list with its file, beginning an application, its page, and each step of its life."""

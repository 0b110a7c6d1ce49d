"""What an enterprise is called: its names, its code, and the words for the lines of both."""

"""A whole pool held against rulebooks, in columns; its files mirror those of the exact interpreter."""

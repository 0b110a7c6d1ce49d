"""The figures of a year, each with what it was, its grade and its source."""

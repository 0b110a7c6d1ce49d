"""Workbooks in the format before 2007: the container of their streams, and what it says of cells beside values."""

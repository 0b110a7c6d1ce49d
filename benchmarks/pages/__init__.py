"""Pages over a big district: the data, a bare page beside them, and the times."""

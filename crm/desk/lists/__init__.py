"""Lists of enterprises: filters, search, sorting, files."""

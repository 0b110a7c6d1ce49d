"""Windows: entered by two, read strictly, opened once."""

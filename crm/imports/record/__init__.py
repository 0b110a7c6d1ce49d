"""A register set against the record, and written into it through the owners of the tables."""

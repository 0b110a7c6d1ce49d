"""Files that belong to records: kept once by their content, checked, and reached only through what they belong to."""

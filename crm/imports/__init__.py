"""Workbooks in: reading a register as people keep it, comparing it with the record, and writing it in one act."""

"""What works without a network: a page that knows nobody, and the names a device may keep."""

"""A second look at demands that ended without being solved."""

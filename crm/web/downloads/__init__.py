"""Lists as files: made without a formula, answered under a name people can read."""

"""A real browser on a running desk; what pages decide is tested without one."""

"""A job on its way: when it is due, who has claimed it, and the runner that takes it step by step."""

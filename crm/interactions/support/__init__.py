"""服务团队 and 服务包: who stands beside the steward of an enterprise, and what it is promised for a year."""

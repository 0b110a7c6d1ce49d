"""企业一页: one enterprise with its timeline, its judgements, its flags, and logging a service."""

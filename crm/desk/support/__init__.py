"""服务团队 and 服务包: the page of one enterprise, its acts, and the list over many."""

"""今日 and 我的企业: what a steward has before them."""

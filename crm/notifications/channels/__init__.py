"""The ways by which people are told outside the desk: mail, robots of WeCom, DingTalk and Feishu, and webhooks."""

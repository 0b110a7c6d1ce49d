"""The calendar feed: one's own plans and duties, at a secret address that calendar programs can ask."""

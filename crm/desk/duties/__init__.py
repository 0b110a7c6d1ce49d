"""称号义务: what titles ask of their enterprises, as a list and one by one."""

"""One enterprise held against one rulebook, exactly and explained."""

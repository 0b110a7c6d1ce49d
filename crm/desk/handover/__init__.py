"""交接: what a steward hands over to the next one, item by item, and by when the first contact is due."""

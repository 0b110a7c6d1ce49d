"""免打扰: enterprises that are left in peace until a day."""

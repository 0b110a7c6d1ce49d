"""People at an enterprise: written down, corrected, gone, revealed one at a time."""

"""What other rules would change for whom: drafts, another day, and versions that no night has judged by yet."""

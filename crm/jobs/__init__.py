"""What runs by itself: registry, runner, scheduler."""

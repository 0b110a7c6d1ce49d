"""Jobs: slots, claims, catching up, and the clock going wrong."""

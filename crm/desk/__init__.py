"""Pages over several features: one enterprise on a page, today, the timeline."""

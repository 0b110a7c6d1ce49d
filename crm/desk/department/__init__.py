"""What a department promised: deferred demands, service plans, resolutions, parts in demands of others."""

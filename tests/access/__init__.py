"""Who may do what, seen from outside: every route, every identity, every scope; the rules themselves are in crm.web."""

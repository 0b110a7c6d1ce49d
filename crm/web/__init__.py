"""The edge of the web: access, error pages, paging, fields, navigation."""

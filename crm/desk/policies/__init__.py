"""政策与规则: rulebooks with their versions, and the preview of a change."""

"""宣讲: one act for many enterprises."""

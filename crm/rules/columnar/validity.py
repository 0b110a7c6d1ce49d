"""When a title counts, in columns `granted_on`, `expires_on` and `revoked_on`: `rules.law.days.validity` for a pool."""

from __future__ import annotations

from datetime import date

import polars as pl


def not_over(day: date) -> pl.Expr:
    """Terms that have neither ended nor been cut short by a day; they may yet have to begin."""
    return (pl.col("expires_on") >= day) & (pl.col("revoked_on").is_null() | (pl.col("revoked_on") > day))


def counts_on(day: date) -> pl.Expr:
    """Terms that have begun by a day and are not over."""
    return (pl.col("granted_on") <= day) & not_over(day)

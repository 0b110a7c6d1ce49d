"""The turn of the year (policy 2.10): which open flags wait for the figures of the year that has just ended."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from crm.cultivation.flags.opened import STRENGTH
from crm.cultivation.night.verdicts import Standards, verdicts
from crm.cultivation.pool.columns import Pool, with_year_repeated
from crm.rules.columnar.validity import counts_on

_QUESTION = ("enterprise_id", "target", "purpose")


def find_weaker(pool: Pool, standards: Standards, on: date, open_flags: pl.DataFrame) -> pl.DataFrame:
    """Open flags for which less is said tonight while figures of the last year may still come.

    `open_flags` come with what is said tonight; what would be said with such figures (`assumed`, `assumed_kind`) is
    added to the lines that are left.
    """
    weaker = open_flags.filter(
        pl.col("verdict").is_not_null(),
        _strength("flag_kind") < _strength("kind"),
        pl.col("target").is_in([one for one in open_flags["target"].unique() if _is_open(standards, one, on)]),
    )
    if weaker.is_empty():
        return weaker
    tables = with_year_repeated(pool.tables, on.year - 1)
    assumed = verdicts(replace(pool, tables=tables), standards, on).join(pool.members, on="row")
    supposed = assumed.select(
        *_QUESTION, pl.col("unknown").alias("assumed"), pl.col("flag_kind").alias("assumed_kind")
    )
    return weaker.join(supposed, on=_QUESTION)


def find_waiting(weaker: pl.DataFrame, before: Mapping[int, Any]) -> list[int]:
    """Ids of flags that stay as they are, because only figures of the last year are lacking and may still come.

    Nothing that was met may have become unmet, and what became unknown must be known again once the missing figures
    are taken to be those of the year before. Where other rules began meanwhile, it must be flagged by these with such
    figures. `before` are the judgements the flags rest on.
    """
    return [line["id"] for line in weaker.iter_rows(named=True) if _only_waits(line, before[line["evaluation_id"]])]


def held_tiers(pool: Pool, on: date) -> dict[int, set[str]]:
    """The titles each member holds on a day, by id."""
    valid = pool.tables.recognitions.filter(counts_on(on)).join(pool.members, on="row")
    found: dict[int, set[str]] = {}
    for enterprise_id, tier in valid.select("enterprise_id", "tier").iter_rows():
        found.setdefault(enterprise_id, set()).add(tier)
    return found


def _strength(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(STRENGTH, default=0, return_dtype=pl.Int64)


def _is_open(standards: Standards, target: str, on: date) -> bool:
    deadline = standards.library.ladder.update_deadline(target, on.year)
    return deadline is not None and on <= deadline


def _only_waits(line: dict[str, Any], before: Any) -> bool:
    unmet, unknown, assumed = (set(json.loads(line[name])) for name in ("unmet", "unknown", "assumed"))
    if line["rulebook"] != before.rulebook:
        return line["assumed_kind"] is not None and bool(unknown - assumed)
    lacking = unknown - set(before.unknown)
    return unmet <= set(before.unmet) and bool(lacking) and lacking.isdisjoint(assumed)

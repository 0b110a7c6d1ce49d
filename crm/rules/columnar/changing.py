"""The first day on which each judgement of a pool can change if nothing but the calendar moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import polars as pl

from crm.rules.columnar.tables import PoolTables
from crm.rules.law.days.calendar import (
    AwardInWindow,
    Bar,
    HeldCertificate,
    HeldTitle,
    NicheYears,
    PropertyHeld,
    dependences,
)
from crm.rules.law.rulebook import Purpose, Rulebook

_DAY = "1d"


def changes_on(rulebook: Rulebook, tables: PoolTables, purpose: Purpose | str, *, after: date) -> pl.DataFrame:
    """`changes_on` for each `row`; at the latest the turn of the year. The rulebook stays the same one."""
    turn = date(after.year + 1, 1, 1)
    days = [found for one in dependences(rulebook, Purpose(purpose)) for found in HAPPENS[type(one)](one, tables)]
    every = tables.enterprises.lazy().select("row")
    ahead = _first(days, after, turn) if days else pl.LazyFrame(schema={"row": pl.Int64, "day": pl.Date})
    first = every.join(ahead, on="row", how="left", maintain_order="left")
    return first.select("row", pl.col("day").fill_null(turn).alias("changes_on")).collect()


def first_after(days: Iterable[pl.LazyFrame], after: date) -> pl.DataFrame:
    """The first `day` of each `row` that lies ahead, where there is one."""
    return _first(list(days), after, date.max).collect()


def anniversaries(start: pl.Expr, years: int) -> pl.Expr:
    """The day on which so many complete years have passed; 29 February falls on 1 March in common years."""
    day = start.dt.offset_by(f"{years}y")
    leap = (start.dt.month() == 2) & (start.dt.day() == 29) & (day.dt.day() == 28)
    return pl.when(leap).then(day.dt.offset_by(_DAY)).otherwise(day)


def _first(days: list[pl.LazyFrame], after: date, last: date) -> pl.LazyFrame:
    """Only planned: many small frames cost more one by one than all of them at once."""
    ahead = pl.concat(days).filter(pl.col("day") > after, pl.col("day") <= last)
    return ahead.group_by("row").agg(pl.col("day").min())


def _niche(one: NicheYears, tables: PoolTables) -> list[pl.LazyFrame]:
    if one.years <= 0:
        return []
    day = anniversaries(pl.col("niche_started_on"), one.years)
    if one.at_year_end:
        day = pl.date(day.dt.year() + 1, 1, 1)
    begun = tables.enterprises.lazy().filter(pl.col("niche_started_on").is_not_null())
    return [begun.select("row", day.dt.offset_by(f"-{one.days_later}d").alias("day"))]


def _title(one: HeldTitle, tables: PoolTables) -> list[pl.LazyFrame]:
    return title_days(tables.recognitions.lazy().filter(pl.col("tier") == one.tier))


def title_days(titles: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The days on which titles begin to hold and cease to."""
    return [
        titles.select("row", pl.col("granted_on").alias("day")),
        titles.select("row", pl.col("expires_on").dt.offset_by(_DAY).alias("day")),
        titles.select("row", pl.col("revoked_on").alias("day")),
    ]


def _bar(one: Bar, tables: PoolTables) -> list[pl.LazyFrame]:
    lost = tables.recognitions.lazy().filter(pl.col("revoked_on").is_not_null())
    days = (pl.col("revoked_on"), anniversaries(pl.col("revoked_on"), one.years))
    return [lost.select("row", day.alias("day")) for day in days]


def _certificate(one: HeldCertificate, tables: PoolTables) -> list[pl.LazyFrame]:
    held = tables.certificates.lazy().filter(pl.col("kind") == one.kind)
    return [
        held.select("row", pl.col("valid_from").alias("day")),
        held.select("row", pl.col("valid_to").dt.offset_by(_DAY).alias("day")),
    ]


def _award(_one: AwardInWindow, tables: PoolTables) -> list[pl.LazyFrame]:
    return [tables.science_awards.lazy().select("row", pl.col("awarded_on").alias("day"))]


def _property(one: PropertyHeld, tables: PoolTables) -> list[pl.LazyFrame]:
    items = tables.intellectual_property.lazy()
    granted = items.select("row", pl.col("granted_on").alias("day"))
    if one.years is None:
        return [granted]
    moved = items.filter(pl.col("transferred_in_on").is_not_null())
    return [granted, moved.select("row", anniversaries(pl.col("transferred_in_on"), one.years).alias("day"))]


HAPPENS: dict[type[Any], Callable[[Any, PoolTables], list[pl.LazyFrame]]] = {
    NicheYears: _niche,
    HeldTitle: _title,
    Bar: _bar,
    HeldCertificate: _certificate,
    AwardInWindow: _award,
    PropertyHeld: _property,
}

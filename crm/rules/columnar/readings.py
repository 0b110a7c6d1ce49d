"""Metrics of a whole pool held against a bound, exactly: where they keep to it for certain and where they may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm
from operator import and_
from typing import Any

import polars as pl

from crm.rules.columnar.sight import PoolSight, Range, Stage, Truth
from crm.rules.columnar.tables import LARGEST, SCORE_SCALE, SHARE_SCALE
from crm.rules.law.days.dates import end_of, last_complete_year, latest_start
from crm.rules.law.metrics import EquityMetric, FactMetric, FigureMetric, Metric, NicheMetric, PlatformMetric
from crm.rules.law.nodes import Count, Relation

_INT64 = 2**63
_FAR = 2**62
_STEPS = 1000
"""Holds every whole percent, and every fifth of one: the widened limits."""
_SCALES = {"market.share": SHARE_SCALE}


def reaches(
    sight: PoolSight, metric: Metric, relation: Relation, bound: Fraction, offset: int = 0, later: int = 0
) -> Truth:
    """Where the metric of the year Y + `offset`, seen `later` days on, keeps to a bound."""
    return READERS[type(metric)](sight, metric, relation, bound, offset, later)


def _figures(
    sight: PoolSight, metric: FigureMetric, relation: Relation, bound: Fraction, offset: int, _: int
) -> Truth:
    """A quotient in whole steps is the same on both sides of any limit that is a step."""

    def column(field: str, away: int) -> pl.Expr:
        return sight.figure(field, offset + away)

    value, base = metric.pair(column)
    if isinstance(base, int):
        return _scaled((value, value), relation, bound * base)
    steps = lcm(_STEPS, bound.denominator)
    name = f"{metric.id}@{offset}/{steps}.{relation.name}"
    quotient = sight.draft(Stage.NUMBERS, name, _quotient(sight, metric, relation, offset, steps))
    return _scaled((quotient, quotient), relation, bound * steps)


def _quotient(sight: PoolSight, metric: FigureMetric, relation: Relation, offset: int, steps: int) -> pl.Expr:
    """Whole steps, rounded down for a floor and up for a ceiling; in 128 bits where products could leave 64."""
    wide = (2 * LARGEST) ** metric.degree * steps >= _INT64

    def column(field: str, away: int) -> pl.Expr:
        figure = sight.figure(field, offset + away)
        return figure.cast(pl.Int128) if wide else figure

    value, base = metric.pair(column)
    whole = value * steps // base if relation is Relation.AT_LEAST else -(-value * steps // base)
    if wide:
        whole = whole.clip(-_FAR, _FAR).cast(pl.Int64)
    positive = reduce(
        and_, (sight.figure(field, offset + away) > 0 for field, away in metric.positive), pl.lit(value=True)
    )
    return pl.when(positive).then(whole)


def _niche(sight: PoolSight, metric: NicheMetric, relation: Relation, bound: Fraction, _: int, later: int) -> Truth:
    """Years are complete, so a limit is a last day on which they may have begun."""
    day = sight.as_of + timedelta(days=later)
    if metric.at_year_end:
        day = end_of(last_complete_year(day))
    if relation is Relation.AT_LEAST:
        return Truth.of(_years(day, ceil(bound)))
    return Truth.of(~_years(day, floor(bound) + 1))


def _years(day: date, years: int) -> pl.Expr:
    start = pl.col("niche_started_on")
    if years > 0:
        return start <= latest_start(day, years)
    return pl.when(start.is_not_null()).then(pl.lit(value=True))


def _equity(sight: PoolSight, metric: EquityMetric, relation: Relation, bound: Fraction, _: int, __: int) -> Truth:
    return within(sight.equity(metric.years), relation, bound)


def _platform(
    sight: PoolSight, _: PlatformMetric, relation: Relation, bound: Fraction, offset: int, __: int
) -> Truth:
    return _scaled(sight.score(offset), relation, bound * SCORE_SCALE)


def _fact(sight: PoolSight, metric: FactMetric, relation: Relation, bound: Fraction, _: int, __: int) -> Truth:
    value = pl.col(metric.field)
    if metric.field not in _SCALES:
        return _scaled((value, value), relation, bound)
    above = value + pl.col(f"{metric.field}.more").cast(pl.Int64)
    return _scaled((value, above), relation, bound * _SCALES[metric.field])


def _scaled(rounded: Range, relation: Relation, bound: Fraction) -> Truth:
    down, up = rounded
    return Truth.of(down >= ceil(bound) if relation is Relation.AT_LEAST else up <= floor(bound))


def within(numbers: Range, relation: Relation, bound: Fraction) -> Truth:
    """An interval against a bound; a high end of null has no end."""
    low, high = numbers
    if relation is Relation.AT_LEAST:
        return Truth(low >= ceil(bound), (high >= ceil(bound)).fill_null(value=True))
    return Truth((high <= floor(bound)).fill_null(value=False), low <= floor(bound))


def count_items(leaf: Count, sight: PoolSight) -> Truth:
    """Where enough items of intellectual property count."""
    return within(sight.count(leaf.count, leaf.rules), Relation.AT_LEAST, Fraction(leaf.at_least))


READERS: dict[type[Any], Callable[..., Truth]] = {
    FigureMetric: _figures,
    NicheMetric: _niche,
    EquityMetric: _equity,
    PlatformMetric: _platform,
    FactMetric: _fact,
}

"""Points of a score table over a whole pool, as a lowest and a highest column for each line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, reduce
from math import ceil
from operator import add, and_
from typing import Any

import polars as pl

from crm.rules.columnar.readings import count_items, reaches
from crm.rules.columnar.sight import Line, PoolSight, Range, Stage, Truth
from crm.rules.law.metrics import FigureMetric, NicheMetric
from crm.rules.law.nodes import (
    Bands,
    BestOf,
    Count,
    EachAnswer,
    EachSpan,
    FirstRow,
    Points,
    PointsByWord,
    Relation,
    Score,
    StatedPoints,
)
from crm.rules.law.points import highest, lowest


@dataclass(frozen=True, slots=True)
class PoolScore:
    """A score table over the pool: the total and each part, lowest and highest."""

    total: Range
    parts: tuple[tuple[str, Range], ...]


def score_of(score: Score, sight: PoolSight) -> PoolScore:
    """The columns of a score table; its lines are computed once for all tables that share them."""
    lines = _lines(score, sight)
    parts = tuple((part.id, _sum(line for line in lines if line[0] == part.id)) for part in score.parts)
    return PoolScore(_sum(lines), parts)


def score_truth(score: Score, sight: PoolSight) -> Truth:
    """Where the total and every part reach what they must."""
    columns = score_of(score, sight)
    ranges = [(columns.total, score.at_least)]
    ranges += [(points, part.at_least) for part, (_, points) in zip(score.parts, columns.parts, strict=True)]
    return Truth(
        reduce(and_, (low >= least for (low, _), least in ranges)),
        reduce(and_, (high >= least for (_, high), least in ranges)),
    )


def _lines(score: Score, sight: PoolSight) -> list[Line]:
    key = id(score.indicators)
    if key not in sight.scores:
        lines: list[Line] = []
        for indicator in score.indicators:
            name = f"points.{len(sight.scores)}.{indicator.id}"
            low, high = points_of(indicator.points, sight)
            sight.draft(Stage.LINES, f"{name}.low", low.cast(pl.Int16))
            sight.draft(Stage.LINES, f"{name}.high", high.cast(pl.Int16))
            lines.append((indicator.part, f"{name}.low", f"{name}.high"))
        sight.scores[key] = lines
    return sight.scores[key]


def _sum(lines: Iterable[Line]) -> Range:
    chosen = list(lines)
    return (reduce(add, (pl.col(low) for _, low, _ in chosen)), reduce(add, (pl.col(high) for _, _, high in chosen)))


def points_of(points: Points, sight: PoolSight) -> Range:
    """The lowest and the highest points the facts leave open."""
    return GIVERS[type(points)](points, sight)


def _ladder(steps: list[tuple[Truth, int]], otherwise: int) -> Range:
    """Points of the first step that is certain, and of the first that is possible."""
    low = high = _points(otherwise)
    for truth, given in reversed(steps):
        low = pl.when(truth.sure).then(_points(given)).otherwise(low)
        high = pl.when(truth.possible).then(_points(given)).otherwise(high)
    return low, high


def _all_or(low: pl.Expr, high: pl.Expr, points: Bands | EachSpan, step: Truth) -> pl.Expr:
    """A single number is known or not, so all its steps are open at once; of an interval each is open by itself."""
    if not isinstance(points.metric, FigureMetric | NicheMetric):
        return high
    return pl.when(step.possible & ~step.sure).then(_points(highest(points))).otherwise(low)


@cache
def _points(given: int) -> pl.Expr:
    return pl.lit(given, pl.Int16)


def _bands(points: Bands, sight: PoolSight) -> Range:
    steps = [(reaches(sight, points.metric, points.relation, bound), given) for bound, given in points.steps]
    low, high = _ladder(steps, points.otherwise)
    return low, _all_or(low, high, points, steps[0][0])


def _first(points: FirstRow, sight: PoolSight) -> Range:
    steps = []
    for node, given in points.rows:
        if not isinstance(node, Count):
            raise TypeError(f"a row of a score table counts property, not {type(node).__name__}")
        steps.append((count_items(node, sight), given))
    return _ladder(steps, points.otherwise)


def _best_of(points: BestOf, sight: PoolSight) -> Range:
    ranges = [points_of(part, sight) for part in points.parts]
    return pl.max_horizontal(low for low, _ in ranges), pl.max_horizontal(high for _, high in ranges)


def _each_answer(points: EachAnswer, _: PoolSight) -> Range:
    truths = [Truth.of(pl.col(fact)) for fact in points.facts]
    return (
        _capped([one.sure for one in truths], points.points, points.at_most),
        _capped([one.possible for one in truths], points.points, points.at_most),
    )


def _each_span(points: EachSpan, sight: PoolSight) -> Range:
    """One step for each complete span up to where the most is reached."""
    spans = range(1, ceil(points.at_most / points.points) + 1)
    truths = [reaches(sight, points.metric, Relation.AT_LEAST, points.every * span) for span in spans]
    low = _capped([one.sure for one in truths], points.points, points.at_most)
    high = _capped([one.possible for one in truths], points.points, points.at_most)
    return low, _all_or(low, high, points, truths[0])


def _capped(holding: list[pl.Expr], each: int, most: int) -> pl.Expr:
    gained = reduce(add, (pl.when(one).then(_points(each)).otherwise(_points(0)) for one in holding))
    return pl.min_horizontal(gained, _points(most))


def _by_word(points: PointsByWord, _: PoolSight) -> Range:
    low, high = _points(lowest(points)), _points(highest(points))
    for word, given in points.points.items():
        here = pl.col(points.fact) == word
        low = pl.when(here).then(_points(given)).otherwise(low)
        high = pl.when(here).then(_points(given)).otherwise(high)
    return low, high


def _given(points: StatedPoints, _: PoolSight) -> Range:
    stated = pl.col(points.metric.id)
    return stated.fill_null(points.lowest), stated.fill_null(points.highest)


GIVERS: dict[type[Any], Callable[[Any, PoolSight], Range]] = {
    Bands: _bands,
    FirstRow: _first,
    BestOf: _best_of,
    EachAnswer: _each_answer,
    EachSpan: _each_span,
    PointsByWord: _by_word,
    StatedPoints: _given,
}

"""Points of a score table as intervals, exactly; whether they suffice is decided by the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.rules.exact.sight import Pair, Sight
from crm.rules.law.logic import Status, all_of, reaches
from crm.rules.law.nodes import (
    Bands,
    BestOf,
    EachAnswer,
    EachSpan,
    FirstRow,
    Indicator,
    Points,
    PointsByWord,
    Relation,
    Score,
    ScorePart,
    StatedPoints,
)
from crm.rules.law.points import highest, lowest

Range = tuple[int, int]
"""The lowest and the highest points the facts leave open."""


@dataclass(frozen=True, slots=True)
class IndicatorPoints:
    """One line of a score table with the points it gets."""

    indicator: Indicator
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PartPoints:
    """One part of a score table with the points it gets and the least it must reach."""

    part: ScorePart
    low: int
    high: int

    @property
    def status(self) -> Status:
        return reaches(self.low, self.high, self.part.at_least)


@dataclass(frozen=True, slots=True)
class ScorePoints:
    """A whole score table; `threshold` is the total it must reach."""

    low: int
    high: int
    threshold: int
    lines: tuple[IndicatorPoints, ...]
    parts: tuple[PartPoints, ...]

    @property
    def status(self) -> Status:
        total = reaches(self.low, self.high, self.threshold)
        return all_of([total, *(part.status for part in self.parts)])


def score_points(score: Score, sight: Sight) -> ScorePoints:
    """The points of a table, counted once for each sight."""
    points = sight.scores.get(id(score))
    if points is None:
        points = sight.scores[id(score)] = _counted(score, sight)
    return points


def _counted(score: Score, sight: Sight) -> ScorePoints:
    lines = _lines(score, sight)
    parts = tuple(_part(part, lines) for part in score.parts)
    low, high = _sum(lines)
    return ScorePoints(low, high, score.at_least, lines, parts)


def _lines(score: Score, sight: Sight) -> tuple[IndicatorPoints, ...]:
    """Widened tables share their indicators with the plain one, and so the points."""
    key = id(score.indicators)
    lines = sight.lines.get(key)
    if lines is None:
        lines = sight.lines[key] = tuple(
            IndicatorPoints(one, *points_of(one.points, sight)) for one in score.indicators
        )
    return lines


def _part(part: ScorePart, lines: tuple[IndicatorPoints, ...]) -> PartPoints:
    return PartPoints(part, *_sum(tuple(line for line in lines if line.indicator.part == part.id)))


def _sum(lines: tuple[IndicatorPoints, ...]) -> Range:
    return sum(line.low for line in lines), sum(line.high for line in lines)


def points_of(points: Points, sight: Sight) -> Range:
    return GIVERS[type(points)](points, sight)


def _bands(points: Bands, sight: Sight) -> Range:
    """A low reading earns few points where more is better, and many where less is."""
    low, high = sight.read(points.metric)
    if points.relation is Relation.AT_MOST:
        low, high = high, low
    return (
        lowest(points) if low is None else _band(points, low),
        highest(points) if high is None else _band(points, high),
    )


def _band(points: Bands, pair: Pair) -> int:
    value, parts = pair
    upward = points.relation is Relation.AT_LEAST
    for bound, given in points.steps:
        difference = value * bound.denominator - bound.numerator * parts
        if (difference >= 0) if upward else (difference <= 0):
            return given
    return points.otherwise


def _first(points: FirstRow, sight: Sight) -> Range:
    """Rows fall in points, so the first certain row is the least and the first possible one the most."""
    statuses = [(reaches(*sight.count(row.count, row.rules), row.at_least), given) for row, given in points.rows]
    low = next((given for status, given in statuses if status is Status.MET), points.otherwise)
    high = next((given for status, given in statuses if status is not Status.UNMET), points.otherwise)
    return low, high


def _best_of(points: BestOf, sight: Sight) -> Range:
    ranges = [points_of(part, sight) for part in points.parts]
    return max(low for low, _ in ranges), max(high for _, high in ranges)


def _each_answer(points: EachAnswer, sight: Sight) -> Range:
    answers = [sight.fact(fact) for fact in points.facts]
    sure, open_ = answers.count(True), answers.count(None)
    return min(points.at_most, points.points * sure), min(points.at_most, points.points * (sure + open_))


def _each_span(points: EachSpan, sight: Sight) -> Range:
    low, high = sight.read(points.metric)
    return (
        lowest(points) if low is None else _spans(points, low),
        highest(points) if high is None else _spans(points, high),
    )


def _spans(points: EachSpan, pair: Pair) -> int:
    value, parts = pair
    whole = value * points.every.denominator // (parts * points.every.numerator)
    return min(points.at_most, points.points * whole)


def _by_word(points: PointsByWord, sight: Sight) -> Range:
    word = sight.fact(points.fact)
    if word is None:
        return lowest(points), highest(points)
    return points.points[word], points.points[word]


def _given(points: StatedPoints, sight: Sight) -> Range:
    low, high = sight.read(points.metric)
    return (
        points.lowest if low is None else low[0] // low[1],
        points.highest if high is None else high[0] // high[1],
    )


GIVERS: dict[type[Any], Callable[[Any, Sight], Range]] = {
    Bands: _bands,
    FirstRow: _first,
    BestOf: _best_of,
    EachAnswer: _each_answer,
    EachSpan: _each_span,
    PointsByWord: _by_word,
    StatedPoints: _given,
}

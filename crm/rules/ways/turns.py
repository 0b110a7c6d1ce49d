"""A rulebook laid flat: every condition and every line of points it may turn on, and the figures at which they turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from crm.rules.law.metrics import METRICS, EquityMetric, FactMetric, FigureMetric, NicheMetric, PlatformMetric
from crm.rules.law.nodes import (
    AllOf,
    Answer,
    AnyOf,
    Bands,
    BestOf,
    Brackets,
    Compare,
    Criterion,
    EachAnswer,
    EachSpan,
    FirstRow,
    Node,
    Points,
    Relation,
    Score,
    SmallerThan,
)
from crm.rules.law.rulebook import Purpose, Rulebook
from crm.rules.reading.sizing import Industry

DECIDED_IN_POINTS = frozenset({"quality.management_system", "quality.own_brand", "quality.standards"})
"""Answers of a score table that an enterprise can bring about; an award for quality is others' to give."""

SIZES = {"revenue", "total_assets", "employees"}
"""The figures that may say how large an enterprise is."""

Figures = Mapping[tuple[str, int], int]
"""Known figures by field and year."""

Figure = Callable[[str, int], int | None]
"""Gives the figure `field` of the year Y + `offset`."""


def pieces_of(rulebook: Rulebook, purpose: Purpose) -> tuple[Any, ...]:
    """Every leaf and every line of points of a rulebook; bands and brackets as the comparisons they are made of."""
    return tuple(piece for criterion in rulebook.criteria[purpose] for piece in _pieces(criterion))


def _pieces(node: Node | Points) -> Iterator[Any]:
    match node:
        case Criterion():
            yield from _pieces(node.node)
        case AllOf() | AnyOf() | BestOf():
            for part in node.parts:
                yield from _pieces(part)
        case Brackets():
            yield from (Compare(node.metric, Relation.AT_LEAST, bound) for bound in node.bounds)
            for part in node.parts:
                yield from _pieces(part)
        case Score():
            for line in node.indicators:
                yield from _pieces(line.points)
        case _:
            yield from _points(node)


def _points(node: Any) -> Iterator[Any]:
    match node:
        case Bands():
            yield from (Compare(node.metric, node.relation, bound) for bound, _ in node.steps)
        case EachSpan():
            spans = range(1, ceil(node.at_most / node.points) + 1)
            yield from (Compare(node.metric, Relation.AT_LEAST, node.every * span) for span in spans)
        case FirstRow():
            yield from (row for row, _ in reversed(node.rows))
        case EachAnswer():
            yield from (Answer(fact, expected=True, obtainable=fact in DECIDED_IN_POINTS) for fact in node.facts)
        case _:
            yield node


def figures_in(criterion: Criterion) -> set[str]:
    """The figures a criterion rests on, of whichever year."""
    pieces = list(_pieces(criterion))
    found = {field for turn in figure_turns(pieces, None) for field, _ in needs_of(turn)}
    return found | (SIZES if any(isinstance(one, SmallerThan) for one in pieces) else set())


def figure_turns(pieces: Iterable[Any], industry: Industry | None) -> tuple[Compare, ...]:
    """The comparisons of yearly figures, with the sizes below which an enterprise is not large."""
    found = [one for one in pieces if isinstance(one, Compare) and isinstance(one.metric, FigureMetric)]
    for indicator in industry.indicators if industry else ():
        metric = METRICS[indicator.field]
        found.append(Compare(metric, Relation.AT_MOST, Fraction(ceil(indicator.bounds[0]) - 1)))
    return tuple(dict.fromkeys(found))


def compares(
    pieces: Iterable[Any], metric: type[NicheMetric | EquityMetric | PlatformMetric | FactMetric]
) -> list[Compare]:
    """The comparisons of one kind of metric."""
    return [one for one in pieces if isinstance(one, Compare) and isinstance(one.metric, metric)]


def margin(turn: Compare, figure: Figure) -> int | None:
    """How far the comparison is from its limit: not below zero where it holds, None where a figure is missing."""
    metric: Any = turn.metric
    found: dict[tuple[str, int], int] = {}
    for field, away in metric.needs:
        value = figure(field, turn.offset + away)
        if value is None:
            return None
        found[field, away] = value
    for key in metric.positive:
        if found[key] <= 0:
            return None
    top, bottom = metric.pair(lambda field, away: found[field, away])
    difference = int(top * turn.bound.denominator - turn.bound.numerator * bottom)
    return difference if turn.relation is Relation.AT_LEAST else -difference


def has_turned(turn: Compare, figure: Figure) -> bool:
    """Whether the comparison holds for certain with these figures."""
    away = margin(turn, figure)
    return away is not None and away >= 0


def needs_of(turn: Compare) -> Iterator[tuple[str, int]]:
    """The figures a comparison reads, relative to Y."""
    metric: Any = turn.metric
    return ((field, turn.offset + away) for field, away in metric.needs)


def relative_to(figures: Figures, year: int) -> Figure:
    """Figures by field and year, as figures relative to Y."""
    return lambda field, offset: figures.get((field, year + offset))


def flips(away: Callable[[int], int | None], stops: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Between one stop and the next, where a margin turns: the last number on the false side, the first on the true."""
    places = sorted(set(stops))
    answers = [_is_right(away(place)) for place in places]
    for low, high, before, after in zip(places, places[1:], answers, answers[1:], strict=False):
        if before is not after:
            yield _flip(away, low, high, is_upward=after)


def _is_right(margin_: int | None) -> bool:
    return margin_ is not None and margin_ >= 0


def _flip(away: Callable[[int], int | None], low: int, high: int, *, is_upward: bool) -> tuple[int, int]:
    """By halving, after a first guess that is right wherever the margin is a straight line."""
    guess = _crossing(away(low), away(high), low, high)
    if guess is not None and low < guess < high:
        for place in (guess - 1, guess, guess + 1):
            if low < place < high:
                low, high = (low, place) if _is_right(away(place)) is is_upward else (place, high)
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_right(away(middle)) is is_upward else (middle, high)
    return (low, high) if is_upward else (high, low)


def _crossing(first: int | None, last: int | None, low: int, high: int) -> int | None:
    """Where a straight line between two margins crosses zero."""
    if first is None or last is None or first == last:
        return None
    return low + -first * (high - low) // (last - first)

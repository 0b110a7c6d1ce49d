"""What in a rulebook depends on the day alone; on which days that is for one enterprise, the interpreters work out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import Any

from crm.rules.law.metrics import NicheMetric
from crm.rules.law.nodes import (
    AllOf,
    Answer,
    AnyOf,
    AssumedMet,
    Award,
    Bands,
    BestOf,
    Brackets,
    CodeBegins,
    Compare,
    Contest,
    Count,
    Criterion,
    EachAnswer,
    EachSpan,
    FirstRow,
    HoldsCertificate,
    HoldsTitle,
    Node,
    NoRevocation,
    OneOf,
    Points,
    PointsByWord,
    Relation,
    Score,
    SmallerThan,
    StatedPoints,
)
from crm.rules.law.rulebook import Purpose, Rulebook


class CalendarMoment(StrEnum):
    """What can happen on a day without anybody doing anything."""

    NEW_YEAR = "new_year"
    YEARS_REACHED = "years_reached"
    YEARS_NEAR = "years_near"
    TITLE_BEGAN = "title_began"
    TITLE_ENDED = "title_ended"
    TITLE_REVOKED = "title_revoked"
    BAR_ENDED = "bar_ended"
    CERTIFICATE_BEGAN = "certificate_began"
    CERTIFICATE_ENDED = "certificate_ended"
    AWARD_BEGAN = "award_began"
    PROPERTY_GRANTED = "property_granted"
    PROPERTY_COUNTED = "property_counted"


@dataclass(frozen=True, slots=True)
class NicheYears:
    """So many complete years in the niche are asked for, seen `days_later` days after the as-of date."""

    years: int
    at_year_end: bool
    days_later: int = 0


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A valid title of the tier is asked for."""

    tier: str


@dataclass(frozen=True, slots=True)
class Bar:
    """No title revoked in the `years` years before is asked for."""

    years: int


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A valid certificate of the kind is asked for."""

    kind: str


@dataclass(frozen=True, slots=True)
class AwardInWindow:
    """An award not after the day is asked for; the other end of the window moves with the year."""


@dataclass(frozen=True, slots=True)
class PropertyHeld:
    """Items count when granted, and if transferred in from the anniversary after `years` years (None: never)."""

    years: int | None


Dependence = NicheYears | HeldTitle | Bar | HeldCertificate | AwardInWindow | PropertyHeld


_WORKED_OUT: dict[tuple[str, Purpose], frozenset[Dependence]] = {}


def dependences(rulebook: Rulebook, purpose: Purpose) -> frozenset[Dependence]:
    """Everything but the turn of the year, which every rulebook depends on; limits and widened limits alike."""
    name = (rulebook.version, purpose)
    if name not in _WORKED_OUT:
        trees = (*rulebook.criteria[purpose], *rulebook.widened[purpose])
        _WORKED_OUT[name] = frozenset(one for tree in trees for one in depends(tree))
    return _WORKED_OUT[name]


def depends(node: Node | Points) -> Iterator[Dependence]:
    """What one node, or one line of a score table, depends on."""
    yield from DEPENDS[type(node)](node)


def _parts(node: AllOf | AnyOf | Brackets) -> Iterator[Dependence]:
    for part in node.parts:
        yield from depends(part)


def _compare(leaf: Compare) -> Iterator[Dependence]:
    if isinstance(leaf.metric, NicheMetric):
        at_least = leaf.relation is Relation.AT_LEAST
        years = ceil(leaf.limit) if at_least else floor(leaf.limit) + 1
        yield NicheYears(years, leaf.metric.at_year_end, leaf.days_later)


def _score(node: Score) -> Iterator[Dependence]:
    for line in node.indicators:
        yield from depends(line.points)


def _bands(points: Bands) -> Iterator[Dependence]:
    if isinstance(points.metric, NicheMetric):
        at_least = points.relation is Relation.AT_LEAST
        for bound, _ in points.steps:
            yield NicheYears(ceil(bound) if at_least else floor(bound) + 1, points.metric.at_year_end)


def _spans(points: EachSpan) -> Iterator[Dependence]:
    if isinstance(points.metric, NicheMetric):
        for span in range(1, -(-points.at_most // points.points) + 1):
            yield NicheYears(ceil(span * points.every), points.metric.at_year_end)


def _rows(points: FirstRow) -> Iterator[Dependence]:
    for row, _ in points.rows:
        yield from depends(row)


def _best(points: BestOf) -> Iterator[Dependence]:
    for part in points.parts:
        yield from depends(part)


RESTING = (Answer, OneOf, CodeBegins, SmallerThan, AssumedMet, Contest, EachAnswer, PointsByWord, StatedPoints)
"""Nodes that rest on no day, or on the year alone."""

DEPENDS: dict[type[Any], Callable[[Any], Iterator[Dependence]]] = {
    Criterion: lambda criterion: depends(criterion.node),
    AllOf: _parts,
    AnyOf: _parts,
    Brackets: _parts,
    Compare: _compare,
    Count: lambda leaf: iter([PropertyHeld(leaf.rules.transferred_years)]),
    HoldsTitle: lambda leaf: iter([HeldTitle(leaf.tier)]),
    NoRevocation: lambda leaf: iter([Bar(leaf.years)]),
    Award: lambda _leaf: iter([AwardInWindow()]),
    HoldsCertificate: lambda leaf: (HeldCertificate(kind) for kind in leaf.kinds),
    Score: _score,
    Bands: _bands,
    EachSpan: _spans,
    FirstRow: _rows,
    BestOf: _best,
    **dict.fromkeys(RESTING, lambda _node: iter(())),
}

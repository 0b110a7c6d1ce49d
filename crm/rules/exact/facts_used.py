"""Which facts a condition rests on, with year and source, and which of them are missing; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from crm.rules.exact.sight import Sight, counts
from crm.rules.law.dossier import Source
from crm.rules.law.metrics import EquityMetric, FactMetric, FigureMetric, Metric, NicheMetric, PlatformMetric
from crm.rules.law.nodes import (
    Answer,
    Award,
    Bands,
    BestOf,
    Brackets,
    CodeBegins,
    Compare,
    Contest,
    Count,
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
    Score,
    SmallerThan,
    StatedPoints,
)


@dataclass(frozen=True, slots=True)
class FactUse:
    """One fact as it was used; `year` only for yearly facts, a value of None is missing.

    Of a list the value is the number of its items; `incomplete` says that there may be more of them. `field` is an id
    of the catalogue.
    """

    field: str
    year: int | None
    value: Any
    source: Source | None = None
    incomplete: bool = False

    @property
    def missing(self) -> bool:
        return self.value is None or self.incomplete


def facts_of(node: Node | Points, sight: Sight) -> list[FactUse]:
    """The facts one leaf, or one line of a score table, rests on."""
    listing = LISTINGS.get(type(node))
    return [] if listing is None else list(dict.fromkeys(listing(node, sight)))


def _use(sight: Sight, field: str, value: Any, year: int | None = None) -> FactUse:
    sources = sight.dossier.sources
    return FactUse(field, year, value, sources.get((field, year)) if sources else None)


def _fact(sight: Sight, field: str) -> FactUse:
    return _use(sight, field, sight.fact(field))


def _figure(sight: Sight, field: str, offset: int) -> FactUse:
    return _use(sight, field, sight.figure(field, offset), sight.year + offset)


def _list(sight: Sight, field: str) -> FactUse:
    items, source = getattr(sight.dossier, field), sight.dossier.sources.get((field, None))
    return FactUse(field, None, None if items is None else len(items), source, field in sight.dossier.incomplete)


def _metric(metric: Metric, sight: Sight, offset: int = 0) -> Iterator[FactUse]:
    match metric:
        case FigureMetric():
            yield from (_figure(sight, field, offset + away) for field, away in metric.needs)
        case NicheMetric():
            yield _fact(sight, "niche_started_on")
        case EquityMetric():
            yield from _equity(metric, sight)
        case PlatformMetric():
            yield _use(sight, "platform_scores.score", sight.score(offset), sight.year + offset)
        case FactMetric():
            yield _fact(sight, metric.field)


def _equity(metric: EquityMetric, sight: Sight) -> Iterator[FactUse]:
    yield _list(sight, "equity_financing")
    low, high = sight.read(metric)
    if high is not None and low != high:
        yield _use(sight, "equity_financing.qualified", None)


def _compare(leaf: Compare, sight: Sight) -> Iterator[FactUse]:
    return _metric(leaf.metric, sight, leaf.offset)


def _count(leaf: Count, sight: Sight) -> Iterator[FactUse]:
    """The list, and each attribute whose absence keeps an item from counting for certain."""
    yield _list(sight, "intellectual_property")
    attributes = {
        "related_to_main_product": leaf.rules.related_to_main_product,
        "economic_benefit": leaf.rules.economic_benefit,
        "holder_rank": leaf.rules.holder_rank is not None,
        "high_value": leaf.count.high_value,
        "self_developed": leaf.count.self_developed,
    }
    for item in sight.dossier.intellectual_property or ():
        if counts(item, leaf.count, leaf.rules, sight.as_of) is None:
            unknown = (name for name, asked in attributes.items() if asked and getattr(item, name) is None)
            yield from (_use(sight, f"intellectual_property.{name}", None) for name in unknown)


def _award(leaf: Award, sight: Sight) -> Iterator[FactUse]:
    yield _list(sight, "science_awards")
    levels = {level for level, last in leaf.ranks if last is not None}
    if any(one.rank is None and one.level in levels for one in sight.dossier.science_awards or ()):
        yield _use(sight, "science_awards.rank", None)


def _smaller(_: SmallerThan, sight: Sight) -> Iterator[FactUse]:
    yield _fact(sight, "industry")
    code = sight.dossier.industry
    industry = None if code is None else sight.sizing.industry(code)
    if industry is not None:
        yield from (_figure(sight, one.field, 0) for one in industry.indicators)


def _score(node: Score, sight: Sight) -> Iterator[FactUse]:
    for line in node.indicators:
        yield from facts_of(line.points, sight)


def _first(points: FirstRow, sight: Sight) -> Iterator[FactUse]:
    for row, _ in points.rows:
        yield from _count(row, sight)


def _best_of(points: BestOf, sight: Sight) -> Iterator[FactUse]:
    for part in points.parts:
        yield from facts_of(part, sight)


LISTINGS: dict[type[Any], Callable[[Any, Sight], Iterator[FactUse]]] = {
    Compare: _compare,
    Count: _count,
    HoldsTitle: lambda _, sight: iter([_list(sight, "recognitions")]),
    NoRevocation: lambda _, sight: iter([_list(sight, "recognitions")]),
    Award: _award,
    Contest: lambda _, sight: iter([_list(sight, "maker_in_china")]),
    HoldsCertificate: lambda _, sight: iter([_list(sight, "certificates")]),
    Answer: lambda leaf, sight: iter([_fact(sight, leaf.fact)]),
    OneOf: lambda leaf, sight: iter([_fact(sight, leaf.fact)]),
    CodeBegins: lambda _, sight: iter([_fact(sight, "uscc")]),
    SmallerThan: _smaller,
    Brackets: lambda node, sight: _metric(node.metric, sight),
    Score: _score,
    Bands: lambda points, sight: _metric(points.metric, sight),
    FirstRow: _first,
    BestOf: _best_of,
    EachAnswer: lambda points, sight: (_fact(sight, fact) for fact in points.facts),
    EachSpan: lambda points, sight: _metric(points.metric, sight),
    PointsByWord: lambda points, sight: iter([_fact(sight, points.fact)]),
    StatedPoints: lambda points, sight: _metric(points.metric, sight),
}

"""One dossier seen on one day: the readings of metrics and counts; comparing them is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from crm.rules.law.catalogue import PropertyCount
from crm.rules.law.days.dates import anniversary, complete_years, end_of, last_complete_year
from crm.rules.law.dossier import Dossier, IntellectualProperty, YearFigures
from crm.rules.law.fields import SINGLES
from crm.rules.law.metrics import EquityMetric, FactMetric, FigureMetric, Metric, NicheMetric, PlatformMetric
from crm.rules.law.nodes import PropertyRules
from crm.rules.reading.sizing import Sizing

Pair = tuple[int, int]
"""Numerator and positive denominator."""

Reading = tuple[Pair | None, Pair | None]
"""The lowest and the highest a metric can be; None is no bound."""

UNKNOWN: Reading = (None, None)
QUALITY = "quality."
_SINGLE: dict[str, Callable[[Dossier], Any]] = {field.id: attrgetter(field.id) for field in SINGLES}


class Sight:
    """Readings are made once and kept, so several rulebooks may share one sight of an enterprise."""

    __slots__ = (
        "_counts",
        "_figures",
        "_later",
        "_readings",
        "as_of",
        "dossier",
        "lines",
        "scores",
        "sizing",
        "year",
    )

    def __init__(self, dossier: Dossier, as_of: date, sizing: Sizing) -> None:
        self.dossier = dossier
        self.as_of = as_of
        self.sizing = sizing
        self.year = last_complete_year(as_of)
        self.lines: dict[int, Any] = {}
        self.scores: dict[int, Any] = {}
        self._figures: dict[int, YearFigures] = {one.year: one for one in dossier.figures}
        self._readings: dict[tuple[str, int], Reading] = {}
        self._counts: dict[tuple[str, PropertyRules], tuple[int, int | None]] = {}
        self._later: dict[int, Sight] = {}

    def later(self, days: int) -> Sight:
        """The same facts some days later, with Y derived anew."""
        if not days:
            return self
        if days not in self._later:
            self._later[days] = Sight(self.dossier, self.as_of + timedelta(days=days), self.sizing)
        return self._later[days]

    def figure(self, field: str, offset: int) -> int | None:
        """The figure of the year Y + `offset`."""
        figures = self._figures.get(self.year + offset)
        return None if figures is None else getattr(figures, field)

    def fact(self, field: str) -> Any:
        """A one-valued fact by its id in the catalogue."""
        if field.startswith(QUALITY):
            is_held = field.removeprefix(QUALITY) in (self.dossier.quality or ())
            return None if not is_held and self.dossier.is_open("quality") else is_held
        return _SINGLE[field](self.dossier)

    def read(self, metric: Metric, offset: int = 0) -> Reading:
        """The metric of the year Y + `offset`."""
        key = (metric.id, offset)
        reading = self._readings.get(key)
        if reading is None:
            reading = self._readings[key] = READERS[type(metric)](self, metric, offset)
        return reading

    def count(self, count: PropertyCount, rules: PropertyRules) -> tuple[int, int | None]:
        """How many items count for certain and how many may count; None is no end."""
        key = (count.id, rules)
        if key not in self._counts:
            self._counts[key] = _count(self, count, rules)
        return self._counts[key]

    def score(self, offset: int) -> Any:
        """The platform's score of the year Y + `offset`."""
        year = self.year + offset
        return next((one.score for one in self.dossier.platform_scores if one.year == year), None)


def _exactly(value: Any) -> Reading:
    if value is None:
        return UNKNOWN
    pair = (value.numerator, value.denominator)
    return pair, pair


def _read_figures(sight: Sight, metric: FigureMetric, offset: int) -> Reading:
    found: dict[tuple[str, int], int] = {}
    for field, away in metric.needs:
        value = sight.figure(field, offset + away)
        if value is None:
            return UNKNOWN
        found[field, away] = value
    if any(found[key] <= 0 for key in metric.positive):
        return UNKNOWN
    pair = metric.pair(lambda field, away: found[field, away])
    return pair, pair


def _read_niche(sight: Sight, metric: NicheMetric, _: int) -> Reading:
    start = sight.dossier.niche_started_on
    if start is None:
        return UNKNOWN
    day = end_of(sight.year) if metric.at_year_end else sight.as_of
    return _exactly(complete_years(start, day))


def _read_equity(sight: Sight, metric: EquityMetric, _: int) -> Reading:
    """Rounds of an investor not known to be qualified make the difference between low and high."""
    rounds = sight.dossier.equity_financing or ()
    since = sight.year - metric.years + 1
    recent = [one for one in rounds if since <= one.paid_on.year <= sight.year]
    low = sum(one.amount for one in recent if one.qualified)
    if sight.dossier.is_open("equity_financing"):
        return (low, 1), None
    return (low, 1), (low + sum(one.amount for one in recent if one.qualified is None), 1)


def _read_platform(sight: Sight, _: PlatformMetric, offset: int) -> Reading:
    return _exactly(sight.score(offset))


def _read_fact(sight: Sight, metric: FactMetric, _: int) -> Reading:
    return _exactly(sight.fact(metric.field))


READERS: dict[type[Any], Callable[[Sight, Any, int], Reading]] = {
    FigureMetric: _read_figures,
    NicheMetric: _read_niche,
    EquityMetric: _read_equity,
    PlatformMetric: _read_platform,
    FactMetric: _read_fact,
}


def _count(sight: Sight, count: PropertyCount, rules: PropertyRules) -> tuple[int, int | None]:
    items = sight.dossier.intellectual_property or ()
    answers = [counts(item, count, rules, sight.as_of) for item in items]
    sure = answers.count(True)
    return sure, None if sight.dossier.is_open("intellectual_property") else sure + answers.count(None)


def counts(item: IntellectualProperty, count: PropertyCount, rules: PropertyRules, as_of: date) -> bool | None:
    """Whether one item counts on a day; None where an attribute that decides is unknown.

    [decision] An item without a date of grant counts as granted.
    """
    if item.property_class != count.property_class or not _held(item, rules, as_of):
        return False
    needed = _needed(item, count, rules)
    if False in needed:
        return False
    return None if None in needed else True


def _held(item: IntellectualProperty, rules: PropertyRules, as_of: date) -> bool:
    """Granted by the day, and if it was transferred in, long enough ago."""
    if item.granted_on is not None and item.granted_on > as_of:
        return False
    if item.transferred_in_on is None:
        return True
    if rules.transferred_years is None:
        return False
    return anniversary(item.transferred_in_on, rules.transferred_years) <= as_of


def _needed(item: IntellectualProperty, count: PropertyCount, rules: PropertyRules) -> list[bool | None]:
    needed: list[bool | None] = []
    if rules.related_to_main_product:
        needed.append(item.related_to_main_product)
    if rules.economic_benefit:
        needed.append(item.economic_benefit)
    if rules.holder_rank is not None:
        needed.append(None if item.holder_rank is None else item.holder_rank <= rules.holder_rank)
    if count.high_value:
        needed.append(item.high_value)
    if count.self_developed:
        needed.append(item.self_developed)
    return needed

"""The facts of one enterprise as the engine sees them; where they were stored is no concern of this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from crm.rules.law.days.dates import anniversary
from crm.rules.law.days.validity import counts_on


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One calendar year; money in fen, staff in heads, None is unknown."""

    year: int
    revenue: int | None = None
    main_revenue: int | None = None
    rd_expense: int | None = None
    net_profit: int | None = None
    total_assets: int | None = None
    total_liabilities: int | None = None
    employees: int | None = None
    rd_staff: int | None = None


@dataclass(frozen=True, slots=True)
class EquityRound:
    """One payment of equity in fen; `qualified` says whether a qualified institution paid it."""

    paid_on: date
    amount: int
    qualified: bool | None = None


@dataclass(frozen=True, slots=True)
class IntellectualProperty:
    """One item; `property_class` is "I" or "II", without a transfer date it was never transferred in."""

    property_class: str
    high_value: bool | None = None
    self_developed: bool | None = None
    related_to_main_product: bool | None = None
    economic_benefit: bool | None = None
    granted_on: date | None = None
    transferred_in_on: date | None = None
    holder_rank: int | None = None


@dataclass(frozen=True, slots=True)
class ScienceAward:
    """`level` is "national" or "provincial"; `rank` is the enterprise's place among the winners."""

    level: str
    awarded_on: date
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class ContestEntry:
    """A place on a list ("top500" or "top50") of “创客中国”."""

    list: str
    year: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate, valid on its first and its last day."""

    kind: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class PlatformScore:
    """The score of one year as the national platform gave it."""

    year: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class Recognition:
    """A title, valid on its first and last day and no longer on the day it is revoked."""

    tier: str
    granted_on: date
    expires_on: date
    revoked_on: date | None = None

    def valid_on(self, day: date) -> bool:
        return counts_on(self, day)

    def bars_on(self, day: date, years: int) -> bool:
        """Whether it was revoked less than so many years before the day, or on it."""
        return self.revoked_on is not None and self.revoked_on <= day < anniversary(self.revoked_on, years)


@dataclass(frozen=True, slots=True)
class Market:
    """Standing in the niche; `share` is a part of one."""

    share: Fraction | None = None
    rank: int | None = None
    leading: bool | None = None
    reputation: bool | None = None


@dataclass(frozen=True, slots=True)
class Compliance:
    """Marks against the enterprise; True is always the bad answer."""

    abnormal_list: bool | None = None
    dishonest_list: bool | None = None
    prohibited_product: bool | None = None
    serious_incident: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from; it never changes a verdict."""

    grade: str
    label: str


SourceKey = tuple[str, int | None]
_NO_SOURCES: Mapping[SourceKey, Source] = MappingProxyType({})


def _no_sources() -> Mapping[SourceKey, Source]:
    return _NO_SOURCES


@dataclass(frozen=True, slots=True)
class Dossier:
    """All facts of one enterprise; None is unknown, an empty list is known to be empty.

    `figures` and `platform_scores` are series: a year that is not in them is unknown. `incomplete` names lists that may
    hold more than is written down: what they hold counts as *at least*, the rest is unknown (policy 2.2).
    """

    uscc: str
    name: str
    registered_on: date | None = None
    industry: str | None = None
    niche_started_on: date | None = None
    strategic_emerging: bool | None = None
    product_field: str | None = None
    figures: tuple[YearFigures, ...] = ()
    equity_financing: tuple[EquityRound, ...] | None = None
    intellectual_property: tuple[IntellectualProperty, ...] | None = None
    rd_institution: str | None = None
    science_awards: tuple[ScienceAward, ...] | None = None
    maker_in_china: tuple[ContestEntry, ...] | None = None
    certificates: tuple[Certificate, ...] | None = None
    digital_level: int | None = None
    quality: frozenset[str] | None = None
    product_certification: bool | None = None
    information_system: bool | None = None
    local_feature_points: int | None = None
    market: Market = Market()
    chain_role: bool | None = None
    product_domain: bool | None = None
    platform_scores: tuple[PlatformScore, ...] = ()
    recognitions: tuple[Recognition, ...] | None = None
    compliance: Compliance = Compliance()
    incomplete: frozenset[str] = frozenset()
    sources: Mapping[SourceKey, Source] = field(default_factory=_no_sources, compare=False)

    def is_open(self, listing: str) -> bool:
        """Whether a list may hold more than is written down of it; one that is unknown certainly may."""
        return getattr(self, listing) is None or listing in self.incomplete

    def with_year_repeated(self, year: int) -> Dossier:
        """The same facts, assuming that what is not reported of `year` turns out like the year before.

        Only for ways up and what-if after the turn of the year; a judgement of record never assumes.
        [decision] The platform computes the score of the year after from the same report, so it is repeated too.
        """
        by_year = {one.year: one for one in self.figures}
        scores = {one.year: one for one in self.platform_scores}
        if year - 1 in by_year:
            by_year[year] = _completed(by_year.get(year, YearFigures(year)), by_year[year - 1])
        if year in scores:
            scores.setdefault(year + 1, replace(scores[year], year=year + 1))
        return replace(self, figures=tuple(by_year.values()), platform_scores=tuple(scores.values()))


def _completed(reported: YearFigures, before: YearFigures) -> YearFigures:
    missing = (one.name for one in fields(YearFigures) if getattr(reported, one.name) is None)
    return replace(reported, **{name: getattr(before, name) for name in missing})

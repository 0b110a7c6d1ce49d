"""What could change about an enterprise: each change knows how hard it is and what it does to the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from crm.rules.law.dossier import (
    Certificate,
    ContestEntry,
    Dossier,
    EquityRound,
    IntellectualProperty,
    PlatformScore,
    Recognition,
    ScienceAward,
    YearFigures,
)
from crm.rules.law.nodes import Count
from crm.rules.ways.levers import Effort, Movable


@dataclass(frozen=True, slots=True)
class Shift:
    """Figures moved by an amount (fen or heads) in a year that is not over yet; what is unknown is left unknown."""

    lever: Movable
    year: int
    amount: int
    effort: Effort = Effort.SPEND

    @property
    def key(self) -> tuple[Any, ...]:
        return ("shift", self.lever.id, self.year)

    def apply(self, dossier: Dossier) -> Dossier:
        def moved(figures: YearFigures) -> YearFigures:
            known = {field: getattr(figures, field) for field in self.lever.moves}
            changed = {
                field: value + self.lever.moves[field] * self.amount
                for field, value in known.items()
                if value is not None
            }
            return replace(figures, **changed)

        return _with_figures(dossier, self.year, moved)


@dataclass(frozen=True, slots=True)
class RecordFigure:
    """A figure that nobody has written down; `value` is one that would do, `terms` say in words which others would."""

    field: str
    year: int
    value: int
    terms: tuple[str, ...] = ()
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("figure", self.field, self.year)

    def apply(self, dossier: Dossier) -> Dossier:
        return _with_figures(dossier, self.year, lambda figures: replace(figures, **{self.field: self.value}))


@dataclass(frozen=True, slots=True)
class SetFact:
    """A one-valued fact: recorded where it is unknown, obtained where it is known to be otherwise.

    `sign` says that any value on this side of `value` would do.
    """

    field: str
    value: Any
    effort: Effort
    sign: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        return ("fact", self.field)

    def apply(self, dossier: Dossier) -> Dossier:
        group, _, part = self.field.partition(".")
        if group == "quality":
            return _opened(replace(dossier, quality=(dossier.quality or frozenset()) | {part}), dossier, "quality")
        if part:
            return replace(dossier, **{group: replace(getattr(dossier, group), **{part: self.value})})
        return replace(dossier, **{self.field: self.value})


@dataclass(frozen=True, slots=True)
class RecordScore:
    """The platform's score of a year, which nobody has written down yet; `least` is what it must be."""

    year: int
    least: Fraction
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("score", self.year)

    def apply(self, dossier: Dossier) -> Dossier:
        others = tuple(one for one in dossier.platform_scores if one.year != self.year)
        return replace(dossier, platform_scores=(*others, PlatformScore(self.year, self.least)))


@dataclass(frozen=True, slots=True)
class AddProperty:
    """More items of intellectual property that count under `leaf`: missing in the record, or to be obtained."""

    items: tuple[IntellectualProperty, ...]
    leaf: Count
    effort: Effort

    @property
    def key(self) -> tuple[Any, ...]:
        return ("property", self.leaf.count.id, self.effort)

    def apply(self, dossier: Dossier) -> Dossier:
        return _with_more(dossier, "intellectual_property", self.items)


@dataclass(frozen=True, slots=True)
class SettleProperty:
    """Items already listed, with what was unknown about them settled so that they count under `leaf`."""

    settled: tuple[tuple[int, IntellectualProperty], ...]
    leaf: Count
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("settle", self.leaf.count.id)

    def apply(self, dossier: Dossier) -> Dossier:
        items = list(dossier.intellectual_property or ())
        for place, item in self.settled:
            items[place] = item
        return replace(dossier, intellectual_property=tuple(items))


@dataclass(frozen=True, slots=True)
class AddEquity:
    """Equity of a qualified institution: missing in the record, or raised in a year that is not over."""

    paid_on: date
    amount: int
    effort: Effort

    @property
    def key(self) -> tuple[Any, ...]:
        return ("equity", self.paid_on.year)

    def apply(self, dossier: Dossier) -> Dossier:
        paid = EquityRound(self.paid_on, self.amount, qualified=True)
        return _with_more(dossier, "equity_financing", (paid,))


@dataclass(frozen=True, slots=True)
class SettleEquity:
    """Rounds already listed whose investor turns out to be a qualified institution."""

    places: tuple[int, ...]
    amount: int
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("settle_equity",)

    def apply(self, dossier: Dossier) -> Dossier:
        rounds = list(dossier.equity_financing or ())
        for place in self.places:
            rounds[place] = replace(rounds[place], qualified=True)
        return replace(dossier, equity_financing=tuple(rounds))


Entry = Recognition | ScienceAward | ContestEntry | Certificate


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """An entry of a list that is not known to be complete; `words` say which entries would do."""

    listing: str
    entry: Entry
    words: str
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("entry", self.listing)

    def apply(self, dossier: Dossier) -> Dossier:
        return _with_more(dossier, self.listing, (self.entry,))


@dataclass(frozen=True, slots=True)
class SettleAward:
    """An award already listed whose unknown rank turns out to be good enough."""

    place: int
    rank: int
    words: str
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("award", self.place)

    def apply(self, dossier: Dossier) -> Dossier:
        awards = list(dossier.science_awards or ())
        awards[self.place] = replace(awards[self.place], rank=self.rank)
        return replace(dossier, science_awards=tuple(awards))


@dataclass(frozen=True, slots=True)
class RenewTitle:
    """A title held today that passes its review before it ends, and so lasts one more term."""

    title: Recognition
    until: date
    effort: Effort = Effort.OBTAIN

    @property
    def key(self) -> tuple[Any, ...]:
        return ("renew", self.title.tier)

    def apply(self, dossier: Dossier) -> Dossier:
        renewed = tuple(
            replace(one, expires_on=self.until) if one == self.title else one for one in dossier.recognitions or ()
        )
        return replace(dossier, recognitions=renewed)


Change = (
    Shift
    | RecordFigure
    | SetFact
    | RecordScore
    | AddProperty
    | SettleProperty
    | AddEquity
    | SettleEquity
    | RecordEntry
    | SettleAward
    | RenewTitle
)
Changes = tuple[Change, ...]


def apply_changes(dossier: Dossier, changes: Iterable[Change]) -> Dossier:
    """The facts after all changes."""
    for change in changes:
        dossier = change.apply(dossier)
    return dossier


def _with_more(dossier: Dossier, listing: str, items: tuple[Any, ...]) -> Dossier:
    more: Any = (*(getattr(dossier, listing) or ()), *items)
    return _opened(replace(dossier, **{listing: more}), dossier, listing)


def _opened(after: Dossier, before: Dossier, listing: str) -> Dossier:
    """An entry in a list of which nothing was known says nothing of what else it may hold."""
    if getattr(before, listing) is not None:
        return after
    return replace(after, incomplete=before.incomplete | {listing})


def _with_figures(dossier: Dossier, year: int, moved: Callable[[YearFigures], YearFigures]) -> Dossier:
    present = next((one for one in dossier.figures if one.year == year), YearFigures(year))
    others = tuple(one for one in dossier.figures if one.year != year)
    return replace(dossier, figures=(*others, moved(present)))

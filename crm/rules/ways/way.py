"""A way up: what it asks for, how it compares with others, and what it leads to; it is found elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from crm.rules.exact.findings import Finding
from crm.rules.law.dossier import Dossier
from crm.rules.law.quantities import Unit
from crm.rules.law.rulebook import Rulebook
from crm.rules.ways.changes import (
    AddEquity,
    AddProperty,
    Change,
    Changes,
    RecordEntry,
    RecordFigure,
    RecordScore,
    SetFact,
    SettleEquity,
    SettleProperty,
    Shift,
)
from crm.rules.ways.levers import Effort
from crm.rules.ways.list_levers import UNLIKELY
from crm.rules.ways.wording import word_change

FEW_DAYS = 60
"""With fewer days left in a year nobody is told to spend in it without the way that waits beside it."""


@dataclass(frozen=True, slots=True)
class Later:
    """What another version of the rules will ask for, and would not be met by then."""

    rulebook: Rulebook
    since: date
    lacking: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Changes after which the verdict on `as_of` is eligible, and no part of them would do.

    `waits` says that the day lies ahead; `assumed_years` are taken to be like the year before (policy 2.10).
    `hurried` says how many days are left of the year it wants money spent in, where they are few.
    """

    changes: Changes
    as_of: date
    waits: bool
    assumed_years: tuple[int, ...]
    rulebook: Rulebook | None = None
    hurried: int | None = None
    later: Later | None = None

    @property
    def effort(self) -> Effort:
        """How hard the hardest part is."""
        return max((change.effort for change in self.changes), default=Effort.WAIT)

    def zh(self) -> tuple[str, ...]:
        """Each step in words, those of a year in the order of the years."""
        wait = (f"等到 {self.as_of.isoformat()}",) if self.waits else ()
        steps = (*wait, *(word_change(change) for change in sorted(self.changes, key=_turn)))
        return steps or (self._nothing(),)

    def _nothing(self) -> str:
        """Nothing to do but to see what is taken for granted come true."""
        years = "、".join(str(year) for year in self.assumed_years)
        return (
            f"不需另做什么：按假设已满足全部条件，{years} 年数据录入后确认"
            if years
            else "不需另做什么：核实下列事项即可"
        )


def _turn(change: Change) -> tuple[int, int]:
    return (change.effort, getattr(change, "year", 0))


@dataclass(frozen=True, slots=True)
class Ways:
    """What was found: `ways` from the lightest, at most a few.

    `to_confirm` must hold in any case and is nobody's to change; `blocked` is what neither time nor the enterprise
    could honestly bring about. `is_cut_off` says that there was more to look at than was looked at.
    """

    ways: tuple[Way, ...]
    to_confirm: tuple[Finding, ...]
    blocked: tuple[Finding, ...]
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How large an enterprise is: its latest known revenue in fen, and its latest known heads."""

    revenue: int
    heads: int


def cost(way: Way, size: Size) -> tuple[Any, ...]:
    """Lighter first: by the hardest change; what rarely comes about last; then by money as a share of the enterprise's
    own size, by how unlikely and how many the changes are, and by the wait.
    """
    efforts = [change.effort for change in way.changes]
    hardest = efforts.count(way.effort)
    return (way.effort, _is_rare(way), _spent(way, size), _unlikely(way), hardest, len(efforts), way.as_of)


def _is_rare(way: Way) -> bool:
    """Whether it rests on an item of high value still to be had, or on a prize nobody has written down."""
    return any(
        (isinstance(one, AddProperty) and one.leaf.count.high_value and one.effort is Effort.OBTAIN)
        or (isinstance(one, RecordEntry) and one.listing in ("science_awards", "maker_in_china"))
        for one in way.changes
    )


def size_of(dossier: Dossier) -> Size:
    """What amounts and heads are measured by."""
    latest = sorted(dossier.figures, key=lambda one: -one.year)
    revenue = next((one.revenue for one in latest if one.revenue), 1)
    return Size(revenue, next((one.employees for one in latest if one.employees), 1))


def _spent(way: Way, size: Size) -> Fraction:
    """What is to be spent, as shares of the enterprise's own revenue and heads."""
    spent = (one for one in way.changes if isinstance(one, Shift | AddEquity) and one.effort is Effort.SPEND)
    return sum((_share(one, size) for one in spent), Fraction(0))


def _share(change: Shift | AddEquity, size: Size) -> Fraction:
    is_heads = isinstance(change, Shift) and change.lever.unit is Unit.COUNT
    return Fraction(change.amount, size.heads if is_heads else size.revenue)


def _unlikely(way: Way) -> int:
    found = 0
    for change in way.changes:
        if isinstance(change, RecordEntry):
            found += UNLIKELY[change.listing]
        elif isinstance(change, AddProperty):
            found += len(change.items) * (1 + change.leaf.count.self_developed + 3 * change.leaf.count.high_value)
        elif isinstance(change, AddEquity) and change.effort is Effort.RECORD:
            found += 2
    return found


def lightest(found: Iterable[Way], size: Size) -> list[Way]:
    """From the lightest; one that asks for the same and more, or for the same later, is left out."""
    kept: list[Way] = []
    for way in sorted(found, key=lambda one: cost(one, size)):
        if not any(_covers(other, way) for other in kept):
            kept.append(way)
    return kept


def _covers(less: Way, more: Way) -> bool:
    """Whether everything one way asks for is asked for by the other as well, and no sooner."""
    return less.as_of <= more.as_of and all(
        any(asks_no_more(one, other) for other in more.changes) for one in less.changes
    )


def days_left(changes: Changes, today: date) -> int | None:
    """How many days are left of the year in progress, where money is to be spent in it and they are few."""
    spends = any(
        one.effort is Effort.SPEND and _spending_year(one) == today.year
        for one in changes
        if isinstance(one, Shift | AddEquity)
    )
    left = (date(today.year, 12, 31) - today).days
    return left if spends and left < FEW_DAYS else None


def _spending_year(change: Shift | AddEquity) -> int:
    return change.year if isinstance(change, Shift) else change.paid_on.year


def asks_no_more(less: Change, more: Change) -> bool:
    """Whether one change asks for no more than another; of the same lever in whichever year."""
    return _kind(less) == _kind(more) and reach(less) <= reach(more)


def _kind(change: Change) -> tuple[Any, ...]:
    match change:
        case Shift():
            return ("shift", change.lever.id)
        case AddEquity():
            return ("equity", change.effort)
        case RecordFigure():
            return ("figure", change.field)
        case SetFact():
            return (change.key, change.value)
        case _:
            return change.key


def reach(change: Change) -> Any:
    """How far a change goes, in its own unit."""
    match change:
        case Shift() | AddEquity():
            return change.amount
        case AddProperty():
            return len(change.items)
        case SettleProperty():
            return len(change.settled)
        case SettleEquity():
            return len(change.places)
        case RecordScore():
            return change.least
        case _:
            return 0

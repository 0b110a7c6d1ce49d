"""What could change about an enterprise: each change knows how hard it is, what it does to the facts, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from crm.rules.law.dossier import Dossier, EquityRound, IntellectualProperty, PlatformScore, YearFigures
from crm.rules.law.fields import FIELDS, Kind, words
from crm.rules.law.quantities import Unit, shown
from crm.rules.ways.levers import Effort, Lever

LEVERS = (
    Lever("rd_expense", "研发费用", MappingProxyType({"rd_expense": 1})),
    Lever("net_profit", "净利润", MappingProxyType({"net_profit": 1})),
    Lever("rd_staff", "研发人员", MappingProxyType({"rd_staff": 1}), "employees", Unit.COUNT),
    Lever("total_liabilities", "负债总额", MappingProxyType({"total_liabilities": -1})),
    Lever("main_revenue", "主营业务收入（营业收入不变）", MappingProxyType({"main_revenue": 1}), "revenue"),
    Lever("sales", "主营业务收入和营业收入", MappingProxyType({"main_revenue": 1, "revenue": 1})),
)


@dataclass(frozen=True, slots=True)
class Shift:
    """A lever moved by an amount (fen or heads) in a year that is not over yet."""

    lever: Lever
    year: int
    amount: int
    effort: Effort = Effort.SPEND

    @property
    def key(self) -> tuple[Any, ...]:
        return ("shift", self.lever.id, self.year)

    def apply(self, dossier: Dossier) -> Dossier:
        def moved(figures: YearFigures) -> YearFigures:
            return replace(
                figures,
                **{
                    field: (getattr(figures, field) or 0) + sign * self.amount
                    for field, sign in self.lever.moves.items()
                },
            )

        return _with_figures(dossier, self.year, moved)

    def zh(self) -> str:
        verb = "减少" if -1 in self.lever.moves.values() else "增加"
        amount = f"{self.amount} 人" if self.lever.unit is Unit.COUNT else shown(Fraction(self.amount), Unit.MONEY)
        return f"{self.year} 年{self.lever.zh}{verb} {amount}"


@dataclass(frozen=True, slots=True)
class RecordFigure:
    """A figure that nobody has written down; `value` is one that would do."""

    field: str
    year: int
    value: int
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("figure", self.field, self.year)

    def apply(self, dossier: Dossier) -> Dossier:
        return _with_figures(dossier, self.year, lambda figures: replace(figures, **{self.field: self.value}))

    def zh(self) -> str:
        return f"补录 {self.year} 年{FIELDS[self.field].zh}"


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
            return replace(dossier, quality=(dossier.quality or frozenset()) | {part})
        if part:
            return replace(dossier, **{group: replace(getattr(dossier, group), **{part: self.value})})
        return replace(dossier, **{self.field: self.value})

    def zh(self) -> str:
        field = FIELDS[self.field]
        verb = "核实" if self.effort is Effort.RECORD else "取得"
        return f"{verb}“{field.zh}”：{self.sign}{_value(self.field, self.value)}"


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

    def zh(self) -> str:
        if self.effort is Effort.OBTAIN:
            return f"{self.year} 年专精特新发展评价得分达到 {shown(self.least, Unit.POINTS)}"
        return f"补录 {self.year} 年专精特新发展评价得分（须 ≥ {shown(self.least, Unit.POINTS)}）"


@dataclass(frozen=True, slots=True)
class AddProperty:
    """More items of intellectual property that count; `known` says that the list was complete, so they are new."""

    items: tuple[IntellectualProperty, ...]
    words: str
    effort: Effort

    @property
    def key(self) -> tuple[Any, ...]:
        return ("property", self.words, self.effort)

    def apply(self, dossier: Dossier) -> Dossier:
        return replace(dossier, intellectual_property=(*(dossier.intellectual_property or ()), *self.items))

    def zh(self) -> str:
        verb = "补录" if self.effort is Effort.RECORD else "再有"
        return f"{verb} {len(self.items)} 项{self.words}"


@dataclass(frozen=True, slots=True)
class SettleProperty:
    """Items already listed, with what was unknown about them settled so that they count."""

    settled: tuple[tuple[int, IntellectualProperty], ...]
    words: str
    effort: Effort = Effort.RECORD

    @property
    def key(self) -> tuple[Any, ...]:
        return ("settle", self.words)

    def apply(self, dossier: Dossier) -> Dossier:
        items = list(dossier.intellectual_property or ())
        for place, item in self.settled:
            items[place] = item
        return replace(dossier, intellectual_property=tuple(items))

    def zh(self) -> str:
        return f"核实已有 {len(self.settled)} 项{self.words}的待补属性（与主导产品相关、产生效益等）"


@dataclass(frozen=True, slots=True)
class AddEquity:
    """Equity of a qualified institution, paid in a year that is not over, or missing in the record."""

    paid_on: date
    amount: int
    effort: Effort

    @property
    def key(self) -> tuple[Any, ...]:
        return ("equity", self.paid_on.year)

    def apply(self, dossier: Dossier) -> Dossier:
        paid = EquityRound(self.paid_on, self.amount, qualified=True)
        return replace(dossier, equity_financing=(*(dossier.equity_financing or ()), paid))

    def zh(self) -> str:
        verb = "补录" if self.effort is Effort.RECORD else "新增"
        return f"{verb} {self.paid_on.year} 年合格机构股权融资 {shown(Fraction(self.amount), Unit.MONEY)}"


Change = Shift | RecordFigure | SetFact | RecordScore | AddProperty | SettleProperty | AddEquity
Changes = tuple[Change, ...]


def applied(dossier: Dossier, changes: Iterable[Change]) -> Dossier:
    """The facts after all changes."""
    for change in changes:
        dossier = change.apply(dossier)
    return dossier


def merged(first: Changes, second: Changes) -> Changes:
    """Both together; of one lever moved twice, or one list added to twice, the further move counts."""
    found: dict[tuple[Any, ...], Change] = {}
    for change in (*first, *second):
        known = found.get(change.key)
        if known is None or _reach(change) > _reach(known):
            found[change.key] = change
    return tuple(found.values())


def asks_no_more(less: Change, more: Change) -> bool:
    """Whether one change asks for something the other asks for as well, in whichever year."""
    if isinstance(less, AddProperty) and isinstance(more, AddProperty):
        return len(less.items) <= len(more.items) and _demands(less.items[0]) <= _demands(more.items[0])
    return _kind(less) == _kind(more)


def _kind(change: Change) -> tuple[Any, ...]:
    match change:
        case Shift():
            return ("shift", change.lever.id)
        case RecordFigure() | SetFact():
            return ("fact", change.field)
        case _:
            return (type(change).__name__,)


def _demands(item: IntellectualProperty) -> set[tuple[str, Any]]:
    flags = {("high_value", True)} if item.high_value else set()
    flags |= {("self_developed", True)} if item.self_developed else set()
    return {("class", item.property_class), *flags}


def size(change: Change) -> int:
    """How much of its own unit a change asks for; money and heads are not compared with each other."""
    return _reach(change) if isinstance(change, Shift | AddEquity | AddProperty) else 0


def demands(change: Change) -> int:
    """How much is asked of each item that is asked for."""
    return len(_demands(change.items[0])) if isinstance(change, AddProperty) else 0


def _reach(change: Change) -> Any:
    match change:
        case Shift() | AddEquity():
            return change.amount
        case AddProperty():
            return len(change.items)
        case SettleProperty():
            return len(change.settled)
        case RecordScore():
            return change.least
        case _:
            return 0


def _with_figures(dossier: Dossier, year: int, moved: Any) -> Dossier:
    present = next((one for one in dossier.figures if one.year == year), YearFigures(year))
    others = tuple(one for one in dossier.figures if one.year != year)
    return replace(dossier, figures=(*others, moved(present)))


def _value(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if FIELDS[field].kind is Kind.RATIO:
        return shown(value, Unit.RATIO)
    if isinstance(value, date):
        return value.isoformat()
    return words(field, value) if FIELDS[field].choices else str(value)

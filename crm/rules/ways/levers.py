"""How hard a change is, and what a lever is: one thing about an enterprise that may be brought further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from crm.rules.law.quantities import Unit

if TYPE_CHECKING:
    from crm.rules.ways.changes import Changes
    from crm.rules.ways.turns import Figures


class Effort(IntEnum):
    """How hard a change is, from the lightest."""

    WAIT = 0
    RECORD = 1
    OBTAIN = 2
    SPEND = 3


@dataclass(frozen=True, slots=True, eq=False)
class Movable:
    """Figures an enterprise can move within a year: each field with its direction; never beyond `ceiling`."""

    id: str
    zh: str
    moves: Mapping[str, int]
    ceiling: str | None = None
    unit: Unit = Unit.MONEY


MOVABLES = tuple(
    Movable(name, zh, MappingProxyType(moves), ceiling, unit)
    for name, zh, moves, ceiling, unit in (
        ("rd_expense", "研发费用", {"rd_expense": 1}, None, Unit.MONEY),
        ("net_profit", "净利润", {"net_profit": 1}, None, Unit.MONEY),
        ("rd_staff", "研发人员", {"rd_staff": 1}, "employees", Unit.COUNT),
        ("total_liabilities", "负债总额", {"total_liabilities": -1}, None, Unit.MONEY),
        ("main_revenue", "主营业务收入（营业收入不变）", {"main_revenue": 1}, "revenue", Unit.MONEY),
        ("sales", "主营业务收入和营业收入", {"main_revenue": 1, "revenue": 1}, None, Unit.MONEY),
    )
)


@dataclass(frozen=True, slots=True)
class Option:
    """One place a lever can be brought to; a greater `strength` never helps less, unless the lever cuts both ways."""

    strength: int
    effort: Effort
    changes: Changes


class Lever(Protocol):
    """One thing that may be brought further.

    `rank` says in which order levers are set, because the options of some depend on what others are set to; where
    `cuts_both_ways`, more of it may also spoil something. `rarity` is higher the less likely it is to come about.
    """

    @property
    def key(self) -> tuple[Any, ...]: ...

    @property
    def rank(self) -> int: ...

    @property
    def rarity(self) -> int: ...

    @property
    def cuts_both_ways(self) -> bool: ...

    @property
    def reads(self) -> tuple[tuple[str, int], ...]:
        """The figures, by field and year, on which the options depend."""

    def options(self, figures: Figures) -> list[Option]:
        """From the weakest to the strongest, with the figures as other levers set them; not moving it is no option."""

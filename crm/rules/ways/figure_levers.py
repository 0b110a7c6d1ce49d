"""Levers of yearly figures: of years that are not over they can be moved, and where nobody knows them, recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crm.rules.law.fields import FIELDS, FactKind
from crm.rules.law.nodes import Compare, Relation
from crm.rules.law.quantities import Unit
from crm.rules.ways.changes import RecordFigure, Shift
from crm.rules.ways.ground import Ground
from crm.rules.ways.levers import MOVABLES, Effort, Lever, Movable, Option
from crm.rules.ways.turns import Figures, flips, has_turned, margin, needs_of, relative_to

VAST = 10**14
"""Beyond a trillion yuan nothing is suggested."""

STEP = 10_000
"""Amounts in fen are whole hundreds of yuan, as people read 万元 with two decimals."""

EXAMPLE = {FactKind.MONEY: 1000 * 100 * STEP, FactKind.COUNT: 100}
"""What shares are read off while nothing at all is known of a figure; it is never said to anybody."""

BETTER_LOW = frozenset({"total_liabilities", "employees"})
PARTS = {"main_revenue": "revenue", "rd_staff": "employees"}
"""Figures that are never larger than their whole."""

ORDER = ("revenue", "total_assets", "employees", "main_revenue")
"""What others are measured by is set before them."""

HARDEST = ("rd_expense", "main_revenue", "total_liabilities", "sales", "rd_staff", "net_profit")


def step_of(field: str) -> int:
    return STEP if FIELDS[field].kind is FactKind.MONEY else 1


@dataclass(frozen=True, slots=True)
class ShiftLever:
    """Figures of one year that is not over, moved together."""

    movable: Movable
    ground: Ground
    year: int
    turns: tuple[Compare, ...]
    reads: tuple[tuple[str, int], ...]

    @property
    def key(self) -> tuple[Any, ...]:
        return ("shift", self.movable.id, self.year)

    @property
    def rank(self) -> int:
        return 1 if self.cuts_both_ways else 50 + self.ground.year - self.year

    @property
    def rarity(self) -> int:
        return HARDEST.index(self.movable.id)

    @property
    def cuts_both_ways(self) -> bool:
        return self.movable.id == "sales"

    def options(self, figures: Figures) -> list[Option]:
        step = STEP if self.movable.unit is Unit.MONEY else 1
        most = self._most(figures) // step
        steps = {first for turn in self.turns for first in self._firsts(turn, figures, most, step)}
        return [Option(one, Effort.SPEND, (Shift(self.movable, self.year, one * step),)) for one in sorted(steps)]

    def _firsts(self, turn: Compare, figures: Figures, most: int, step: int) -> Iterator[int]:
        """The first amount, in steps, at which a comparison that does not hold does."""
        if has_turned(turn, relative_to(figures, self.ground.year)):
            return
        moves = {(field, self.year): sign * step for field, sign in self.movable.moves.items()}

        def away(steps: int) -> int | None:
            moved = {key: figures[key] + by * steps for key, by in moves.items() if key in figures}
            return margin(turn, relative_to({**figures, **moved}, self.ground.year))

        yield from (first for _, first in flips(away, (0, most)))

    def _most(self, figures: Figures) -> int:
        """How far it can be moved: never below nothing, and no part beyond its whole."""
        field, sign = next(iter(self.movable.moves.items()))
        now = figures.get((field, self.year))
        whole = figures.get((self.movable.ceiling, self.year)) if self.movable.ceiling else None
        if now is None:
            return VAST if self.cuts_both_ways else 0
        if sign < 0:
            return max(now, 0)
        return VAST if whole is None else max(whole - now, 0)


@dataclass(frozen=True, slots=True)
class RecordLever:
    """One figure that nobody has written down."""

    field: str
    ground: Ground
    year: int
    turns: tuple[Compare, ...]
    reads: tuple[tuple[str, int], ...]

    @property
    def key(self) -> tuple[Any, ...]:
        return ("figure", self.field, self.year)

    @property
    def rank(self) -> int:
        place = ORDER.index(self.field) if self.field in ORDER else len(ORDER)
        return (2 if self.year == self.ground.year else 10) + place

    @property
    def rarity(self) -> int:
        return 0

    @property
    def cuts_both_ways(self) -> bool:
        """Revenue of Y does, and so do assets where they say how large an enterprise is."""
        if self.year != self.ground.year:
            return False
        return self.field == "revenue" or (self.field == "total_assets" and _sizes(self.turns, "total_assets"))

    @property
    def is_better_low(self) -> bool:
        """Of a year before Y only what others are measured by is read, but for research."""
        return self.field in BETTER_LOW or (
            self.year < self.ground.year and self.field in ("revenue", "main_revenue")
        )

    def options(self, figures: Figures) -> list[Option]:
        values = sorted(self._values(figures), reverse=self.is_better_low and not self.cuts_both_ways)
        return [
            Option(place, Effort.RECORD, (RecordFigure(self.field, self.year, value),))
            for place, value in enumerate(values, 1)
        ]

    def _values(self, figures: Figures) -> set[int]:
        """A likely value, and the first on the right side of every comparison that has two sides."""
        likely = self._within(likely_value(self.field, self.year, figures), figures)
        found = {likely}
        for turn in self.turns:
            found.update(first for _, first in self.flips(turn, figures, likely))
            if has_turned(turn, relative_to({**figures, (self.field, self.year): 0}, self.ground.year)):
                found.add(0)
        return {value for value in found if self._within(value, figures) == value and value >= 0}

    def flips(self, turn: Compare, figures: Figures, likely: int) -> Iterator[tuple[int, int]]:
        """The values on both sides of every place where the comparison turns."""
        step = step_of(self.field)

        def away(steps: int) -> int | None:
            return margin(turn, relative_to({**figures, (self.field, self.year): steps * step}, self.ground.year))

        for false, true in flips(away, (0, 1, max(likely // step, 1), VAST // step)):
            yield false * step, true * step

    def _within(self, value: int, figures: Figures) -> int:
        """The nearest value at which no part is larger than its whole."""
        step = step_of(self.field)
        whole = figures.get((PARTS[self.field], self.year)) if self.field in PARTS else None
        if whole is not None:
            value = min(value, whole // step * step)
        parts = [
            figures[part, self.year]
            for part, name in PARTS.items()
            if name == self.field and (part, self.year) in figures
        ]
        return max([value, *(-(-part // step) * step for part in parts)])


def _sizes(turns: tuple[Compare, ...], field: str) -> bool:
    return any(turn.metric.id == field and turn.relation is Relation.AT_MOST for turn in turns)


def likely_value(field: str, year: int, figures: Figures) -> int:
    """The value of the nearest year that is known, else of a like figure of the same year, else an example."""
    near = sorted(
        (abs(other - year), -other, value) for (name, other), value in figures.items() if name == field and value
    )
    like = {"total_assets": "revenue", "revenue": "main_revenue", "main_revenue": "revenue"}.get(field, field)
    found = near[0][2] if near else figures.get((like, year))
    return -(-found // step_of(field)) * step_of(field) if found else EXAMPLE[FIELDS[field].kind]


def figure_levers(ground: Ground, turns: tuple[Compare, ...]) -> list[Lever]:
    """A lever for every figure that matters on this ground and is not settled."""
    needed = list(dict.fromkeys((field, ground.year + away) for turn in turns for field, away in needs_of(turn)))
    figures = ground.figures
    records: list[Lever] = []
    for field, year in needed:
        if (field, year) not in figures:
            about = _about(turns, ground, {(field, year)})
            likes = tuple(key for key in needed if key[0] in (field, "revenue", "main_revenue", PARTS.get(field)))
            records.append(RecordLever(field, ground, year, about, (*_reads(about, ground), *likes)))
    return [*records, *_shifts(ground, turns, needed)]


def _shifts(ground: Ground, turns: tuple[Compare, ...], needed: list[tuple[str, int]]) -> Iterator[Lever]:
    for movable in MOVABLES:
        for year in sorted({year for field, year in needed if field in movable.moves}):
            moved = {(field, year) for field in movable.moves}
            is_last = year == ground.year or movable.id == "rd_expense"
            if year >= ground.movable_from and is_last and moved & ground.figures.keys():
                about = _about(turns, ground, moved)
                ceiling = ((movable.ceiling, year),) if movable.ceiling else ()
                yield ShiftLever(movable, ground, year, about, (*_reads(about, ground), *moved, *ceiling))


def _about(turns: tuple[Compare, ...], ground: Ground, keys: set[tuple[str, int]]) -> tuple[Compare, ...]:
    return tuple(turn for turn in turns if keys & set(_reads((turn,), ground)))


def _reads(turns: tuple[Compare, ...], ground: Ground) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys((field, ground.year + away) for turn in turns for field, away in needs_of(turn)))

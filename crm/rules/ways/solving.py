"""Sets of changes after which everything holds on one ground, of which no part would do and no amount could be less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import Any

from crm.rules.exact.conditions import inside, sizes_of, status_of
from crm.rules.exact.sight import Sight
from crm.rules.law.dossier import Dossier, YearFigures
from crm.rules.law.logic import Status
from crm.rules.law.nodes import Criterion, SmallerThan
from crm.rules.ways.changes import Changes, RecordFigure, Shift, apply_changes
from crm.rules.ways.ground import Ground
from crm.rules.ways.levers import Effort, Lever, Option
from crm.rules.ways.turns import figures_in

GATE = "gate."
Setting = dict[int, Option]
"""What each lever, by its place, is set to; the others are left alone."""

Bounds = Mapping[tuple[Any, ...], int]
"""By the key of a lever the strength it must stay below."""

NO_BOUNDS: Bounds = MappingProxyType({})


@dataclass(slots=True)
class Purse:
    """How many more times the whole rulebook may be read; `is_empty` says that a search was cut off."""

    remaining: int
    is_empty: bool = False

    def spend(self) -> bool:
        self.remaining -= 1
        self.is_empty = self.is_empty or self.remaining < 0
        return not self.is_empty


@dataclass(slots=True)
class Problem:
    """One rulebook on one ground with every lever that may be moved there."""

    criteria: list[Criterion]
    ground: Ground
    levers: tuple[Lever, ...]
    purse: Purse
    _order: tuple[int, ...] = field(init=False)
    _both: tuple[int, ...] = field(init=False)
    _apart: tuple[Criterion, ...] = field(init=False)
    _known: dict[tuple[Any, ...], list[Option]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._order = tuple(sorted(range(len(self.levers)), key=lambda place: self.levers[place].rank))
        self._both = tuple(place for place in self._order if self.levers[place].cuts_both_ways)
        read = {name for place in self._both for name, _ in self.levers[place].reads}
        self._apart = tuple(one for one in self.criteria if not read & figures_in(one))

    def holds(self, dossier: Dossier) -> bool:
        """Whether every criterion is met; what failed last is looked at first."""
        if not self.purse.spend():
            return False
        sight = self.ground.sight(dossier)
        for place, criterion in enumerate(self.criteria):
            if not is_fulfilled(criterion, sight):
                self.criteria.insert(0, self.criteria.pop(place))
                return False
        return True

    def solve(self, most: Effort, bounds: Bounds) -> Setting | None:
        """The levers set as little as suffices, with no change harder than `most`; None where nothing does."""
        setting = self.sufficient(most, bounds)
        return None if setting is None else self._weakened(setting, most, bounds)

    def sufficient(self, most: Effort, bounds: Bounds) -> Setting | None:
        """The levers at their strongest, if that suffices."""
        if self._is_hopeless(most, bounds):
            return None
        for chosen in self._both_ways(most, bounds):
            setting = self._strongest(chosen, most, bounds)
            if self.holds(self.dossier(setting)):
                return setting
        return None

    def farthest(self, most: Effort = Effort.SPEND, bounds: Bounds = NO_BOUNDS) -> Dossier:
        """The facts with every lever at its strongest, but for those that may spoil something."""
        return self.dossier(self._strongest({}, most, bounds, leave=frozenset(self._both)))

    def _is_hopeless(self, most: Effort, bounds: Bounds) -> bool:
        """Whether something fails that no lever that may spoil things could put right."""
        sight = self.ground.sight(self.farthest(most, bounds))
        return not all(is_fulfilled(one, sight) for one in self._apart)

    def dossier(self, setting: Setting) -> Dossier:
        """The facts after a setting; figures are gathered first, because nearly all changes are about them."""
        dossier = apply_changes(
            self.ground.dossier, (one for one in self.changes(setting) if not isinstance(one, Shift | RecordFigure))
        )
        years: dict[int, dict[str, Any]] = {}
        for (name, year), value in self.figures(setting).items():
            years.setdefault(year, {})[name] = value
        return replace(dossier, figures=tuple(YearFigures(year, **values) for year, values in years.items()))

    def figures(self, setting: Setting, leave: int | None = None) -> dict[tuple[str, int], int]:
        """The figures by field and year after a setting, but for one lever."""
        figures = dict(self.ground.figures)
        for place in self._order:
            for change in setting[place].changes if place in setting and place != leave else ():
                if isinstance(change, RecordFigure):
                    figures[change.field, change.year] = change.value
                elif isinstance(change, Shift):
                    for name, sign in change.lever.moves.items():
                        if (name, change.year) in figures:
                            figures[name, change.year] += sign * change.amount
        return figures

    def changes(self, setting: Setting) -> Changes:
        return tuple(change for place in self._order if place in setting for change in setting[place].changes)

    def options(self, place: int, setting: Setting, most: Effort, bounds: Bounds) -> list[Option]:
        """What a lever may be set to, given what the others are set to."""
        lever = self.levers[place]
        bound = bounds.get(lever.key)
        return [
            one
            for one in self._options(place, setting)
            if one.effort <= most and (bound is None or one.strength < bound)
        ]

    def _options(self, place: int, setting: Setting) -> list[Option]:
        lever = self.levers[place]
        figures = self.figures(setting, leave=place) if lever.reads else {}
        key = (place, *map(figures.get, lever.reads))
        if key not in self._known:
            self._known[key] = lever.options(figures)
        return self._known[key]

    def _both_ways(self, most: Effort, bounds: Bounds) -> Iterator[Setting]:
        """Every setting of the levers of which more may spoil something, little before much."""
        if not self._both:
            yield {}
            return
        full = self._strongest({}, most, bounds, leave=frozenset(self._both))
        choices = [self._turning(place, full, most, bounds) for place in self._both]
        for chosen in product(*choices):
            yield {place: option for place, option in zip(self._both, chosen, strict=True) if option is not None}

    def _turning(self, place: int, full: Setting, most: Effort, bounds: Bounds) -> list[Option | None]:
        """To leave it alone, and all options it has when the others are left alone or go all the way."""
        found = {
            (one.strength, one.changes): one
            for setting in ({}, full)
            for one in self.options(place, setting, most, bounds)
        }
        return [None, *sorted(found.values(), key=lambda one: one.strength)]

    def _strongest(
        self, chosen: Setting, most: Effort, bounds: Bounds, leave: frozenset[int] = frozenset()
    ) -> Setting:
        setting = dict(chosen)
        for place in self._order:
            if place in setting or place in leave or self.levers[place].cuts_both_ways:
                continue
            if options := self.options(place, setting, most, bounds):
                setting[place] = options[-1]
        return setting

    def _weakened(self, setting: Setting, most: Effort, bounds: Bounds) -> Setting:
        """Each lever in turn as little as suffices with the others as they are, the hardest and rarest first.

        Sales come last: the steps in which the others are set may leave a little of them to spare.
        """
        hardest = sorted(
            setting, key=lambda one: (-setting[one].effort, -self.levers[one].rarity, self.levers[one].rank)
        )
        sales = [place for place in hardest if self._is_sales(place, setting)]
        while True:
            for place in hardest:
                if place in setting and place not in sales:
                    setting = self._lowered(place, setting, most, bounds)
            fewer = setting
            for place in sales:
                fewer = self._sold_less(place, fewer, most, bounds)
            if fewer is setting:
                return setting
            setting = fewer

    def _is_sales(self, place: int, setting: Setting) -> bool:
        return self.levers[place].cuts_both_ways and setting[place].effort is Effort.SPEND

    def _lowered(self, place: int, setting: Setting, most: Effort, bounds: Bounds) -> Setting:
        """One lever left out, or else as little as suffices."""
        others = {one: option for one, option in setting.items() if one != place}
        if self.holds(self.dossier(others)):
            return others
        options = sorted(self.options(place, others, most, bounds), key=lambda one: (one.effort, one.strength))
        found = (one for one in options if self.holds(self.dossier({**others, place: one})))
        return {**others, place: next(found, setting[place])}

    def _sold_less(self, place: int, setting: Setting, most: Effort, bounds: Bounds) -> Setting:
        """The same setting where less of what is sold would not do."""
        less = [one for one in self.options(place, setting, most, bounds) if one.strength < setting[place].strength]
        tried = ({**setting, place: one} for one in sorted(less, key=lambda one: one.strength))
        return next((one for one in tried if self.holds(self.dossier(one))), setting)


def is_fulfilled(criterion: Criterion, sight: Sight) -> bool:
    """Met; a mark in the gate that nobody knows of is to be confirmed and hinders no way."""
    status = status_of(criterion, sight)
    return status is Status.MET or (status is Status.UNKNOWN and is_to_confirm(criterion, sight))


def is_to_confirm(criterion: Criterion, sight: Sight) -> bool:
    """Whether it belongs to the gate and rests on something else than yearly figures."""
    if not criterion.id.startswith(GATE):
        return False
    return not (isinstance(inside(criterion), SmallerThan) and sizes_of(sight))

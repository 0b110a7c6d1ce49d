"""怎样够得上: the smallest sets of changes that would make an enterprise eligible, each checked by judging anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from crm.rules.exact.conditions import status_of
from crm.rules.exact.findings import Finding, Judgement, Verdict
from crm.rules.exact.judging import judge_seen
from crm.rules.law.dates import anniversary
from crm.rules.law.dossier import Dossier
from crm.rules.law.logic import Status
from crm.rules.law.nodes import Criterion
from crm.rules.law.problems import NoRulebookInForce
from crm.rules.law.rulebook import Purpose, Rulebook
from crm.rules.reading.library import Library
from crm.rules.ways.changes import Change, Changes, asks_no_more, merged
from crm.rules.ways.levers import Effort
from crm.rules.ways.mending import Ground, mends
from crm.rules.ways.mending_scores import cost

GATE = "gate."
MOST_WAYS = 6
MOST_STEPS = 120
MOST_TRIED = 7
MOST_YEARS = 2
"""How many new years are looked ahead: with two, every figure of two years is still open."""


@dataclass(frozen=True, slots=True)
class Way:
    """Changes after which the verdict on `as_of` is eligible, and no part of them would do.

    `waits` says that the day lies ahead; `assumed_years` are taken to be like the year before (policy 2.10).
    """

    changes: Changes
    as_of: date
    waits: bool
    assumed_years: tuple[int, ...]

    @property
    def effort(self) -> Effort:
        """How hard the hardest part is."""
        return max((change.effort for change in self.changes), default=Effort.WAIT)

    def zh(self) -> tuple[str, ...]:
        """Each step in words, those of a year in the order of the years."""
        wait = (f"等到 {self.as_of.isoformat()}",) if self.waits else ()
        return (*wait, *(change.zh() for change in sorted(self.changes, key=lambda one: getattr(one, "year", 0))))


@dataclass(frozen=True, slots=True)
class Ways:
    """What was found: `ways` from the lightest.

    `to_confirm` must hold in any case and is nobody's to change; `blocked` is what neither time nor the enterprise
    could honestly bring about.
    """

    ways: tuple[Way, ...]
    to_confirm: tuple[Finding, ...]
    blocked: tuple[Finding, ...]


def ways_up(
    library: Library, target: str, dossier: Dossier, *, as_of: date, purpose: Purpose | str = Purpose.NEW
) -> Ways:
    """Search from a day on: at once, on the days when time alone changes something, and after the turn of the year."""
    judgement = _judged(library, target, Purpose(purpose), _ground(library, target, dossier, as_of, as_of))
    if judgement is None or judgement.verdict is Verdict.ELIGIBLE:
        return Ways((), (), ())
    to_confirm = tuple(one for one in judgement.unknown if _is_gate(one))
    if any(_is_gate(one) for one in judgement.unmet):
        return Ways((), to_confirm, tuple(one for one in judgement.unmet if _is_gate(one)))
    ways: tuple[Way, ...] = ()
    for days in _horizons(judgement, dossier, as_of):
        grounds = [_ground(library, target, dossier, day, as_of) for day in days]
        ways = ways or _best(
            [
                way
                for ground in grounds
                for way in _found(library, target, Purpose(purpose), ground, as_of, _assumed(dossier, ground))
            ]
        )
    return Ways(ways, to_confirm, () if ways else _blocked(library, target, Purpose(purpose), dossier, as_of))


def _blocked(library: Library, target: str, purpose: Purpose, dossier: Dossier, as_of: date) -> tuple[Finding, ...]:
    """What would still stand in the way at the end of the years looked ahead, and has no mend."""
    far_off = _ground(library, target, dossier, date(as_of.year + MOST_YEARS, 1, 1), as_of)
    judgement = _judged(library, target, purpose, far_off)
    lacking = (*judgement.unmet, *judgement.unknown) if judgement else ()
    return tuple(one for one in lacking if not _is_gate(one) and not mends(one.node, far_off))


def _is_gate(finding: Finding) -> bool:
    return str(finding.id).startswith(GATE)


def _ground(library: Library, target: str, dossier: Dossier, day: date, as_of: date) -> Ground:
    """The facts as they would be seen on a day, with years that may still be to come like the year before."""
    for year in range(library.ladder.open_year(target, as_of), day.year):
        dossier = dossier.with_year_repeated(year)
    return Ground(dossier, day, library.sizing, open_year=as_of.year)


def _assumed(dossier: Dossier, ground: Ground) -> tuple[int, ...]:
    known = {one.year: one for one in dossier.figures}
    return tuple(sorted(one.year for one in ground.dossier.figures if one != known.get(one.year)))


def _judged(library: Library, target: str, purpose: Purpose, ground: Ground) -> Judgement | None:
    try:
        rulebook = library.rulebook_for(target, purpose, ground.day)
    except NoRulebookInForce:
        return None
    return judge_seen(rulebook, ground.sight, purpose)


def _horizons(judgement: Judgement, dossier: Dossier, as_of: date) -> list[list[date]]:
    """Days on which to look, one year's after the other's: at once, when time alone brings something, at new year.

    A later year is looked at only when the years before offer nothing.
    """
    days = {as_of, *(one.met_on for one in judgement.unmet if one.met_on)}
    for item in dossier.intellectual_property or ():
        if item.transferred_in_on:
            days.add(anniversary(item.transferred_in_on, 1))
    new_years = [date(as_of.year + years, 1, 1) for years in range(1, MOST_YEARS + 1)]
    bounds = [as_of, *new_years]
    return [
        sorted({day for day in days if first <= day < last} | {last})
        for first, last in zip(bounds, new_years, strict=False)
    ]


def _found(
    library: Library, target: str, purpose: Purpose, ground: Ground, as_of: date, assumed: tuple[int, ...]
) -> Iterator[Way]:
    try:
        rulebook = library.rulebook_for(target, purpose, ground.day)
    except NoRulebookInForce:
        return
    for changes in _Search(rulebook, purpose, ground).minimal():
        yield Way(changes, ground.day, ground.day > as_of, assumed)


class _Search:
    """Mends one criterion after the other, judging anew each time, because one change may spoil another criterion."""

    def __init__(self, rulebook: Rulebook, purpose: Purpose, ground: Ground) -> None:
        self.rulebook, self.purpose, self.ground = rulebook, purpose, ground
        self.steps = 0

    def minimal(self) -> list[Changes]:
        """Sets of which no part suffices, the lightest first."""
        found = {self._smallest(changes) for changes in self._sets((), self.ground)}
        return sorted(found, key=cost)

    def _sets(self, changes: Changes, ground: Ground) -> Iterator[Changes]:
        self.steps += 1
        lacking = next(self._lacking(ground), None)
        if lacking is None:
            yield changes
            return
        if self.steps > MOST_STEPS:
            return
        for more in sorted(mends(lacking, ground), key=cost):
            together = merged(changes, more)
            if together != changes:
                yield from self._sets(together, self.ground.after(together))

    def _lacking(self, ground: Ground) -> Iterator[Criterion]:
        sight = ground.sight
        for criterion in self.rulebook.criteria[self.purpose]:
            if not criterion.id.startswith(GATE) and status_of(criterion, sight) is not Status.MET:
                yield criterion

    def _suffices(self, changes: Iterable[Change]) -> bool:
        return next(self._lacking(self.ground.after(changes)), None) is None

    def _smallest(self, changes: Changes) -> Changes:
        """Leave out what is not needed, the hardest first; of what is left, every part is tried."""
        kept = changes
        for change in sorted(changes, key=lambda one: -one.effort):
            fewer = tuple(one for one in kept if one is not change)
            kept = fewer if self._suffices(fewer) else kept
        if len(kept) > MOST_TRIED:
            return kept
        parts = (part for number in range(len(kept)) for part in combinations(kept, number))
        return next((part for part in parts if self._suffices(part)), kept)


def _best(found: list[Way]) -> tuple[Way, ...]:
    """The lightest ways; one that asks for the same and more, or for the same later, is left out."""
    kept: list[Way] = []
    for way in sorted(found, key=lambda one: (cost(one.changes), one.as_of)):
        if not any(_covers(other.changes, way.changes) for other in kept):
            kept.append(way)
    return tuple(kept[:MOST_WAYS])


def _covers(less: Changes, more: Changes) -> bool:
    """Whether everything one way asks for is asked for by the other as well."""
    return all(any(asks_no_more(one, other) for other in more) for one in less)

"""怎样够得上: the smallest sets of changes that would make an enterprise eligible, each checked by judging anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm.rules.exact.findings import Finding, Judgement, Verdict
from crm.rules.exact.judging import explain, judge_seen
from crm.rules.law.dossier import Dossier
from crm.rules.law.problems import NoRulebookInForce
from crm.rules.law.rulebook import Purpose, Rulebook
from crm.rules.reading.library import Library
from crm.rules.ways.changes import apply_changes
from crm.rules.ways.fact_levers import fact_levers
from crm.rules.ways.figure_levers import RecordLever, figure_levers
from crm.rules.ways.ground import Ground, days_to_look, ground_on, patient
from crm.rules.ways.levers import Effort
from crm.rules.ways.list_levers import list_levers
from crm.rules.ways.solving import Bounds, Problem, Purse, Setting, is_fulfilled, is_to_confirm
from crm.rules.ways.terms import with_terms
from crm.rules.ways.turns import figure_turns, pieces_of
from crm.rules.ways.way import Later, Way, Ways, days_left, lightest, size_of

MOST_WAYS = 3
MOST_YEARS = 2
"""How many new years are looked ahead: with two, every figure of two years is still open."""

MOST_READINGS = 1200
"""How often a rulebook is read in one search; what is beyond that is not looked at, and the answer says so."""

MOST_TURNINGS = 7
"""How many other ways are looked for on a day that offers one."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked: one enterprise, one title, from one day on."""

    library: Library
    target: str
    purpose: Purpose
    dossier: Dossier
    today: date
    purse: Purse

    def ground(self, day: date) -> Ground:
        return ground_on(day, self.library, self.target, self.dossier, self.today)

    def rulebook(self, day: date) -> Rulebook | None:
        try:
            return self.library.rulebook_of(self.target, self.purpose, self.dossier.recognitions or (), day)
        except NoRulebookInForce:
            return None

    def judge(self, day: date, dossier: Dossier) -> Judgement | None:
        rulebook = self.rulebook(day)
        return None if rulebook is None else judge_seen(rulebook, self.ground(day).sight(dossier), self.purpose)

    def days(self, years: int) -> list[date]:
        last = date(self.today.year + years, 1, 1)
        if self.purpose is Purpose.REVIEW:
            last = min(last, self._last_day_of_title() or last)
        return days_to_look(self.library, self.target, self.purpose, self.dossier, self.today, last)

    def _last_day_of_title(self) -> date | None:
        """A review is over when its title is."""
        held = [one.expires_on for one in self.dossier.recognitions or () if one.tier == self.target]
        return max((day for day in held if day >= self.today), default=None)

    def problem(self, ground: Ground) -> Problem | None:
        rulebook = self.rulebook(ground.day)
        if rulebook is None:
            return None
        pieces = tuple(pieces_of(rulebook, self.purpose))
        code = ground.dossier.industry
        turns = figure_turns(pieces, None if code is None else self.library.sizing.industry(code))
        levers = (
            *figure_levers(ground, turns),
            *fact_levers(ground, pieces),
            *list_levers(ground, pieces, self.library.ladder),
        )
        return Problem(list(rulebook.criteria[self.purpose]), ground, levers, self.purse)

    def way(self, problem: Problem, setting: Setting) -> Way:
        ground, changes = problem.ground, with_terms(problem, setting)
        return Way(
            changes,
            ground.day,
            waits=ground.day > self.today,
            assumed_years=ground.assumed_years,
            rulebook=self.rulebook(ground.day),
            hurried=days_left(changes, self.today),
        )


def ways_up(
    library: Library, target: str, dossier: Dossier, *, as_of: date, purpose: Purpose | str = Purpose.NEW
) -> Ways:
    """Search from a day on: at once, and on the days on which time alone changes something."""
    search = Search(library, target, Purpose(purpose), dossier, as_of, Purse(MOST_READINGS))
    judgement = search.judge(as_of, dossier)
    if judgement is not None and judgement.verdict is Verdict.ELIGIBLE:
        return Ways((), (), ())
    ways = _with_patience(search, _ways(search, search.days(MOST_YEARS)))
    return Ways(
        tuple(replace(way, later=_later(search, way)) for way in ways),
        () if judgement is None else _to_confirm(judgement),
        () if ways else _blocked(search),
        search.purse.is_empty,
    )


def _ways(search: Search, days: list[date], *, is_patient: bool = False) -> list[Way]:
    """The lightest ways of all days: a later day is of use where it is lighter, or where a new year counts."""
    found: list[Way] = []
    for day in days:
        ground = search.ground(day)
        problem = search.problem(patient(ground) if is_patient else ground)
        best = min((way.effort for way in found), default=None)
        if problem is None or best is Effort.WAIT:
            continue
        is_new_year = (day.month, day.day) == (1, 1)
        most = Effort.SPEND if best is None or (best is Effort.SPEND and is_new_year) else Effort(best - 1)
        found += [search.way(problem, setting) for setting in _settings(problem, most)]
    return lightest(found, size_of(search.dossier))


def _settings(problem: Problem, most: Effort) -> Iterator[Setting]:
    """The lightest setting, and others in which some lever of an earlier one goes less far."""
    waiting: list[tuple[Effort, Bounds]] = [(Effort.WAIT, {})]
    for _ in range(MOST_TURNINGS):
        if not waiting:
            return
        least, bounds = waiting.pop(0)
        setting = _lightest_setting(problem, least, most, bounds)
        if setting is None:
            continue
        yield setting
        effort = max((one.effort for one in setting.values()), default=Effort.WAIT)
        waiting += [
            (effort, {**bounds, problem.levers[place].key: option.strength})
            for place, option in sorted(setting.items(), key=lambda one: -one[1].effort)
            if not isinstance(problem.levers[place], RecordLever)
        ]


def _lightest_setting(problem: Problem, least: Effort, most: Effort, bounds: Bounds) -> Setting | None:
    """What would not do with the hardest changes will not do with lighter ones."""
    if problem.sufficient(most, bounds) is None:
        return None
    efforts = (effort for effort in Effort if least <= effort <= most)
    return next((one for effort in efforts if (one := problem.solve(effort, bounds)) is not None), None)


def _with_patience(search: Search, ways: list[Way]) -> list[Way]:
    """The lightest; beside one that wants money spent in the last days of a year, the lightest that lets them pass."""
    shown = ways[:MOST_WAYS]
    spending = [way for way in shown if way.effort is Effort.SPEND]
    if not spending or any(way.hurried is None for way in spending):
        return shown
    days = [day for day in search.days(MOST_YEARS + 1) if day.year >= search.today.year + 2]
    calm = next(iter(_ways(search, days, is_patient=True)), None)
    if calm is None or calm.effort is not Effort.SPEND:
        return shown
    return [*shown[: MOST_WAYS - 1], calm]


def _to_confirm(judgement: Judgement) -> tuple[Finding, ...]:
    return tuple(one for one in judgement.unknown if is_to_confirm(one.node, one.sight))  # type: ignore[arg-type]


def _blocked(search: Search) -> tuple[Finding, ...]:
    """What would still stand in the way on the last day with every lever moved as far as it goes."""
    for day in reversed(search.days(MOST_YEARS)):
        problem = search.problem(search.ground(day))
        if problem is not None:
            sight = problem.ground.sight(problem.farthest())
            return tuple(explain(one, sight) for one in problem.criteria if not is_fulfilled(one, sight))
    return ()


def _later(search: Search, way: Way) -> Later | None:
    """What the next version of the rules would still ask of an enterprise that went this way, within a year of it."""
    begins = [
        (period.since, book)
        for book in search.library.rulebooks.values()
        if book.target == search.target and (period := book.in_force.get(search.purpose)) is not None and period.since
    ]
    for since, book in sorted(begins, key=lambda one: one[0]):
        if way.as_of < since <= way.as_of + timedelta(days=365):
            ground = search.ground(since)
            judgement = judge_seen(book, ground.sight(apply_changes(ground.dossier, way.changes)), search.purpose)
            lacking = tuple(
                one for one in (*judgement.unmet, *judgement.unknown) if not str(one.id).startswith("gate.")
            )
            return Later(book, since, lacking)
    return None

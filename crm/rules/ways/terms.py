"""How much a recorded figure would have to be: as an amount, or by another figure that is recorded as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from crm.rules.law.dossier import Dossier
from crm.rules.law.nodes import Compare, Relation
from crm.rules.law.quantities import Unit, show_number
from crm.rules.ways.changes import Change, Changes, RecordFigure, apply_changes
from crm.rules.ways.figure_levers import RecordLever
from crm.rules.ways.ground import figures_of
from crm.rules.ways.solving import Problem, Setting
from crm.rules.ways.turns import Figures, has_turned, needs_of, relative_to

SIGNS = {Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤"}


def with_terms(problem: Problem, setting: Setting) -> Changes:
    """The changes of a setting, in which every recorded figure says which values would do."""
    changes = problem.changes(setting)
    levers = {lever.key: lever for lever in problem.levers if isinstance(lever, RecordLever)}
    recorded = [(one.field, one.year) for one in changes if isinstance(one, RecordFigure)]
    worded: list[Change] = []
    for change in changes:
        if isinstance(change, RecordFigure):
            before = frozenset(recorded[: recorded.index((change.field, change.year))])
            after = frozenset(recorded) - before - {(change.field, change.year)}
            change = replace(change, terms=tuple(_terms(problem, changes, change, levers[change.key], before, after)))
        worded.append(change)
    return tuple(worded)


def _terms(
    problem: Problem,
    changes: Changes,
    change: RecordFigure,
    lever: RecordLever,
    before: frozenset[tuple[str, int]],
    after: frozenset[tuple[str, int]],
) -> Iterator[str]:
    """What may not be missed; what also rests on a figure recorded after this one is said with that one."""
    figures = figures_of(apply_changes(problem.ground.dossier, changes))
    year = problem.ground.year
    amounts: dict[str, int] = {}
    for turn in _needed(problem, changes, change, lever, figures):
        others = {(field, year + away) for field, away in needs_of(turn)} - {(change.field, change.year)}
        if others & after:
            continue
        if others & before:
            yield _by_another(turn)
            continue
        for false, true in _limits(lever, turn, figures, change):
            sign = "≥" if true > false else "≤"
            amounts[sign] = max(true, amounts.get(sign, 0)) if sign == "≥" else min(true, amounts.get(sign, true))
    yield from (f"{sign} {_amount(change.field, value)}" for sign, value in amounts.items())


def _needed(
    problem: Problem, changes: Changes, change: RecordFigure, lever: RecordLever, figures: Figures
) -> list[Compare]:
    """The comparisons that hold with the value and without which the way would not lead up."""
    found = []
    for turn in lever.turns:
        if not has_turned(turn, relative_to(figures, problem.ground.year)):
            continue
        wrong = [false for false, _ in _limits(lever, turn, figures, change)]
        if any(not problem.holds(_with(problem, changes, change, value)) for value in wrong):
            found.append(turn)
    return found


def _limits(lever: RecordLever, turn: Compare, figures: Figures, change: RecordFigure) -> Iterator[tuple[int, int]]:
    """Both sides of every limit; that a base is more than nothing goes without saying."""
    return ((false, true) for false, true in lever.flips(turn, figures, change.value) if false > 0)


def _with(problem: Problem, changes: Changes, change: RecordFigure, value: int) -> Dossier:
    other = tuple(replace(one, value=value) if one is change else one for one in changes)
    return apply_changes(problem.ground.dossier, other)


def _by_another(turn: Compare) -> str:
    return f"使{turn.metric.zh} {SIGNS[turn.relation]} {show_number(turn.limit, turn.metric.unit)}"


def _amount(field: str, value: int) -> str:
    metric: Any = Unit.COUNT if field in ("employees", "rd_staff") else Unit.MONEY
    text = show_number(Fraction(value), metric)
    return text.replace("项", "人")

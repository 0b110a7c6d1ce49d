"""Everything that is wrong with the ways found for one dossier; nothing where they are what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.rules.ways.checker.brute import LEVELS, OBTAIN, OBTAINED, RECORD, SPEND, is_open, lightest
from tests.rules.ways.checker.days import days_to_try
from tests.rules.ways.checker.question import HEADS, Dossier, Question, figures_of, on_day, suffices
from tests.rules.ways.checker.steps import done, one_less

WHOLES = (("main_revenue", "revenue"), ("rd_staff", "employees"))
FEW_DAYS = 60
TERM = re.compile(r"([≥≤]) ([0-9.]+) (万元|人)")


def faults_of(question: Question, found: Any) -> list[str]:
    """Each fault in words; `found` is what the search said."""
    return [*_of_class(question, found), *(fault for way in found.ways for fault in _of_way(question, way))]


def _of_class(question: Question, found: Any) -> Iterator[str]:
    expected = lightest(question)
    if suffices(question, question.dossier, question.today):
        return
    if expected is None:
        if found.ways:
            yield f"a way where there is none: {found.ways[0].zh()}"
        return
    if not found.ways:
        yield f"no way, where class {expected[0]} suffices on {expected[1]}"
        return
    classes = [int(way.effort) for way in found.ways]
    if classes != sorted(classes) or len(classes) > 3:
        yield f"not from the lightest, or too many: {classes}"
    if classes[0] != expected[0]:
        yield f"class {classes[0]} where {expected[0]} suffices on {expected[1]}"
    elif classes[0] < SPEND and min(way.as_of for way in found.ways if way.effort == classes[0]) != expected[1]:
        yield f"not the least wait: {expected[1]} for class {expected[0]}"


def _of_way(question: Question, way: Any) -> Iterator[str]:
    steps = list(way.changes)
    ground = on_day(question, way.as_of)
    if not suffices(question, done(ground, steps), way.as_of):
        yield f"does not suffice: {way.zh()}"
        return
    for place, step in enumerate(steps):
        fewer = [*steps[:place], *steps[place + 1 :]]
        if suffices(question, done(ground, fewer), way.as_of):
            yield f"not needed: {step}"
        for less in one_less(step):
            if suffices(question, done(ground, [*steps[:place], less, *steps[place + 1 :]]), way.as_of):
                yield f"more than needed: {step}"
        yield from (f"not applicable, {why}: {step}" for why in _inapplicable(question, ground, step, way))
    yield from _of_waiting(question, way, steps)
    yield from _of_words(question, ground, way, steps)
    if _spends_in_last_days(question, way) is (way.hurried is None):
        yield f"spends in the last days of a year without a word: {way.zh()}"


def _of_waiting(question: Question, way: Any, steps: list[Any]) -> Iterator[str]:
    """No earlier day would do for the same steps; what is paid in later years does not count on it anyway."""
    for day in days_to_try(question):
        if day >= way.as_of:
            return
        if suffices(question, done(on_day(question, day), steps), day) and _is_over(steps, day):
            yield f"waits longer than needed: {day} would do for {way.zh()}"


def _is_over(steps: list[Any], day: date) -> bool:
    years = [step.year for step in steps if type(step).__name__ in ("Shift", "RecordScore", "RecordFigure")]
    years += [step.paid_on.year for step in steps if type(step).__name__ == "AddEquity"]
    return all(year <= day.year for year in years)


def _of_words(question: Question, ground: Dossier, way: Any, steps: list[Any]) -> Iterator[str]:
    after = done(ground, steps)
    for step in steps:
        if type(step).__name__ not in ("RecordFigure", "Shift"):
            continue
        figures = figures_of(after, step.year)
        known = {part for part, _ in _too_large(figures_of(ground, step.year))}
        for part, whole in _too_large(figures):
            if part not in known:
                yield f"{part} is larger than {whole}: {step}"
        if any(value is not None and value < 0 for name, value in figures.items() if name != "net_profit"):
            yield f"below nothing: {step}"
        for sign, number, unit in (term.groups() for one in getattr(step, "terms", ()) if (term := TERM.match(one))):
            limit = int(number) if unit == "人" else round(float(number) * 1_000_000)
            if not (step.value >= limit if sign == "≥" else step.value <= limit):
                yield f"says {sign} {number} and takes {step.value}: {step}"
    if any(text.startswith("补录") and " 0.01 万元" in text for text in way.zh()):
        yield f"an invented step: {way.zh()}"


def _too_large(figures: dict[str, int | None]) -> list[tuple[str, str]]:
    """Parts that are larger than their whole."""
    known = {name: value for name, value in figures.items() if value is not None}
    return [(part, whole) for part, whole in WHOLES if {part, whole} <= known.keys() and known[part] > known[whole]]


def _inapplicable(question: Question, ground: Dossier, step: Any, way: Any) -> Iterator[str]:
    kind, effort = type(step).__name__, int(step.effort)
    if kind == "Shift" and (step.year < question.today.year or step.year > way.as_of.year - 1):
        yield "a year that is over, or not looked at"
    if kind == "Shift" and all(figures_of(ground, step.year)[name] is None for name in step.lever.moves):
        yield "moves what is unknown"
    if kind == "AddEquity" and effort == SPEND and step.paid_on.year < question.today.year:
        yield "raised in a year that is over"
    if kind == "RecordFigure" and figures_of(ground, step.year)[step.field] is not None:
        yield "records what is known"
    if kind == "RecordFigure" and step.field in HEADS and step.value < 1:
        yield "nobody there"
    if kind == "SetFact":
        yield from _of_fact(ground, step, effort)


def _of_fact(ground: Dossier, step: Any, effort: int) -> Iterator[str]:
    group, _, part = step.field.partition(".")
    if group == "compliance":
        yield "a mark in the gate"
    known = _known(ground, group, part)
    if (effort == RECORD) is not (known is None):
        yield "recorded though known, or obtained though unknown"
    if effort == OBTAIN:
        allowed = part in OBTAINED or step.field in ("product_certification", "information_system", "digital_level")
        if not allowed and not (
            step.field == "rd_institution" and LEVELS.index(step.value) <= LEVELS.index("municipal")
        ):
            yield "nobody can decide on it"


def _known(ground: Dossier, group: str, part: str) -> Any:
    """A one-valued fact; a word that is not in an open list is not known."""
    if group == "quality":
        return part in (ground.get(group) or []) or (None if is_open(ground, group) else False)
    return (ground.get(group) or {}).get(part) if part else ground.get(group)


def _spends_in_last_days(question: Question, way: Any) -> bool:
    today = question.today
    if (date(today.year, 12, 31) - today).days >= FEW_DAYS:
        return False
    years = [step.year for step in way.changes if type(step).__name__ == "Shift"]
    years += [
        step.paid_on.year for step in way.changes if type(step).__name__ == "AddEquity" and int(step.effort) == SPEND
    ]
    return today.year in years

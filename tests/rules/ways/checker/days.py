"""Days on which the calendar alone may make something better: far more of them than are needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.rules.ways.checker.question import Question, review_day

RULES_BEGIN = (date(2022, 8, 1), date(2026, 4, 1), date(2027, 1, 1))


def days_to_try(question: Question) -> list[date]:
    """Today, every new year, every change of rules, and every anniversary of any date in the dossier.

    A review is over when its title is.
    """
    today, last = question.today, date(question.today.year + 2, 1, 1)
    if question.purpose == "review":
        last = min(last, review_day(question, today))
    found = {today, *RULES_BEGIN, *(date(today.year + years, 1, 1) for years in (1, 2))}
    for day in _dates(question.dossier):
        for year in range(today.year, last.year + 1):
            found.update(_around(day, year))
    return sorted(day for day in found if today <= day <= last)


def _around(day: date, year: int) -> Iterator[date]:
    try:
        yield day.replace(year=year)
    except ValueError:
        yield date(year, 3, 1)


def _dates(value: Any) -> Iterator[date]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _dates(one)
    elif isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        yield date.fromisoformat(value)

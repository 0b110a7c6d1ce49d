"""What stands over every page of one enterprise's record, and a change as a line of its history: plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from crm.enterprises.models import Enterprise
from crm.people import queries as people

_GROUPS = ((0, 2), (2, 8), (8, 17), (17, 18))


@dataclass(frozen=True, slots=True)
class EnterpriseHeading:
    """Who the page is about."""

    id: int
    name: str
    credit_code: str
    street: str | None
    industry: str | None
    deregistered_on: date | None


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One thing changed, from what to what; None before means that nothing was known."""

    what: Any
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What one person changed at once; `note` says on what it rests."""

    day: date
    who: str
    about: Any
    note: Any
    steps: list[HistoryStep]


def group_steps(steps: Iterable[tuple[tuple[date, str, Any, Any], HistoryStep]]) -> list[HistoryLine]:
    """Steps with the same day, person, subject and note that follow each other, as one line."""
    return [
        HistoryLine(day, who, about, note, [step for _key, step in one_act])
        for (day, who, about, note), one_act in groupby(steps, key=lambda pair: pair[0])
    ]


def heading(enterprise: Enterprise) -> EnterpriseHeading:
    """The heading of an enterprise's pages."""
    code = " ".join(enterprise.credit_code[first:last] for first, last in _GROUPS)
    return EnterpriseHeading(
        enterprise.id, enterprise.name, code, enterprise.street, enterprise.industry, enterprise.deregistered_on
    )


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int | None, str]:
    """The names of those who wrote; nobody is a dash (an import or the system)."""
    known: dict[int | None, str] = {None: "—"}
    return known | people.names(session, {one for one in ids if one is not None})


def writers(session: Session, rows: Sequence[Any], attribute: str) -> dict[int | None, str]:
    """The names of those who wrote the rows."""
    return names_of(session, (getattr(row, attribute) for row in rows))

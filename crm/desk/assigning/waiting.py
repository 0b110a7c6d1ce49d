"""Enterprises that wait for a steward, and the ones a manager has chosen to assign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Tier
from crm.cultivation.titles.tiers import rank_of, tier_of_rank, tier_rank
from crm.desk.lists.queries import Wanted
from crm.enterprises.models import Enterprise
from crm.enterprises.search.queries import matching
from crm.errors import CrmError
from crm.people.models import User
from crm.stewards.models import Assignment, QueueEntry
from crm.stewards.standing import NOBODY
from crm.working_days import between, is_provisional


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An enterprise in the queue."""

    id: int
    name: str
    street: str | None
    tier: Tier
    since: date
    due_on: date
    why: str
    by: str | None
    on: date

    @property
    def days(self) -> int:
        """Days it has been waiting."""
        return (self.on - self.since).days

    @property
    def days_late(self) -> int:
        """Working days beyond the clock of the queue; 0 while it runs."""
        return between(self.due_on, self.on)

    @property
    def is_provisional(self) -> bool:
        """Whether the day it is due may still move, because its year has no calendar yet."""
        return is_provisional(self.due_on.year)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An enterprise to be assigned, with who has it now; `seen` is what the manager decides upon."""

    id: int
    name: str
    tier: Tier
    steward_id: int | None
    steward: str | None
    since: date | None
    seen: int


def waiting(
    session: Session, within: ColumnElement[bool], wanted: Wanted, *, on: date, offset: int = 0, limit: int = 50
) -> tuple[list[WaitingRow], int]:
    """The queue, the one due first first; and how many wait in all."""
    rows = (
        select(Enterprise.id, Enterprise.name, Enterprise.street, tier_rank(on), QueueEntry, User.name)
        .join(QueueEntry, and_(QueueEntry.enterprise_id == Enterprise.id, QueueEntry.is_open))
        .outerjoin(User, User.id == QueueEntry.put_by)
        .where(within, *_conditions(wanted, on))
    )
    total = session.scalar(select(func.count()).select_from(rows.with_only_columns(Enterprise.id).subquery())) or 0
    ordered = rows.order_by(QueueEntry.due_on, QueueEntry.since, Enterprise.name).offset(offset).limit(limit)
    return [_waiting(found, on) for found in session.execute(ordered)], total


def chosen(session: Session, ids: Collection[int], within: ColumnElement[bool], *, on: date) -> Sequence[Chosen]:
    """The chosen enterprises by name; CrmError not_found when one is outside the scope."""
    rows = session.execute(
        select(
            Enterprise.id,
            Enterprise.name,
            tier_rank(on),
            Assignment.steward_id,
            User.name,
            Assignment.from_on,
            Assignment.id,
        )
        .outerjoin(Assignment, and_(Assignment.enterprise_id == Enterprise.id, Assignment.is_open))
        .outerjoin(User, User.id == Assignment.steward_id)
        .where(Enterprise.id.in_(ids), within)
        .order_by(User.name, Enterprise.name)
    ).all()
    if len(rows) != len(set(ids)):
        raise CrmError("not_found")
    return [
        Chosen(key, name, tier_of_rank(rank), steward_id, steward, since, seen or NOBODY)
        for key, name, rank, steward_id, steward, since, seen in rows
    ]


def _conditions(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.text:
        conditions.append(matching(wanted.text))
    if wanted.tier:
        conditions.append(tier_rank(on) == literal(rank_of(wanted.tier)))
    if wanted.street:
        conditions.append(Enterprise.street == wanted.street)
    if wanted.overdue:
        conditions.append(QueueEntry.due_on < on)
    return conditions


def _waiting(found: Any, on: date) -> WaitingRow:
    key, name, street, rank, entry, by = found
    return WaitingRow(key, name, street, tier_of_rank(rank), entry.since, entry.due_on, entry.why, by, on)

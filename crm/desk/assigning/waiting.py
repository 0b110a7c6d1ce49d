"""Enterprises that wait for a steward, and the ones a manager has chosen to assign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from crm.config.working_days import between, is_provisional
from crm.desk.lists.queries import CareFilter
from crm.enterprises.search.queries import matching
from crm.errors import CrmError
from crm.people.models import User
from crm.standings.models import Standing
from crm.standings.queries import of_standings
from crm.standings.rungs import LadderPlace, is_at, rung_of
from crm.stewards.models import Assignment, QueueEntry
from crm.stewards.standing import NOBODY


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An enterprise in the queue."""

    id: int
    name: str
    street: str | None
    tier: LadderPlace
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
class EnterpriseToAssign:
    """An enterprise to be assigned, with who has it now; `decided_on_id` is the assignment the manager decides upon."""

    id: int
    name: str
    street: str | None
    tier: LadderPlace
    steward_id: int | None
    steward: str | None
    since: date | None
    decided_on_id: int
    industry: str | None = None


def waiting(
    session: Session, within: ColumnElement[bool], wanted: CareFilter, *, on: date, offset: int = 0, limit: int = 50
) -> tuple[list[WaitingRow], int]:
    """The queue, the one due first first; and how many wait in all."""
    rows = (
        select(Standing, QueueEntry, User.name.label("by"))
        .join(QueueEntry, and_(QueueEntry.enterprise_id == Standing.enterprise_id, QueueEntry.is_open))
        .outerjoin(User, User.id == QueueEntry.put_by)
        .where(Standing.waiting_since.is_not(None), of_standings(within), *_conditions(wanted, on))
    )
    total = session.scalar(rows.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    ordered = rows.order_by(QueueEntry.due_on, QueueEntry.since, Standing.name).offset(offset).limit(limit)
    return [_waiting(*line, on) for line in session.execute(ordered).tuples()], total


def first_waiting(
    session: Session, within: ColumnElement[bool], wanted: CareFilter, *, on: date, limit: int
) -> tuple[list[int], int]:
    """The enterprises due first in the queue, and how many wait in all."""
    rows = (
        select(Standing.enterprise_id, func.count().over().label("total"))
        .join(QueueEntry, and_(QueueEntry.enterprise_id == Standing.enterprise_id, QueueEntry.is_open))
        .where(Standing.waiting_since.is_not(None), of_standings(within), *_conditions(wanted, on))
    )
    found = session.execute(rows.order_by(QueueEntry.due_on, QueueEntry.since, Standing.name).limit(limit)).all()
    return [row.enterprise_id for row in found], found[0].total if found else 0


def list_to_assign(
    session: Session, ids: Collection[int], within: ColumnElement[bool]
) -> Sequence[EnterpriseToAssign]:
    """The chosen enterprises by name; CrmError not_found when one is outside the scope."""
    rows = session.execute(
        select(Standing, User.name, Assignment.id)
        .outerjoin(Assignment, and_(Assignment.enterprise_id == Standing.enterprise_id, Assignment.is_open))
        .outerjoin(User, User.id == Standing.steward_id)
        .where(Standing.enterprise_id.in_(ids), of_standings(within))
        .order_by(User.name, Standing.name)
    ).all()
    if len(rows) != len(set(ids)):
        raise CrmError("not_found")
    return [
        EnterpriseToAssign(
            one.enterprise_id,
            one.name,
            one.street,
            rung_of(one),
            one.steward_id,
            steward,
            one.in_care_since,
            seen or NOBODY,
            one.industry,
        )
        for one, steward, seen in rows
    ]


def _conditions(wanted: CareFilter, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        conditions.append(of_standings(matching(wanted.text)))
    if wanted.tier:
        conditions.append(is_at(wanted.tier))
    if wanted.street:
        conditions.append(Standing.street == wanted.street)
    if wanted.overdue:
        conditions.append(Standing.waiting_due_on < on)
    return conditions


def _waiting(standing: Standing, entry: QueueEntry, by: str | None, on: date) -> WaitingRow:
    tier = rung_of(standing)
    key, name, street = standing.enterprise_id, standing.name, standing.street
    return WaitingRow(key, name, street, tier, entry.since, entry.due_on, entry.why, by, on)

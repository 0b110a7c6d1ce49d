"""The check of "exactly one steward": of several, of none, and of one who is not there any more."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from crm.cultivation.titles.tiers import in_pool
from crm.enterprises.models import Enterprise
from crm.people.models import Role, RoleGrant, User, UserState
from crm.stewards.models import Assignment, QueueEntry

_NAMED = 20
_IS_AWAITED = User.state == UserState.CANDIDATE
_STEWARDS = select(RoleGrant.user_id).where(RoleGrant.role == Role.STEWARD, RoleGrant.ended_on.is_(None))
_IS_GONE = (User.state == UserState.DISABLED) | ((User.state == UserState.ACTIVE) & User.id.not_in(_STEWARDS))


@dataclass(frozen=True, slots=True)
class StewardCheck:
    """What the check counted, and the first of the faulty enterprises; `queued` is a state of its own, no fault.

    `inactive` are in the care of somebody whose account is shut or who is no steward, `awaited` of a candidate.
    """

    several: int
    none: int
    queued: int
    queued_late: int
    inactive: int
    awaited: int
    faults: tuple[tuple[int, str], ...]


def check_stewards(session: Session, on: date) -> StewardCheck:
    """Count on a business date; all but the waiting are 0 unless the database was changed by hand."""
    with_several, with_none, with_inactive = _with_several(), _with_none(on), _held_by(_IS_GONE)
    waiting = select(func.count()).select_from(QueueEntry).where(QueueEntry.is_open)
    late, awaited = waiting.where(QueueEntry.due_on < on), _count(_held_by(_IS_AWAITED))
    numbers = (_count(with_several), _count(with_none), waiting, late, _count(with_inactive), awaited)
    counted = session.execute(select(*(number.scalar_subquery() for number in numbers))).one()
    faulty = with_several | with_none | with_inactive
    rows = select(Enterprise.id, Enterprise.name).where(faulty).order_by(Enterprise.name, Enterprise.id).limit(_NAMED)
    several, none, queued, queued_late, inactive, waiting_for = counted
    found = session.execute(rows).tuples().all() if several or none or inactive else ()
    return StewardCheck(several, none, queued, queued_late, inactive, waiting_for, tuple(found))


def _held_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    held = select(Assignment.enterprise_id).join(User, User.id == Assignment.steward_id)
    return Enterprise.id.in_(held.where(Assignment.is_open, condition))


def _with_several() -> ColumnElement[bool]:
    several = (
        select(Assignment.enterprise_id)
        .where(Assignment.is_open)
        .group_by(Assignment.enterprise_id)
        .having(func.count() > 1)
    )
    return Enterprise.id.in_(several)


def _with_none(on: date) -> ColumnElement[bool]:
    assigned = select(Assignment.enterprise_id).where(Assignment.is_open)
    queued = select(QueueEntry.enterprise_id).where(QueueEntry.is_open)
    return in_pool(on) & Enterprise.id.not_in(assigned) & Enterprise.id.not_in(queued)


def _count(found: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(func.count()).select_from(Enterprise).where(found)

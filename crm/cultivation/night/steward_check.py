"""The check of "exactly one steward": enterprises of the pool with several, or with none and not in the queue."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from crm.cultivation.titles.tiers import in_pool
from crm.enterprises.models import Enterprise
from crm.stewards.models import Assignment, QueueEntry

_NAMED = 20


@dataclass(frozen=True, slots=True)
class StewardCheck:
    """What the check counted, and the first of the faulty enterprises; `queued` is a state of its own, no fault."""

    several: int
    none: int
    queued: int
    queued_late: int
    faults: tuple[tuple[int, str], ...]


def check_stewards(session: Session, on: date) -> StewardCheck:
    """Count on a business date; `several` and `none` are always 0 unless the database was changed by hand."""
    with_several, with_none = _with_several(), _with_none(on)
    waiting = select(func.count()).select_from(QueueEntry).where(QueueEntry.is_open)
    numbers = (_count(with_several), _count(with_none), waiting, waiting.where(QueueEntry.due_on < on))
    counted = session.execute(select(*(number.scalar_subquery() for number in numbers))).one()
    rows = select(Enterprise.id, Enterprise.name).where(with_several | with_none).limit(_NAMED)
    found = session.execute(rows).tuples().all() if counted[0] or counted[1] else ()
    several, none, queued, queued_late = counted
    return StewardCheck(several, none, queued, queued_late, tuple(found))


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

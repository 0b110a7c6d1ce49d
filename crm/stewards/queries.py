"""Reads about stewardship, and the one scope function that limits what each person sees."""

from collections.abc import Collection
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.models import Role, User
from crm.people.person import Person
from crm.stewards.cover_life import state_on
from crm.stewards.models import Assignment, LeaveCover, QueueEntry
from crm.stewards.standing import Cover, CurrentCare, Tenure


def visible_to(person: Person, on: date) -> ColumnElement[bool]:
    """The condition on `Enterprise` for what this person may see on a business date.

    Managers see all; stewards what they look after and what they cover for a colleague on leave;
    handlers what is routed to their department, which is nothing while there are no demands; administrators nothing.
    """
    if person.has(Role.MANAGER):
        return true()
    conditions = []
    if person.has(Role.STEWARD):
        conditions.append(in_care_of(person.id, on))
    return or_(false(), *conditions)


def in_care_of(user_id: int, on: date) -> ColumnElement[bool]:
    """The condition on `Enterprise` for being looked after by this user, or by somebody they cover for that day."""
    return Enterprise.id.in_(_in_care_of(user_id, on))


def _in_care_of(user_id: int, on: date) -> Select[tuple[int]]:
    return select(Assignment.enterprise_id).where(
        Assignment.is_open, or_(Assignment.steward_id == user_id, Assignment.steward_id.in_(_covered_by(user_id, on)))
    )


def _covered_by(user_id: int, on: date) -> Select[tuple[int]]:
    return select(LeaveCover.steward_id).where(LeaveCover.cover_id == user_id, _runs(on))


def _runs(on: date) -> ColumnElement[bool]:
    """The condition on `LeaveCover` for a colleague standing in on a day."""
    return and_(LeaveCover.from_on <= on, LeaveCover.to_on >= on, LeaveCover.cancelled_on.is_(None))


def was_in_care_of(session: Session, enterprise_id: int, user_id: int, on: date) -> bool:
    """Whether this user ever looked after the enterprise until a day, as its steward or as a stand-in."""
    stood_in = exists().where(
        LeaveCover.cover_id == user_id,
        LeaveCover.steward_id == Assignment.steward_id,
        LeaveCover.from_on <= on,
        LeaveCover.to_on >= Assignment.from_on,
        or_(Assignment.to_on.is_(None), LeaveCover.from_on <= Assignment.to_on),
        or_(LeaveCover.cancelled_on.is_(None), LeaveCover.cancelled_on >= LeaveCover.from_on),
    )
    held = select(Assignment.id).where(
        Assignment.enterprise_id == enterprise_id, or_(Assignment.steward_id == user_id, stood_in)
    )
    return session.scalar(held.limit(1)) is not None


def stand_ins(session: Session, on: date) -> dict[int, int]:
    """For every steward on leave on a day: the colleague who stands in."""
    running = select(LeaveCover.steward_id, LeaveCover.cover_id).where(_runs(on))
    return {row.steward_id: row.cover_id for row in session.execute(running)}


def stewards_covered_by(session: Session, user_id: int, on: date) -> frozenset[int]:
    """The stewards for whom a colleague stands in on a day."""
    return frozenset(session.scalars(_covered_by(user_id, on)))


def enterprises_in_care(session: Session, user_id: int) -> int:
    """How many enterprises a steward looks after, without those covered for others."""
    own = select(func.count()).where(Assignment.steward_id == user_id, Assignment.is_open)
    return session.scalar(own) or 0


def assignments_of(session: Session, steward_id: int) -> dict[int, int]:
    """The enterprises a steward looks after now, each with its open assignment."""
    own = select(Assignment.enterprise_id, Assignment.id).where(
        Assignment.steward_id == steward_id, Assignment.is_open
    )
    return {row.enterprise_id: row.id for row in session.execute(own)}


def holders(session: Session, enterprise_ids: Collection[int]) -> dict[int, int]:
    """Who looks after each of these enterprises; those without a steward are left out."""
    held = select(Assignment.enterprise_id, Assignment.steward_id).where(
        Assignment.enterprise_id.in_(enterprise_ids), Assignment.is_open
    )
    return {row.enterprise_id: row.steward_id for row in session.execute(held)}


def releasers(session: Session, enterprise_ids: Collection[int]) -> dict[int, int]:
    """From whose care each of these enterprises came into the queue it waits in; those nobody had are left out."""
    came = select(Assignment.enterprise_id, Assignment.steward_id).join(
        QueueEntry, and_(QueueEntry.enterprise_id == Assignment.enterprise_id, QueueEntry.since == Assignment.to_on)
    )
    wanted = came.where(QueueEntry.is_open, Assignment.enterprise_id.in_(enterprise_ids)).order_by(Assignment.id)
    return {row.enterprise_id: row.steward_id for row in session.execute(wanted)}


def holders_on(session: Session, enterprise_ids: Collection[int], on: date) -> dict[int, int]:
    """Who looked after each of these enterprises at the end of a day; those nobody had are left out."""
    then = select(Assignment.enterprise_id, Assignment.steward_id).where(
        Assignment.enterprise_id.in_(enterprise_ids), _ran_on(on)
    )
    return {row.enterprise_id: row.steward_id for row in session.execute(then)}


def enterprises_of(session: Session, steward_id: int, on: date) -> list[int]:
    """The enterprises a steward looked after at the end of a day, in the order of their ids."""
    then = select(Assignment.enterprise_id).where(Assignment.steward_id == steward_id, _ran_on(on))
    return list(session.scalars(then.order_by(Assignment.enterprise_id)))


def _ran_on(on: date) -> ColumnElement[bool]:
    """The condition on `Assignment` for running at the end of a day; of a change of hands it is the later's day."""
    return and_(Assignment.from_on <= on, or_(Assignment.to_on.is_(None), Assignment.to_on > on))


def standing(session: Session, enterprise_id: int) -> CurrentCare:
    """Who looks after the enterprise now, or how long it has been waiting; raises CrmError not_found."""
    found = session.execute(_standing_of_one(), {"enterprise": enterprise_id}).one_or_none()
    if found is None:
        raise CrmError("not_found")
    name, assignment, steward_name, assigned_by, entry, put_by = found
    if assignment:
        held_by = assignment.id, assignment.steward_id, steward_name, False, assignment.from_on, None
        return CurrentCare(enterprise_id, name, *held_by, assigned_by, assignment.why)
    if entry:
        return CurrentCare(enterprise_id, name, None, None, None, True, entry.since, entry.due_on, put_by, entry.why)
    return CurrentCare(enterprise_id, name, None, None, None, False, None, None, None, None)


@cache
def _standing_of_one() -> Select[tuple[str, Assignment, str, str, QueueEntry, str]]:
    """Made once: a register or a split asks it for every enterprise, and making it takes longer than asking."""
    steward, actor, putter = aliased(User), aliased(User), aliased(User)
    return (
        select(Enterprise.name, Assignment, steward.name, actor.name, QueueEntry, putter.name)
        .select_from(Enterprise)
        .outerjoin(Assignment, and_(Assignment.enterprise_id == Enterprise.id, Assignment.is_open))
        .outerjoin(steward, steward.id == Assignment.steward_id)
        .outerjoin(actor, actor.id == Assignment.assigned_by)
        .outerjoin(QueueEntry, and_(QueueEntry.enterprise_id == Enterprise.id, QueueEntry.is_open))
        .outerjoin(putter, putter.id == QueueEntry.put_by)
        .where(Enterprise.id == bindparam("enterprise"))
        .execution_options(populate_existing=True)
    )


def history(session: Session, enterprise_id: int) -> list[Tenure]:
    """Everybody who ever looked after the enterprise and every time it waited, the newest first."""
    steward, began, ended = aliased(User), aliased(User), aliased(User)
    assigned = session.execute(
        select(Assignment, steward.name, began.name, ended.name)
        .join(steward, steward.id == Assignment.steward_id)
        .outerjoin(began, began.id == Assignment.assigned_by)
        .outerjoin(ended, ended.id == Assignment.ended_by)
        .where(Assignment.enterprise_id == enterprise_id)
    )
    waited = session.execute(
        select(QueueEntry, began.name)
        .outerjoin(began, began.id == QueueEntry.put_by)
        .where(QueueEntry.enterprise_id == enterprise_id)
    )
    found = [Tenure(name, one.from_on, one.to_on, by, one.why, end, one.end_why) for one, name, by, end in assigned]
    found += [Tenure(None, one.since, one.left_on, by, one.why, None, None) for one, by in waited]
    return sorted(found, key=lambda one: (one.to_on is None, one.from_on, one.to_on or one.from_on), reverse=True)


def covers(session: Session, *, on: date) -> list[Cover]:
    """Leave covers that are running or still to come, the earliest first."""
    open_on = and_(LeaveCover.cancelled_on.is_(None), LeaveCover.to_on >= on)
    return _covers(session, open_on, on)


def running_covers(session: Session, on: date) -> dict[int, Cover]:
    """The leave covers of a day, by the steward who is away."""
    return {one.steward_id: one for one in _covers(session, _runs(on), on)}


def cover(session: Session, cover_id: int, *, on: date) -> Cover:
    """One leave cover, also when it is over; raises CrmError not_found."""
    found = _covers(session, LeaveCover.id == cover_id, on)
    if not found:
        raise CrmError("not_found")
    return found[0]


def _covers(session: Session, condition: ColumnElement[bool], on: date) -> list[Cover]:
    away, acting = aliased(User), aliased(User)
    rows = session.execute(
        select(LeaveCover, away.name, acting.name)
        .join(away, away.id == LeaveCover.steward_id)
        .join(acting, acting.id == LeaveCover.cover_id)
        .where(condition)
        .order_by(LeaveCover.from_on, away.name)
    )
    return [
        Cover(one.id, one.steward_id, steward, by, one.from_on, one.to_on, one.why, state_on(one, on))
        for one, steward, by in rows
    ]


def cover_of(session: Session, steward_id: int, on: date) -> str | None:
    """Name of the colleague who acts for the steward on a day."""
    return session.scalar(
        select(User.name)
        .join(LeaveCover, LeaveCover.cover_id == User.id)
        .where(LeaveCover.steward_id == steward_id, _runs(on))
    )

"""Who looks after an enterprise: the queue, assigning, replacing, releasing. Leave cover is in `leave`."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.config.working_days import due
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.models import Role, User, UserState
from crm.stewards import queries
from crm.stewards.models import Assignment, QueueEntry
from crm.stewards.standing import NOBODY, CurrentCare

# The lock under which stewards are changed: a page asks for one enterprise's, a register for all of them.
STEWARDS = "stewards"


def enqueue(session: Session, enterprise_id: int, *, why: str, by: int | None, on: date) -> QueueEntry:
    """Let an enterprise without a steward wait for one, with a day by which it must be answered."""
    standing = _claim(session, enterprise_id)
    if standing.assignment_id or standing.queued:
        raise CrmError("already_cared_for", name=standing.enterprise)
    entry = _wait(session, enterprise_id, why=why, by=by, on=on)
    audit.record(session, by, "steward.awaited", f"enterprise:{enterprise_id}", due=entry.due_on)
    return entry


def assign(
    session: Session,
    enterprise_id: int,
    steward_id: int,
    *,
    why: str,
    by: int | None,
    on: date,
    expected: int | None = None,
) -> Assignment:
    """Make somebody the steward from `on`, in place of whoever was, as one act without a gap.

    `expected` is the assignment the person who decides has seen (`NOBODY` for none): when another one is open by
    now, somebody was faster and the CrmError says who, when and why. None asks for no such check.
    """
    standing = _claim(session, enterprise_id, expected)
    steward = active_steward(session, steward_id)
    assignment = _place(session, standing, steward, why=why, by=by, on=on)
    audit.record(
        session,
        by,
        "steward.assigned",
        f"enterprise:{enterprise_id}",
        steward=steward_id,
        replaced=standing.steward_id,
        on=on,
    )
    return assignment


def assign_many(
    session: Session, seen: Mapping[int, int], steward_id: int, *, why: str, by: int, on: date
) -> list[Assignment]:
    """Assign several enterprises to one steward: all of them or, when one was taken meanwhile, none.

    `seen` maps each enterprise to the assignment that was shown for it, `NOBODY` for none. What the steward looks
    after already stays as it is.
    """
    if not seen:
        raise CrmError("nothing_chosen")
    standings = [_claim(session, enterprise_id, seen[enterprise_id]) for enterprise_id in sorted(seen)]
    steward = active_steward(session, steward_id)
    others = [standing for standing in standings if standing.steward_id != steward.id]
    if not others:
        raise CrmError("already_the_steward", name=steward.name, enterprise=standings[0].enterprise)
    placed = [_place(session, standing, steward, why=why, by=by, on=on) for standing in others]
    audit.record(
        session,
        by,
        "steward.assigned",
        f"user:{steward_id}",
        on=on,
        replaced={str(standing.enterprise_id): standing.steward_id for standing in others},
    )
    return placed


def release(
    session: Session, enterprise_id: int, *, why: str, by: int, on: date, expected: int | None = None
) -> QueueEntry:
    """Take the enterprise from its steward and let it wait in the queue, with reason and clock."""
    standing = _claim(session, enterprise_id, expected)
    if not standing.assignment_id:
        raise CrmError("no_steward_to_release", name=standing.enterprise)
    _end(session, standing, why=why, by=by, on=on)
    entry = _wait(session, enterprise_id, why=why, by=by, on=on)
    audit.record(
        session, by, "steward.released", f"enterprise:{enterprise_id}", steward=standing.steward_id, due=entry.due_on
    )
    return entry


def release_all(session: Session, steward_id: int, *, why: str, by: int | None, on: date) -> list[int]:
    """Let everything wait in the queue that somebody looks after; returns the enterprises."""
    serialise(session, STEWARDS)
    held = sorted(queries.assignments_of(session, steward_id))
    for enterprise_id in held:
        _end(session, queries.standing(session, enterprise_id), why=why, by=by, on=on)
        _wait(session, enterprise_id, why=why, by=by, on=on)
    if held:
        audit.record(session, by, "steward.released", f"user:{steward_id}", enterprises=held)
    return held


def end_care(session: Session, enterprise_id: int, *, why: str, by: int | None, on: date) -> None:
    """Nobody looks after an enterprise that no longer exists: its assignment or its waiting ends."""
    standing = _claim(session, enterprise_id)
    _end(session, standing, why=why, by=by, on=on)
    audit.record(session, by, "steward.ended", f"enterprise:{enterprise_id}", steward=standing.steward_id)


def active_steward(session: Session, user_id: int) -> User:
    """The user, if enterprises may be given to them: never to somebody disabled, not yet active, or no steward.

    Asked behind the lock on stewards, it sees what an administrator has done meanwhile.
    """
    user = people.get(session, user_id)
    session.refresh(user)
    if user.state is not UserState.ACTIVE:
        raise CrmError("steward_inactive", name=user.name)
    if Role.STEWARD not in people.roles_of(session, user_id):
        raise CrmError("not_a_steward", name=user.name)
    return user


def _claim(session: Session, enterprise_id: int, expected: int | None = None) -> CurrentCare:
    """Be alone with the enterprise until the commit, and see who looks after it now."""
    serialise(session, f"steward of {enterprise_id}", among=STEWARDS)
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    standing = queries.standing(session, enterprise_id)
    if expected is not None and expected != (standing.assignment_id or NOBODY):
        raise _taken(standing)
    return standing


def _place(
    session: Session, standing: CurrentCare, steward: User, *, why: str, by: int | None, on: date
) -> Assignment:
    if standing.steward_id == steward.id:
        raise CrmError("already_the_steward", name=steward.name, enterprise=standing.enterprise)
    _end(session, standing, why=why, by=by, on=on)
    assignment = Assignment(
        enterprise_id=standing.enterprise_id, steward_id=steward.id, from_on=on, assigned_by=by, why=why
    )
    session.add(assignment)
    session.flush()
    return assignment


def _end(session: Session, standing: CurrentCare, *, why: str, by: int | None, on: date) -> None:
    """Close what is open, by conditional updates whose counts are looked at."""
    if standing.since and on < standing.since:
        raise CrmError("before_the_present_steward", name=standing.enterprise, day=standing.since)
    if standing.assignment_id:
        closed = session.execute(
            update(Assignment)
            .where(Assignment.id == standing.assignment_id, Assignment.is_open)
            .values(to_on=on, ended_by=by, end_why=why)
        ).rowcount  # type: ignore[attr-defined]
    elif standing.queued:
        closed = session.execute(
            update(QueueEntry)
            .where(QueueEntry.enterprise_id == standing.enterprise_id, QueueEntry.is_open)
            .values(left_on=on)
        ).rowcount  # type: ignore[attr-defined]
    else:
        return
    if closed != 1:
        raise _taken(queries.standing(session, standing.enterprise_id))


def _wait(session: Session, enterprise_id: int, *, why: str, by: int | None, on: date) -> QueueEntry:
    due_on = due(on, service_rules().stewards.queue_days)
    entry = QueueEntry(enterprise_id=enterprise_id, since=on, due_on=due_on, why=why, put_by=by)
    session.add(entry)
    session.flush()
    return entry


def _taken(now: CurrentCare) -> CrmError:
    """Somebody was faster: to whom the enterprise went, or that it went back to the queue; by whom, when and why."""
    values = {"name": now.enterprise, "by": now.by or "—", "day": now.since, "why": now.why}
    if now.assignment_id:
        return CrmError("assigned_meanwhile", steward=now.steward, **values)
    if now.queued:
        return CrmError("released_meanwhile", **values)
    return CrmError("ended_meanwhile", name=now.enterprise)

"""Resetting an administrator's password: one administrator asks, another agrees, and the person reads about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from crm.audit import service as audit
from crm.errors import CrmError
from crm.people import queries
from crm.people.models import ADMINISTRATORS, PasswordReset, User
from crm.sql.claiming import execute_counting

GOOD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ResetLine:
    """A reset that waits for the word of a second administrator, or has it."""

    id: int
    user_id: int
    name: str
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    agreed_by: str | None


def needs_two(session: Session, user: User) -> bool:
    """Whether the person is one of the three administrators."""
    return bool(queries.roles_of(session, user.id) & ADMINISTRATORS)


def ask(session: Session, user: User, *, by: int, at: datetime) -> None:
    """Ask for a reset, unless one is open already; nobody asks for their own."""
    if user.id == by:
        raise CrmError("not_yourself")
    old = PasswordReset.user_id == user.id, PasswordReset.closed_at.is_(None), PasswordReset.asked_at <= at - GOOD_FOR
    execute_counting(session, update(PasswordReset).where(*old).values(closed_at=at))
    if open_reset(session, user.id, at=at) is not None:
        raise CrmError("reset_waits", name=user.name)
    session.add(PasswordReset(user_id=user.id, asked_by=by, asked_at=at))
    session.flush()
    audit.record(session, by, "reset.asked", f"user:{user.id}")


def agree(session: Session, reset_id: int, *, by: int, at: datetime) -> None:
    """The word of a second administrator: neither who asked nor whose password it is."""
    reset = session.get(PasswordReset, reset_id)
    if reset is None or reset.asked_at <= at - GOOD_FOR:
        raise CrmError("not_found")
    if by in (reset.asked_by, reset.user_id):
        raise CrmError("not_yourself")
    still = PasswordReset.id == reset_id, PasswordReset.agreed_by.is_(None), PasswordReset.closed_at.is_(None)
    if execute_counting(session, update(PasswordReset).where(*still).values(agreed_by=by, agreed_at=at)) != 1:
        raise CrmError("reset_decided")
    audit.record(session, by, "reset.agreed", f"user:{reset.user_id}")


def use(session: Session, user: User, *, by: int, at: datetime) -> None:
    """Close the reset both have agreed to, so that the password may be given; raises CrmError without one."""
    reset = open_reset(session, user.id, at=at)
    if reset is None or reset.agreed_by is None:
        raise CrmError("reset_needs_two", name=user.name)
    still = PasswordReset.id == reset.id, PasswordReset.closed_at.is_(None)
    if execute_counting(session, update(PasswordReset).where(*still).values(closed_at=at)) != 1:
        raise CrmError("reset_decided")
    audit.record(session, by, "reset.used", f"user:{user.id}", asked_by=reset.asked_by, agreed_by=reset.agreed_by)


def open_reset(session: Session, user_id: int, *, at: datetime) -> PasswordReset | None:
    """The reset of a person that is still good."""
    is_open = PasswordReset.closed_at.is_(None), PasswordReset.asked_at > at - GOOD_FOR
    return session.scalar(select(PasswordReset).where(PasswordReset.user_id == user_id, *is_open))


def waiting(session: Session, *, at: datetime) -> Sequence[ResetLine]:
    """Resets that wait, oldest first."""
    asker, second = aliased(User), aliased(User)
    rows = session.execute(
        select(PasswordReset, User.name, asker.name, second.name)
        .join(User, PasswordReset.user_id == User.id)
        .join(asker, PasswordReset.asked_by == asker.id)
        .outerjoin(second, PasswordReset.agreed_by == second.id)
        .where(PasswordReset.closed_at.is_(None), PasswordReset.asked_at > at - GOOD_FOR)
        .order_by(PasswordReset.id)
    )
    return [
        ResetLine(reset.id, reset.user_id, name, asked_by, reset.asked_by, reset.asked_at, agreed_by)
        for reset, name, asked_by, agreed_by in rows
    ]


def latest_used(session: Session, user_id: int) -> PasswordReset | None:
    """The last reset of a person's password that was carried out, for the person to read."""
    used = select(PasswordReset).where(PasswordReset.user_id == user_id, PasswordReset.closed_at.is_not(None))
    return session.scalars(used.where(PasswordReset.agreed_by.is_not(None)).order_by(PasswordReset.id.desc())).first()

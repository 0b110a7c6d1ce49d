"""Accounts and roles: opening, activating, disabling, granting, passwords. Signing in is in `sign_in`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import SignInRules
from crm.db import serialise
from crm.errors import CrmError
from crm.people import queries
from crm.people.models import ADMINISTRATORS, FormerPassword, Role, RoleGrant, SignInSession, User, UserState, side_of
from crm.people.signing import passwords
from crm.people.signing.passwords import Demands

_LONGEST_NUMBER = 64  # of the folded number, which may be longer than what was typed


def add_user(
    session: Session,
    staff_number: str,
    name: str,
    *,
    by: int | None,
    on: date,
    department_id: int | None = None,
    state: UserState = UserState.ACTIVE,
) -> User:
    """Open an account without a password and without a role; raises CrmError when the number is taken."""
    if queries.find(session, staff_number):
        raise CrmError("staff_number_taken", staff_number=staff_number)
    if len(queries.fold(staff_number)) > _LONGEST_NUMBER:
        raise CrmError("staff_number_too_long")
    user = User(
        staff_number=staff_number.strip(),
        staff_key=queries.fold(staff_number),
        name=name.strip(),
        department_id=department_id,
        state=state,
        must_change_password=True,
        created_on=on,
    )
    session.add(user)
    session.flush()
    audit.record(session, by, "user.added", f"user:{user.id}", state=state)
    return user


def give_one_time_password(session: Session, user: User, *, by: int | None, at: datetime, rules: SignInRules) -> str:
    """Replace the password by a random one that must be changed at the first sign-in; returns it, once."""
    password = passwords.one_time_password()
    user.password_hash = passwords.hash_password(password)
    user.password_set_at = at
    user.password_expires_at = at + timedelta(hours=rules.one_time_password_hours)
    user.must_change_password = True
    end_sessions(session, user, by=by, at=at)
    audit.record(session, by, "user.one_time_password", f"user:{user.id}")
    return password


def change_password(
    session: Session, user: User, old: str, new: str, *, by: int, at: datetime, rules: Demands
) -> None:
    """Set a new password on the word of the old one; every session of the user ends."""
    confirm_password(user, old)
    if old == new:
        raise CrmError("password_same")
    passwords.check_new(new, staff_number=user.staff_number, rules=rules)
    former = queries.former_passwords(session, user.id, latest=rules.remembered)
    if any(passwords.matches(stored, new) for stored in former):
        raise CrmError("password_used_before", remembered=rules.remembered)
    set_password(session, user, new, by=by, at=at)


def confirm_password(user: User, password: str) -> None:
    """Raise CrmError unless this is the user's password; who asks has to count the tries."""
    if not passwords.matches(user.password_hash, password):
        raise CrmError("password_wrong")


def set_password(session: Session, user: User, new: str, *, by: int | None, at: datetime) -> None:
    """Store a password that needs no change now; the one before is remembered, and every session of the user ends."""
    set_hash(session, user, passwords.hash_password(new), by=by, at=at)


def set_hash(session: Session, user: User, password_hash: str, *, by: int | None, at: datetime) -> None:
    """The same for whoever hashed many at once, which takes a good part of a second each."""
    if user.password_hash and not user.must_change_password:
        session.add(FormerPassword(user_id=user.id, password_hash=user.password_hash, replaced_at=at))
    user.password_hash = password_hash
    user.password_set_at = at
    user.password_expires_at = None
    user.must_change_password = False
    end_sessions(session, user, by=by, at=at)
    audit.record(session, by, "user.password_changed", f"user:{user.id}")


def activate(session: Session, user: User, *, by: int) -> None:
    """Let a candidate or a disabled user sign in again, once they have a password and a role."""
    if user.state is UserState.ACTIVE:
        raise CrmError("user_already_active", name=user.name)
    user.state = UserState.ACTIVE
    audit.record(session, by, "user.activated", f"user:{user.id}")


def disable(session: Session, user: User, *, by: int, at: datetime) -> None:
    """Shut the account: nobody signs in with it, and its sessions end on their next request."""
    if user.id == by:
        raise CrmError("not_yourself")
    if user.state is UserState.DISABLED:
        raise CrmError("user_already_disabled", name=user.name)
    _keep_the_last(session, user, queries.roles_of(session, user.id))
    user.state = UserState.DISABLED
    end_sessions(session, user, by=by, at=at)
    audit.record(session, by, "user.disabled", f"user:{user.id}")


def reinstate(session: Session, user: User, *, by: int) -> None:
    """Take a disabling back: the account opens again with its own password, which `activate` would replace."""
    if user.state is not UserState.DISABLED or user.password_hash is None:
        raise CrmError("user_not_disabled", name=user.name)
    user.state = UserState.ACTIVE
    audit.record(session, by, "user.reinstated", f"user:{user.id}")


def change_details(session: Session, user: User, *, name: str, department_id: int | None, by: int) -> None:
    """Correct a user's name and department."""
    before = {"name": user.name, "department_id": user.department_id}
    user.name, user.department_id = name.strip(), department_id
    audit.record(session, by, "user.changed", f"user:{user.id}", before=before)


def grant(session: Session, user: User, role: Role, *, by: int | None, on: date) -> None:
    """Give a role. The three administrators exclude each other and all business, which the database also says."""
    held = queries.roles_of(session, user.id)
    if user.id == by:
        raise CrmError("not_yourself")
    if role in held:
        raise CrmError("role_already_held", name=user.name)
    if role in ADMINISTRATORS and held & ADMINISTRATORS:
        raise CrmError("administrators_exclude_each_other", name=user.name)
    if any(side_of(one) is not side_of(role) for one in held):
        raise CrmError("administrators_do_no_business", name=user.name)
    if role is Role.HANDLER and user.department_id is None:
        raise CrmError("handler_needs_department", name=user.name)
    user.side = side_of(role)
    session.flush()
    session.add(RoleGrant(user_id=user.id, role=role, granted_by=by, granted_on=on))
    session.flush()
    audit.record(session, by, "role.granted", f"user:{user.id}", role=role)


def _keep_the_last(session: Session, user: User, roles: Iterable[Role]) -> None:
    """Of each of the three administrators one active person stays, or nobody could ever grant or open again."""
    serialise(session, "administrators")
    for role in ADMINISTRATORS.intersection(roles):
        if [one.id for one in queries.active_with(session, role)] == [user.id]:
            raise CrmError("last_administrator", name=user.name)


def end_role(session: Session, user: User, role: Role, *, by: int, on: date) -> None:
    """Take a role back; takes effect on the user's next request."""
    if user.id == by:
        raise CrmError("not_yourself")
    _keep_the_last(session, user, {role})
    ended = session.execute(
        update(RoleGrant)
        .where(RoleGrant.user_id == user.id, RoleGrant.role == role, RoleGrant.ended_on.is_(None))
        .values(ended_on=on, ended_by=by)
    )
    if ended.rowcount != 1:  # type: ignore[attr-defined]
        raise CrmError("role_not_held", name=user.name)
    audit.record(session, by, "role.ended", f"user:{user.id}", role=role)


def end_sessions(session: Session, user: User, *, by: int | None, at: datetime) -> int:
    """End all open sessions of a user; returns how many."""
    ended = session.execute(
        update(SignInSession)
        .where(SignInSession.user_id == user.id, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    ).rowcount  # type: ignore[attr-defined]
    if ended:
        audit.record(session, by, "sessions.ended", f"user:{user.id}", count=ended)
    return int(ended)

"""Reads about people: users, their roles, departments, and who a session token belongs to."""

import hashlib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm.config.service_rules import SignInRules
from crm.errors import CrmError
from crm.people.models import (
    Department,
    FormerPassword,
    LoginAttempt,
    Role,
    RoleGrant,
    SignInSession,
    User,
    UserState,
)
from crm.people.person import Person
from crm.people.signing.passwords import Demands


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people."""

    id: int
    staff_number: str
    name: str
    department: str | None
    state: UserState
    roles: tuple[Role, ...]
    created_on: date


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role a person holds or held."""

    role: Role
    granted_on: date
    granted_by: str | None
    ended_on: date | None
    ended_by: str | None


_ATTACKS_SHOWN = 10


def fold(staff_number: str) -> str:
    """The form in which staff numbers are compared: width and case make no difference."""
    return unicodedata.normalize("NFKC", staff_number).strip().casefold()


def get(session: Session, user_id: int) -> User:
    """The user, or CrmError not_found."""
    user = session.get(User, user_id)
    if user is None:
        raise CrmError("not_found")
    return user


def find(session: Session, staff_number: str) -> User | None:
    """The user with this staff number, however it is written."""
    return session.scalar(select(User).where(User.staff_key == fold(staff_number)))


def roles_of(session: Session, user_id: int) -> frozenset[Role]:
    """The roles the user holds now."""
    open_grants = select(RoleGrant.role).where(RoleGrant.user_id == user_id, RoleGrant.ended_on.is_(None))
    return frozenset(session.scalars(open_grants))


def active_with(session: Session, role: Role) -> Sequence[User]:
    """Active users who hold the role, by name."""
    holding = select(RoleGrant.user_id).where(RoleGrant.role == role, RoleGrant.ended_on.is_(None))
    return session.scalars(
        select(User).where(User.id.in_(holding), User.state == UserState.ACTIVE).order_by(User.name, User.id)
    ).all()


def staffed_departments(role: Role) -> Select[tuple[int | None]]:
    """The departments in which somebody active holds the role, as a select for conditions."""
    holding = select(RoleGrant.user_id).where(RoleGrant.role == role, RoleGrant.ended_on.is_(None))
    active = select(User.department_id).where(User.department_id.is_not(None), User.state == UserState.ACTIVE)
    return active.where(User.id.in_(holding)).distinct()


def active_with_any(session: Session, roles: Collection[Role]) -> Sequence[tuple[Role, User]]:
    """Everybody active with one of the roles, once for each of them, by name."""
    rows = (
        select(RoleGrant.role, User)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role.in_(roles), RoleGrant.ended_on.is_(None), User.state == UserState.ACTIVE)
    )
    return [(role, user) for role, user in session.execute(rows.order_by(User.name, User.id, RoleGrant.role))]


def lines(
    session: Session,
    *,
    text: str = "",
    state: UserState | None = None,
    role: Role | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[PersonLine], int]:
    """People whose number or name contains the text, and how many there are in all."""
    wanted = select(User, Department.name).outerjoin(Department, User.department_id == Department.id)
    if text:
        by_number = User.staff_key.contains(fold(text), autoescape=True)
        wanted = wanted.where(or_(by_number, User.name.contains(text, autoescape=True)))
    if state:
        wanted = wanted.where(User.state == state)
    if role:
        holding = select(RoleGrant.user_id).where(RoleGrant.role == role, RoleGrant.ended_on.is_(None))
        wanted = wanted.where(User.id.in_(holding))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(wanted.order_by(User.state, User.name, User.id).offset(offset).limit(limit)).all()
    roles = _roles_by_user(session, [user.id for user, _ in rows])
    return [
        PersonLine(
            user.id, user.staff_number, user.name, department, user.state, roles.get(user.id, ()), user.created_on
        )
        for user, department in rows
    ], total


def users(session: Session, user_ids: Collection[int]) -> Sequence[User]:
    """These users, in any state."""
    return session.scalars(select(User).where(User.id.in_(user_ids))).all() if user_ids else []


def names(session: Session, user_ids: set[int]) -> dict[int, str]:
    """Name of each user."""
    found = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in found}


def token_hash(token: str) -> bytes:
    """What the database keeps of a session token."""
    return hashlib.sha256(token.encode()).digest()


def person_of(session: Session, token: str, *, at: datetime, rules: SignInRules, demands: Demands) -> Person | None:
    """The active person a session token stands for, unless the session ended, idled out or grew too old."""
    wanted = {
        "token_hash": token_hash(token),
        "idle_since": at - timedelta(minutes=rules.idle_minutes),
        "begun_since": at - timedelta(hours=rules.absolute_hours),
    }
    rows = session.execute(_select_signed_in(), wanted).all()
    if not rows:
        return None
    one = rows[0]
    return Person(
        id=one.id,
        name=one.name,
        staff_number=one.staff_number,
        roles=frozenset(row.role for row in rows if row.role is not None),
        department_id=one.department_id,
        must_change_password=one.must_change_password or demands.is_outdated(one.password_set_at, at=at),
        session_id=one.session_id,
        seen_at=one.seen_at,
        token=token,
    )


@cache
def _select_signed_in() -> Select[Any]:
    """Who is signed in, one row a role; every request asks, so it is put into words once and reads columns alone."""
    session, user = SignInSession, User
    names = ("id", "name", "staff_number", "department_id", "must_change_password", "password_set_at")
    return (
        select(
            *(getattr(user, name) for name in names), session.id.label("session_id"), session.seen_at, RoleGrant.role
        )
        .select_from(session)
        .join(user, user.id == session.user_id)
        .outerjoin(RoleGrant, and_(RoleGrant.user_id == user.id, RoleGrant.ended_on.is_(None)))
        .where(
            session.token_hash == bindparam("token_hash"),
            session.ended_at.is_(None),
            session.seen_at > bindparam("idle_since"),
            session.started_at > bindparam("begun_since"),
            user.state == UserState.ACTIVE,
        )
    )


def person_alone(session: Session, user_id: int, *, at: datetime) -> Person | None:
    """An active person with the roles of this moment, without a session: nobody can act as them."""
    user = session.get(User, user_id)
    if user is None or user.state != UserState.ACTIVE:
        return None
    return Person(
        id=user.id,
        name=user.name,
        staff_number=user.staff_number,
        roles=roles_of(session, user_id),
        department_id=user.department_id,
        must_change_password=True,
        session_id=0,
        seen_at=at,
        token="",
    )


def open_sessions(session: Session, user_id: int) -> Sequence[SignInSession]:
    """Sessions of a user that nobody ended yet, newest first; some may have idled out."""
    wanted = select(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    return session.scalars(wanted.order_by(SignInSession.seen_at.desc()).limit(20)).all()


def grants_of(session: Session, user_id: int) -> list[GrantLine]:
    """Roles a user holds and held, with who granted and who ended them; open ones first."""
    granter, ender = aliased(User), aliased(User)
    rows = session.execute(
        select(RoleGrant, granter.name, ender.name)
        .outerjoin(granter, RoleGrant.granted_by == granter.id)
        .outerjoin(ender, RoleGrant.ended_by == ender.id)
        .where(RoleGrant.user_id == user_id)
        .order_by(RoleGrant.ended_on.is_not(None), RoleGrant.id.desc())
    )
    return [
        GrantLine(grant.role, grant.granted_on, given_by, grant.ended_on, ended_by)
        for grant, given_by, ended_by in rows
    ]


def failures_since(session: Session, since: datetime, **place: str | None) -> int:
    """How many tries of an account, from an address or on a device did not succeed since a moment."""
    failed = select(func.count(LoginAttempt.id)).filter_by(**place, succeeded=False)
    return session.scalar(failed.where(LoginAttempt.at > since)) or 0


@dataclass(frozen=True, slots=True)
class Attack:
    """An account or an address with more failed tries than people make, and when the last of them was."""

    account: str | None
    address: str | None
    failures: int
    last_at: datetime


def former_passwords(session: Session, user_id: int, *, latest: int) -> Sequence[str]:
    """The hashes of the passwords a user had, the latest so many."""
    wanted = select(FormerPassword.password_hash).where(FormerPassword.user_id == user_id)
    return session.scalars(wanted.order_by(FormerPassword.id.desc()).limit(latest)).all()


def attacks(session: Session, *, since: datetime, rules: SignInRules) -> list[Attack]:
    """Accounts that met their limit more than once since a moment, and addresses that met theirs; worst first."""
    found = []
    for place, most in (
        (LoginAttempt.account, 2 * rules.failures_per_account),
        (LoginAttempt.address, rules.failures_per_address),
    ):
        failures = func.count(LoginAttempt.id)
        tries = select(place, failures, func.max(LoginAttempt.at)).where(LoginAttempt.at > since)
        strangers = tries.where(LoginAttempt.succeeded.is_(False), LoginAttempt.device.is_(None)).group_by(place)
        for who, count, last_at in session.execute(strangers.having(failures >= most)):
            is_account = place is LoginAttempt.account
            found.append(Attack(who if is_account else None, None if is_account else who, count, last_at))
    return sorted(found, key=lambda one: -one.failures)[:_ATTACKS_SHOWN]


def _roles_by_user(session: Session, user_ids: list[int]) -> dict[int, tuple[Role, ...]]:
    found: dict[int, tuple[Role, ...]] = {}
    grants = select(RoleGrant.user_id, RoleGrant.role).where(
        RoleGrant.user_id.in_(user_ids), RoleGrant.ended_on.is_(None)
    )
    for user_id, role in session.execute(grants.order_by(RoleGrant.id)):
        found[user_id] = (*found.get(user_id, ()), role)
    return found

"""A small cast: Maria manages; Stefan, Lina, Doris and Dieter are stewards; Hana and Hugo handle; others administer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import reading, transaction
from crm.people import service
from crm.people.models import Department, Role, RoleGrant, User, UserState, side_of
from crm.people.queries import find, fold
from crm.people.signing import passwords

SINCE = date(2026, 1, 5)
PASSWORD_SET_AT = datetime(2026, 11, 2, tzinfo=UTC)
DEPARTMENTS = {"hana": ("jrb", "区金融办"), "hugo": ("kw", "区科委")}
PASSWORD = "Correct-Horse-42"
ROLES: dict[str, Role | None] = {
    "maria": Role.MANAGER,
    "stefan": Role.STEWARD,
    "lina": Role.STEWARD,
    "doris": Role.STEWARD,
    "dieter": Role.STEWARD,
    "hana": Role.HANDLER,
    "hugo": Role.HANDLER,
    "adam": Role.SYSTEM_ADMIN,
    "rita": Role.SECURITY_ADMIN,
    "otto": Role.AUDITOR,
    "nobody": None,
}


@dataclass
class Cast:
    """Makes people when a test first names them; all have the same password."""

    app: Flask
    password: str = PASSWORD
    session: Session | None = None
    _known: dict[str, User] = field(default_factory=dict)

    def person(self, name: str) -> User:
        """The member of the cast with this name."""
        if self.session is not None:
            return make_person(self.session, name)
        if name not in self._known:
            with self.writing() as session:
                self._known[name] = make_person(session, name)
        return self._known[name]

    def hire(self, name: str) -> None:
        """Somebody of the cast who comes through the services, which leaves three rows in the trail."""
        with self.writing() as session:
            user = service.add_user(session, name, name.capitalize(), by=None, on=SINCE)
            service.set_password(session, user, PASSWORD, by=None, at=PASSWORD_SET_AT)
            service.grant(session, user, ROLES[name] or Role.STEWARD, by=None, on=SINCE)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of its own, beside what pages do."""
        with self.app.app_context(), transaction() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read of its own, beside what pages do."""
        with self.app.app_context(), reading() as session:
            yield session


def make_person(session: Session, name: str) -> User:
    """A member of the cast, in this session; made if need be.

    Written past the services, which keep a trail: nearly every test needs somebody, and few are about how they came.
    """
    existing = find(session, name)
    if existing:
        return existing
    role = ROLES[name]
    user = User(
        staff_number=name,
        staff_key=fold(name),
        name=name.capitalize(),
        department_id=make_department(session, *DEPARTMENTS[name]) if role is Role.HANDLER else None,
        side=side_of(role) if role else None,
        state=UserState.ACTIVE,
        password_hash=passwords.hash_password(PASSWORD),
        password_set_at=PASSWORD_SET_AT,
        must_change_password=False,
        created_on=SINCE,
    )
    session.add(user)
    session.flush()
    if role:
        session.add(RoleGrant(user_id=user.id, role=role, granted_by=None, granted_on=SINCE))
        session.flush()
    return user


def make_department(session: Session, code: str, name: str) -> int:
    """The id of the department with this code; made if need be."""
    known = session.scalar(select(Department.id).where(Department.code == code))
    if known:
        return known
    department = Department(code=code, name=name)
    session.add(department)
    session.flush()
    return department.id

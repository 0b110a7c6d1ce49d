"""Reads about departments: which there are, who works in them, and who may look at one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from crm.errors import CrmError
from crm.people.models import Department, Role, RoleGrant, User, UserState
from crm.people.person import Person


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an active account who works in a department."""

    name: str
    staff_number: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPeople:
    """A department with its people, handlers first."""

    id: int
    code: str
    name: str
    ended_on: date | None
    people: tuple[Colleague, ...]

    @property
    def handlers(self) -> tuple[Colleague, ...]:
        """Who handles what comes to the department."""
        return tuple(one for one in self.people if Role.HANDLER in one.roles)


def visible_to(person: Person, _on: date) -> ColumnElement[bool]:
    """The condition on `Department`: handlers their own, the system administrator all, everybody else none."""
    if person.has(Role.SYSTEM_ADMIN):
        return true()
    own = person.has(Role.HANDLER) and person.department_id is not None
    return Department.id == person.department_id if own else false()


def get(session: Session, department_id: int) -> Department:
    """The department; raises CrmError not_found."""
    department = session.get(Department, department_id)
    if department is None:
        raise CrmError("not_found")
    return department


def all_departments(session: Session) -> Sequence[Department]:
    """Every department, those that have ended too, by name."""
    return session.scalars(select(Department).order_by(Department.name)).all()


def open_departments(session: Session, *, but_also: int | None = None) -> Sequence[Department]:
    """Departments that have not ended, by name, and the one that somebody already belongs to."""
    wanted = or_(Department.ended_on.is_(None), Department.id == but_also)
    return session.scalars(select(Department).where(wanted).order_by(Department.name)).all()


def open_codes(session: Session) -> set[str]:
    """The codes that can be named: of departments that have not ended."""
    return set(session.scalars(select(Department.code).where(Department.ended_on.is_(None))))


def list_staffed(session: Session, within: ColumnElement[bool]) -> list[DepartmentPeople]:
    """The departments one may see, open ones first, each with its people."""
    wanted = select(Department).where(within).order_by(Department.ended_on.is_not(None), Department.name)
    people = _people_by_department(session)
    return [
        DepartmentPeople(one.id, one.code, one.name, one.ended_on, tuple(people.get(one.id, ())))
        for one in session.scalars(wanted)
    ]


def staffed_one(session: Session, department_id: int, within: ColumnElement[bool]) -> DepartmentPeople:
    """One department with its people; raises CrmError not_found, also when it is not this person's to see."""
    found = list_staffed(session, within & (Department.id == department_id))
    if not found:
        raise CrmError("not_found")
    return found[0]


def _people_by_department(session: Session) -> dict[int, list[Colleague]]:
    roles: dict[int, list[Role]] = {}
    grants = select(RoleGrant.user_id, RoleGrant.role).where(RoleGrant.ended_on.is_(None)).order_by(RoleGrant.id)
    for user_id, role in session.execute(grants):
        roles.setdefault(user_id, []).append(role)
    active = select(User).where(User.department_id.is_not(None), User.state == UserState.ACTIVE).order_by(User.name)
    found: dict[int, list[Colleague]] = {}
    for user in session.scalars(active):
        colleague = Colleague(user.name, user.staff_number, tuple(roles.get(user.id, ())))
        found.setdefault(user.department_id or 0, []).append(colleague)
    return {
        department: sorted(people, key=lambda one: Role.HANDLER not in one.roles)
        for department, people in found.items()
    }

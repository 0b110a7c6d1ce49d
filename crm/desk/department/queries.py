"""Everything a department promised, in one list: what is open, what is overdue and what is kept.

Promises of four kinds stand in tables of their own; a line of any of them has a kind, a text, a day and whose it is.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from crm.demands.joint.models import Resolution
from crm.demands.models import Demand, DemandDepartment, DemandPart, DemandState, Outcome
from crm.demands.queries import is_open, is_promise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.support.models import ItemState, ServicePlan, ServicePlanItem
from crm.interactions.support.queries import is_promised
from crm.people.models import Department, User

OPEN, OVERDUE, KEPT = "open", "overdue", "kept"
LISTS = (OPEN, OVERDUE, KEPT)
DEFERRED, SERVICE, RESOLUTION, JOINT = "deferred", "service", "resolution", "joint"


def department_named(session: Session, department_id: int) -> str:
    """What the department is called; raises CrmError where there is none."""
    name = session.scalar(select(Department.name).where(Department.id == department_id))
    if name is None:
        raise CrmError("not_found")
    return name


def list_pledges(
    session: Session, department_id: int, which: str, *, on: date, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """A page of the department's promises, the first due first, those kept the other way round; and how many."""
    every = _pledges(department_id)
    chosen = select(every).where(_is(every, which, on))
    order = every.c.due_on.desc() if which == KEPT else every.c.due_on
    rows = session.execute(chosen.order_by(order, every.c.kind, every.c.ref).offset(offset).limit(limit)).all()
    total = session.scalar(select(func.count()).select_from(every).where(_is(every, which, on))) or 0
    return rows, total


def count_pledges(session: Session, department_id: int, *, on: date) -> Sequence[Any]:
    """How many promises are open and overdue for each person of the department; nobody's come last."""
    every = _pledges(department_id)
    late = func.count(case((every.c.due_on < on, 1)))
    numbers = select(every.c.person, func.count().label("open"), late.label("overdue")).where(every.c.is_open == 1)
    nobodys_last = case((every.c.person.is_(None), 1), else_=0)
    return session.execute(numbers.group_by(every.c.person).order_by(nobodys_last, every.c.person)).all()


def _is(every: Subquery, which: str, on: date) -> ColumnElement[bool]:
    if which == KEPT:
        return every.c.is_open == 0
    waits = every.c.is_open == 1
    return and_(waits, every.c.due_on < on) if which == OVERDUE else waits


def _pledges(department_id: int) -> Subquery:
    return union_all(
        _deferred(department_id), _services(department_id), _resolutions(department_id), _parts(department_id)
    ).subquery("pledges")


def _deferred(department_id: int) -> Select[Any]:
    """挂账: answered with a promised day, until it is struck off."""
    waits = is_promise() | Demand.state.in_((DemandState.DONE, DemandState.CALLED_BACK))
    ours = _takes_part(department_id, DemandPart.LEAD), Demand.outcome == Outcome.PLANNED
    return (
        _line(DEFERRED, Demand.id, Demand.title, Demand.promised_on, waits, Enterprise.name, User.name)
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
        .outerjoin(User, User.id == Demand.handler_id)
        .where(*ours, Demand.promised_on.is_not(None))
    )


def _services(department_id: int) -> Select[Any]:
    """Promises of service plans; one that was given up is no promise any more."""
    columns = ServicePlanItem.id, ServicePlanItem.text, ServicePlanItem.due_on, is_promised()
    return (
        _line(SERVICE, *columns, Enterprise.name, cast(null(), String))
        .join(ServicePlan, ServicePlan.id == ServicePlanItem.plan_id)
        .join(Enterprise, Enterprise.id == ServicePlan.enterprise_id)
        .where(ServicePlanItem.department_id == department_id, ServicePlanItem.state != ItemState.GIVEN_UP)
    )


def _resolutions(department_id: int) -> Select[Any]:
    """What joint meetings resolved and somebody of the department owns."""
    columns = Resolution.id, Resolution.text, Resolution.due_on, Resolution.done_on.is_(None)
    return (
        _line(RESOLUTION, *columns, cast(null(), String), User.name)
        .join(User, User.id == Resolution.owner_id)
        .where(User.department_id == department_id)
    )


def _parts(department_id: int) -> Select[Any]:
    """Its part in a demand that another department leads, while that waits for an answer."""
    return (
        _line(JOINT, Demand.id, Demand.title, Demand.finish_by, is_open(), Enterprise.name, cast(null(), String))
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
        .where(_takes_part(department_id, DemandPart.JOINT), Demand.state != DemandState.MERGED)
    )


def _line(kind: str, ref: Any, text: Any, due_on: Any, waits: Any, enterprise: Any, person: Any) -> Select[Any]:
    return select(
        literal(kind).label("kind"),
        ref.label("ref"),
        cast(text, String).label("text"),
        due_on.label("due_on"),
        case((waits, 1), else_=0).label("is_open"),
        enterprise.label("enterprise"),
        person.label("person"),
    )


def _takes_part(department_id: int, part: DemandPart) -> ColumnElement[bool]:
    return Demand.id.in_(
        select(DemandDepartment.demand_id).where(
            DemandDepartment.department_id == department_id,
            DemandDepartment.part == part,
            DemandDepartment.to_at.is_(None),
        )
    )

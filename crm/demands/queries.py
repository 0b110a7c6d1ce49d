"""Reads about demands: lists by clock, one with its departments and steps, and who acts on it as what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true
from sqlalchemy.orm import Session

from crm.attachments.queries import Owner
from crm.demands.course.life import OPEN_STATES, UNFINISHED_STATES, Actor
from crm.demands.models import Demand, DemandAttachment, DemandDepartment, DemandPart, DemandState, Extension, Outcome
from crm.enterprises.models import Contact, Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.models import Department, Role, User
from crm.stewards.carers import carers_of


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One line of a list: the demand, its enterprise by name and code, the department that leads, and whether nobody
    there can take it in hand.
    """

    demand: Demand
    enterprise: str
    credit_code: str
    department: str
    is_unattended: bool


@dataclass(frozen=True, slots=True)
class Participation:
    """A department's part in a demand now."""

    department_id: int
    name: str
    part: DemandPart


@dataclass(frozen=True, slots=True)
class MergedWith:
    """A demand that another was merged into, or that was merged into it; whether the person asking sees it too."""

    id: int
    number: str
    title: str
    is_visible: bool


LISTS = ("open", "late", "again", "answered", "decide", "closed", "every")
JOINED = "joint"
"""The list of what a handler's department takes part in while another leads."""


def get(session: Session, demand_id: int, within: ColumnElement[bool]) -> Demand:
    """The demand; raises CrmError not_found, also when it is not this person's to see."""
    demand = session.scalar(select(Demand).where(Demand.id == demand_id, within))
    if demand is None:
        raise CrmError("not_found")
    return demand


def files_of(demand: Demand) -> Owner:
    """The demand as the owner of its files."""
    return Owner(DemandAttachment, "demand_id", demand.id, demand.enterprise_id)


def line_of(session: Session, demand: Demand) -> DemandLine:
    """The demand with its enterprise and department."""
    row = session.execute(_lines().where(Demand.id == demand.id)).one()
    return DemandLine(*row)


def list_demands(
    session: Session,
    within: ColumnElement[bool],
    which: str,
    *,
    on: date,
    text: str = "",
    department_id: int = 0,
    joins: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[DemandLine], int]:
    """Demands of a list whose number, title, enterprise or code contains the text; the most urgent first.

    `joins` is the department whose part in the demands of others is listed by JOINED.
    """
    condition = is_open() & _is_joined_by(joins) if which == JOINED else _condition(which, on)
    wanted = _lines().where(within, condition)
    if text:
        columns = (Demand.number, Demand.title, Enterprise.name, Enterprise.credit_code)
        wanted = wanted.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if department_id:
        wanted = wanted.where(DemandDepartment.department_id == department_id)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    orders = {"closed": (Demand.closed_on.desc(), Demand.id.desc()), "every": (Demand.id.desc(),)}
    order = orders.get(which, (Demand.finish_by, Demand.id))
    rows = session.execute(wanted.order_by(*order).offset(offset).limit(limit))
    return [DemandLine(*row) for row in rows], total


def unfinished_of(session: Session, enterprise_id: int) -> list[DemandLine]:
    """The demands of an enterprise that are not closed, the most urgent first."""
    return lines_where(session, (Demand.enterprise_id == enterprise_id) & Demand.state.in_(UNFINISHED_STATES))


def lines_where(session: Session, within: ColumnElement[bool]) -> list[DemandLine]:
    """Demands by a condition on `Demand`, the most urgent first."""
    rows = session.execute(_lines().where(within).order_by(Demand.finish_by, Demand.id))
    return [DemandLine(*row) for row in rows]


def departments_of(session: Session, demand_id: int) -> list[Participation]:
    """Who leads and who takes part now, the lead first."""
    rows = session.execute(
        select(DemandDepartment.department_id, Department.name, DemandDepartment.part)
        .join(Department, Department.id == DemandDepartment.department_id)
        .where(DemandDepartment.demand_id == demand_id, DemandDepartment.to_at.is_(None))
        .order_by(DemandDepartment.part.desc(), Department.name)
    )
    return [Participation(*row) for row in rows]


def merged_with(
    session: Session, demand: Demand, within: ColumnElement[bool]
) -> tuple[MergedWith | None, list[MergedWith]]:
    """What the demand was merged into, and what was merged into it, the oldest first."""
    joined = or_(Demand.id == demand.merged_into, Demand.merged_into == demand.id)
    rows = session.execute(
        select(Demand.id, Demand.number, Demand.title, case((within, True), else_=False))
        .where(joined)
        .order_by(Demand.id)
    )
    every = [MergedWith(*row) for row in rows]
    into = next((one for one in every if one.id == demand.merged_into), None)
    return into, [one for one in every if one is not into]


def actors_of(session: Session, demand: Demand, user_id: int, *, on: date) -> frozenset[str]:
    """As what the user may act on this demand on a day."""
    roles = people.roles_of(session, user_id)
    actors: set[str] = {Actor.MANAGER} if Role.MANAGER in roles else set()
    if Role.STEWARD in roles and user_id in {one.user_id for one in carers_of(session, demand.enterprise_id, on)}:
        actors.add(Actor.CARER)
    if Role.HANDLER in roles:
        own = people.get(session, user_id).department_id
        parts = {each.part for each in departments_of(session, demand.id) if each.department_id == own}
        actors |= {Actor.LEAD if part is DemandPart.LEAD else Actor.JOINT for part in parts}
    return frozenset(actors)


def contacts_of(session: Session, enterprise_id: int, on: date) -> Sequence[Contact]:
    """Who can be named as the voice of the enterprise."""
    stays = or_(Contact.left_on.is_(None), Contact.left_on > on)
    mine = select(Contact).where(Contact.enterprise_id == enterprise_id, stays)
    return session.scalars(mine.order_by(Contact.is_primary.desc(), Contact.id)).all()


def voice_of(session: Session, demand: Demand) -> Contact | None:
    """Who spoke for the enterprise when the demand was raised, if somebody was named."""
    return session.get(Contact, demand.contact_id) if demand.contact_id else None


def handlers_of(session: Session, department_ids: Collection[int]) -> list[User]:
    """The active handlers of departments."""
    return [user for user in people.active_with(session, Role.HANDLER) if user.department_id in department_ids]


def staffed_departments(session: Session) -> frozenset[int]:
    """The departments that have an active handler."""
    return frozenset(one for one in session.scalars(people.staffed_departments(Role.HANDLER)) if one is not None)


def waiting_in(session: Session, department_id: int) -> int:
    """How many unfinished demands and open promises a department leads or takes part in."""
    mine = (
        select(func.count(func.distinct(Demand.id)))
        .join(DemandDepartment, DemandDepartment.demand_id == Demand.id)
        .where(
            DemandDepartment.department_id == department_id,
            DemandDepartment.to_at.is_(None),
            Demand.state.in_(UNFINISHED_STATES) | is_promise(),
        )
    )
    return session.scalar(mine) or 0


def count_pressing(session: Session, *, on: date) -> dict[str, int]:
    """How many demands of all are late, and how many wait for a manager's decision."""
    return {
        which: session.scalar(select(func.count(Demand.id)).where(_condition(which, on))) or 0
        for which in ("late", "decide")
    }


def is_open() -> ColumnElement[bool]:
    """The condition on `Demand` for waiting for the department's answer."""
    return Demand.state.in_(OPEN_STATES)


def is_unattended() -> ColumnElement[bool]:
    """The condition on `Demand` for an open one whose leading department has no active handler."""
    staffed = select(DemandDepartment.demand_id).where(
        DemandDepartment.part == DemandPart.LEAD,
        DemandDepartment.to_at.is_(None),
        DemandDepartment.department_id.in_(people.staffed_departments(Role.HANDLER)),
    )
    awaited = (DemandState.RAISED, DemandState.IN_HAND, DemandState.PAUSED)
    return Demand.state.in_(awaited) & Demand.id.not_in(staffed)


def is_for_manager() -> ColumnElement[bool]:
    """The condition on `Demand` for what waits for a manager: returned, asking for time, or nobody to handle it."""
    return (Demand.state == DemandState.RETURNED) | _asks_for_time() | is_unattended()


def is_late_on(on: date) -> ColumnElement[bool]:
    """The condition on `Demand` for a last day that is over without an answer; a paused clock is not late."""
    return is_open() & (Demand.state != DemandState.PAUSED) & (Demand.finish_by < on)


def is_for_carer(on: date) -> ColumnElement[bool]:
    """The condition on `Demand` for what waits for the steward: a call back, or a last day that is there."""
    is_due = is_open() & (Demand.state != DemandState.PAUSED) & (running_day() <= on)
    return Demand.state.in_((DemandState.DONE, DemandState.CALLED_BACK)) | is_due


def running_day() -> ColumnElement[date]:
    """The last day of the clock that runs: for taking in hand until somebody has, then for answering."""
    return case((Demand.state == DemandState.RAISED, Demand.answer_by), else_=Demand.finish_by)


def is_promise() -> ColumnElement[bool]:
    """The condition on `Demand` for 挂账: closed on a promise that is neither kept nor passed."""
    return (Demand.state == DemandState.CLOSED) & (Demand.outcome == Outcome.PLANNED) & Demand.struck_off_on.is_(None)


def _condition(which: str, on: date) -> ColumnElement[bool]:
    return {
        "open": is_open(),
        "late": is_late_on(on),
        "again": (Demand.state == DemandState.RETURNED) | (is_open() & (Demand.round > 1)),
        "answered": Demand.state.in_((DemandState.DONE, DemandState.CALLED_BACK)),
        "decide": is_for_manager(),
        "closed": Demand.state.in_((DemandState.CLOSED, DemandState.WITHDRAWN, DemandState.MERGED)),
        "every": true(),
    }[which]


def _is_joined_by(department_id: int | None) -> ColumnElement[bool]:
    taking_part = select(DemandDepartment.demand_id).where(
        DemandDepartment.part == DemandPart.JOINT,
        DemandDepartment.to_at.is_(None),
        DemandDepartment.department_id == department_id,
    )
    return Demand.id.in_(taking_part)


def _asks_for_time() -> ColumnElement[bool]:
    return (Demand.extension == Extension.REQUESTED) & (Demand.state == DemandState.IN_HAND)


def _lines() -> Select[tuple[Demand, str, str, str, bool]]:
    is_lead = (DemandDepartment.demand_id == Demand.id) & (DemandDepartment.part == DemandPart.LEAD)
    return (
        select(Demand, Enterprise.name, Enterprise.credit_code, Department.name, is_unattended())
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
        .join(DemandDepartment, is_lead & DemandDepartment.to_at.is_(None))
        .join(Department, Department.id == DemandDepartment.department_id)
    )

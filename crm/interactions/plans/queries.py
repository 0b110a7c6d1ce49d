"""Reads about planned contacts: those of an enterprise, who else goes, and which is whose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from crm.db import slices
from crm.errors import CrmError
from crm.interactions.models import ContactPurpose, PlannedContact, PlanState
from crm.people import queries as people
from crm.people.models import Role, User
from crm.stewards.carers import carers_of
from crm.stewards.models import Assignment
from crm.stewards.queries import holders


@dataclass(frozen=True, slots=True)
class AnnouncedContact:
    """Somebody's planned contact: whose, when and what for; `with_whom` leads the visit they join."""

    plan_id: int
    enterprise_id: int
    user_id: int
    author: str
    planned_on: date
    purpose: ContactPurpose | None
    note: str | None
    with_id: int | None
    is_stewards: bool
    ceiling_why: str | None


def is_open() -> ColumnElement[bool]:
    """The condition on `PlannedContact` for being still ahead."""
    return PlannedContact.state == PlanState.PLANNED


def select_announced(*conditions: ColumnElement[bool], but: Collection[int] = ()) -> Select[Any]:
    """Open plans as `AnnouncedContact`, the earliest first; those of `but` are left out.

    The steward's plan is that of whoever is the steward now; while there is none, of who made it.
    """
    planner, steward = aliased(User), aliased(User)
    held = and_(
        Assignment.enterprise_id == PlannedContact.enterprise_id, Assignment.is_open, PlannedContact.is_stewards
    )
    goer = func.coalesce(steward.id, planner.id)
    return (
        select(
            PlannedContact.id.label("plan_id"),
            PlannedContact.enterprise_id,
            goer.label("user_id"),
            func.coalesce(steward.name, planner.name).label("author"),
            PlannedContact.planned_on,
            PlannedContact.purpose,
            PlannedContact.note,
            PlannedContact.with_id,
            PlannedContact.is_stewards,
            PlannedContact.ceiling_why,
        )
        .join(planner, planner.id == PlannedContact.user_id)
        .outerjoin(Assignment, held)
        .outerjoin(steward, steward.id == Assignment.steward_id)
        .where(is_open(), goer.not_in(but), *conditions)
        .order_by(PlannedContact.planned_on, PlannedContact.id)
    )


def plans_of_others(
    session: Session,
    enterprise_ids: Collection[int] | Select[tuple[int]],
    *,
    but: Collection[int],
    since: date,
    until: date,
) -> list[AnnouncedContact]:
    """Who else means to contact these enterprises within the days."""
    within = PlannedContact.planned_on.between(since, until)
    wanted = select_announced(PlannedContact.enterprise_id.in_(enterprise_ids), within, but=but)
    return [AnnouncedContact(*row) for row in session.execute(wanted)]


def open_plans(session: Session, enterprise_id: int) -> Sequence[PlannedContact]:
    """All that is still ahead with one enterprise, the earliest first."""
    mine = select(PlannedContact).where(PlannedContact.enterprise_id == enterprise_id, is_open())
    return session.scalars(mine.order_by(PlannedContact.planned_on, PlannedContact.id)).all()


def enterprises_with_plans(session: Session, enterprise_ids: Sequence[int]) -> set[int]:
    """Those of the enterprises with which something is still ahead."""
    found: set[int] = set()
    for part in slices(enterprise_ids):
        ahead = select(PlannedContact.enterprise_id).where(PlannedContact.enterprise_id.in_(part), is_open())
        found.update(session.scalars(ahead))
    return found


def plan_in(plans: Sequence[PlannedContact], user_id: int, *, for_steward: bool) -> PlannedContact | None:
    """Of the open plans of an enterprise the one a person moves: the steward's, or the one of their own."""
    mine = (plan for plan in plans if plan.is_stewards == for_steward and (for_steward or plan.user_id == user_id))
    return next(mine, None)


def plan_of(session: Session, enterprise_id: int, user_id: int, *, on: date) -> PlannedContact | None:
    """The open plan a person moves at an enterprise."""
    for_steward = acts_for_steward(session, enterprise_id, user_id, on)
    return plan_in(open_plans(session, enterprise_id), user_id, for_steward=for_steward)


def goer_of(session: Session, plan: PlannedContact) -> int:
    """Who goes by a plan: by the steward's whoever is the steward now; while there is none, who made it."""
    stewards = holders(session, [plan.enterprise_id]) if plan.is_stewards else {}
    return stewards.get(plan.enterprise_id, plan.user_id)


def acts_for_steward(session: Session, enterprise_id: int, user_id: int, on: date) -> bool:
    """Whether what a person plans here goes with the enterprise: its steward, a stand-in, a manager while it waits."""
    carers = carers_of(session, enterprise_id, on)
    if not carers:
        return Role.MANAGER in people.roles_of(session, user_id)
    return user_id in {carer.user_id for carer in carers}


def plan_at(session: Session, enterprise_id: int, plan_id: int) -> PlannedContact:
    """A plan of an enterprise, whatever became of it; raises CrmError not_found."""
    plan = session.get(PlannedContact, plan_id, populate_existing=True)
    if plan is None or plan.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return plan

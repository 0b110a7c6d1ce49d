"""Reads of service teams and service plans, and the conditions that lists, today and sheets share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from crm.errors import CrmError
from crm.interactions.models import Interaction
from crm.interactions.support.models import (
    ItemState,
    PlanItemEvent,
    ServicePlan,
    ServicePlanItem,
    TeamMember,
    TeamPart,
)
from crm.people.models import Department, User
from crm.sql.bundles import columns_of, read_bundle


def is_promised() -> ColumnElement[bool]:
    """The condition on `ServicePlanItem` for being open."""
    return ServicePlanItem.state == ItemState.PROMISED


def is_overdue(on: date) -> ColumnElement[bool]:
    """The condition on `ServicePlanItem` for being open after its day."""
    return and_(is_promised(), ServicePlanItem.due_on < on)


def select_team(enterprise_id: int) -> Select[Any]:
    """Who stands beside the steward now, the leader first."""
    return (
        select(*columns_of(TeamMember), Department.name.label("department"))
        .outerjoin(Department, Department.id == TeamMember.department_id)
        .where(TeamMember.enterprise_id == enterprise_id, TeamMember.to_on.is_(None))
        .order_by(TeamMember.part != TeamPart.LEADER, Department.name, TeamMember.id)
    )


def select_progress(enterprise_id: int, on: date) -> Select[Any]:
    """How many promises of the year there are, are fulfilled, and are overdue (those of earlier years too)."""
    this_year = ServicePlan.year == on.year
    return (
        select(
            func.count(case((and_(this_year, ServicePlanItem.state != ItemState.GIVEN_UP), 1))).label("number"),
            func.count(case((and_(this_year, ServicePlanItem.state == ItemState.FULFILLED), 1))).label("fulfilled"),
            func.count(case((is_overdue(on), 1))).label("overdue"),
        )
        .select_from(ServicePlanItem)
        .join(ServicePlan, ServicePlan.id == ServicePlanItem.plan_id)
        .where(ServicePlan.enterprise_id == enterprise_id)
    )


def read_support(session: Session, enterprise_id: int, year: int) -> Mapping[str, Sequence[Any]]:
    """The page of one enterprise: `team`, `items` of a year with their last word, and the `years` that have a plan."""
    last = (
        select(PlanItemEvent.item_id, func.max(PlanItemEvent.number).label("number"))
        .group_by(PlanItemEvent.item_id)
        .subquery("last")
    )
    items = (
        select(
            *columns_of(ServicePlanItem),
            Department.name.label("department"),
            PlanItemEvent.why,
            User.name.label("closed_by"),
        )
        .join(ServicePlan, ServicePlan.id == ServicePlanItem.plan_id)
        .outerjoin(Department, Department.id == ServicePlanItem.department_id)
        .outerjoin(last, last.c.item_id == ServicePlanItem.id)
        .outerjoin(
            PlanItemEvent, and_(PlanItemEvent.item_id == last.c.item_id, PlanItemEvent.number == last.c.number)
        )
        .outerjoin(User, User.id == PlanItemEvent.by)
        .where(ServicePlan.enterprise_id == enterprise_id, ServicePlan.year == year)
        .order_by(ServicePlanItem.due_on, ServicePlanItem.id)
    )
    years = select(ServicePlan.year).where(ServicePlan.enterprise_id == enterprise_id).order_by(ServicePlan.year)
    return read_bundle(session, {"team": select_team(enterprise_id), "items": items, "years": years})


def item_of(session: Session, enterprise_id: int, item_id: int) -> ServicePlanItem:
    """One promise to this enterprise; raises CrmError not_found for another's."""
    item = session.scalar(
        select(ServicePlanItem)
        .join(ServicePlan, ServicePlan.id == ServicePlanItem.plan_id)
        .where(ServicePlanItem.id == item_id, ServicePlan.enterprise_id == enterprise_id)
        .execution_options(populate_existing=True)
    )
    if item is None:
        raise CrmError("not_found")
    return item


def services_since(session: Session, enterprise_id: int, since: date, *, limit: int) -> Sequence[Interaction]:
    """Services by which a promise may have been fulfilled, the newest first."""
    recorded = select(Interaction).where(
        Interaction.enterprise_id == enterprise_id, Interaction.withdrawn_on.is_(None), Interaction.held_on >= since
    )
    return session.scalars(recorded.order_by(Interaction.held_on.desc(), Interaction.id.desc()).limit(limit)).all()


def count_promised_by(session: Session, department_id: int) -> int:
    """How many open promises a department has made."""
    theirs = select(func.count(ServicePlanItem.id)).where(
        is_promised(), ServicePlanItem.department_id == department_id
    )
    return session.scalar(theirs) or 0

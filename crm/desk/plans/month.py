"""The month of plans within a scope: how many contacts each day has, and those of one day."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm.enterprises.models import Enterprise
from crm.interactions.models import PlannedContact, PlanState
from crm.people.models import User
from crm.sql.bundles import read_bundle
from crm.standings.queries import of_column
from crm.stewards.models import Assignment


@dataclass(frozen=True, slots=True)
class PlanScope:
    """Whose plans a person sees: all of the enterprises they see wholly, and their own department's of the others."""

    enterprises: ColumnElement[bool]
    identities: ColumnElement[bool]
    department_id: int | None

    def condition(self) -> ColumnElement[bool]:
        """The condition on `PlannedContact`."""
        key: Any = PlannedContact.enterprise_id
        colleagues = select(User.id).where(User.department_id == self.department_id)
        of_department = and_(of_column(self.identities, key), PlannedContact.user_id.in_(colleagues))
        return or_(of_column(self.enterprises, key), of_department)


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A month: the number of contacts on each day, and the lines of the chosen day with their total."""

    month: date
    counts: dict[date, int]
    lines: Sequence[Any]
    total: int


def read_month(session: Session, within: PlanScope, day: date, *, offset: int, limit: int) -> PlanMonth:
    """The month of a day. Two who go together are one contact and two lines."""
    first, last = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    shown = and_(PlannedContact.state != PlanState.DROPPED, within.condition())
    number = func.count().label("number")
    counts = (
        select(PlannedContact.planned_on, number)
        .where(shown, PlannedContact.with_id.is_(None), PlannedContact.planned_on.between(first, last))
        .group_by(PlannedContact.planned_on)
    )
    on_day = and_(shown, PlannedContact.planned_on == day)
    rows = read_bundle(
        session,
        {
            "counts": counts,
            "lines": _lines(on_day).offset(offset).limit(limit),
            "total": select(number).select_from(PlannedContact).where(on_day),
        },
    )
    each_day = {row.planned_on: row.number for row in rows["counts"]}
    return PlanMonth(first, each_day, rows["lines"], rows["total"][0].number)


def _goer(plan: Any, steward: Any, maker: Any) -> ColumnElement[str]:
    """The name of who goes by a plan: by the steward's whoever is the steward now."""
    return case((plan.is_stewards, func.coalesce(steward.name, maker.name)), else_=maker.name)


def _lines(condition: ColumnElement[bool]) -> Select[Any]:
    """Plans with their enterprise, who goes, and who leads the visit they join."""
    planner, steward, lead, leader = aliased(User), aliased(User), aliased(PlannedContact), aliased(User)
    held = and_(Assignment.enterprise_id == PlannedContact.enterprise_id, Assignment.is_open)
    return (
        select(
            PlannedContact.id,
            PlannedContact.enterprise_id,
            Enterprise.name,
            PlannedContact.state,
            PlannedContact.purpose,
            PlannedContact.note,
            PlannedContact.asked_for,
            PlannedContact.ceiling_why,
            _goer(PlannedContact, steward, planner).label("author"),
            _goer(lead, steward, leader).label("leader"),
        )
        .join(Enterprise, Enterprise.id == PlannedContact.enterprise_id)
        .join(planner, planner.id == PlannedContact.user_id)
        .outerjoin(Assignment, held)
        .outerjoin(steward, steward.id == Assignment.steward_id)
        .outerjoin(lead, lead.id == PlannedContact.with_id)
        .outerjoin(leader, leader.id == lead.user_id)
        .where(condition)
        .order_by(Enterprise.name, PlannedContact.id)
    )

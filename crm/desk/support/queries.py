"""Promises of many enterprises beside their stewards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from crm.enterprises.models import Enterprise
from crm.interactions.support.models import ItemState, ServicePlan, ServicePlanItem
from crm.interactions.support.queries import is_overdue, is_promised
from crm.people.models import Department, User
from crm.sql.bundles import columns_of
from crm.standings.models import Standing

STATES = ("promised", "overdue", "fulfilled", "given_up", "every")


@dataclass(frozen=True, slots=True)
class PromiseFilter:
    """The filters of the list; empty means every. `steward` of nothing (0) is one's whole scope."""

    state: str = "promised"
    aspect: str = ""
    department_id: int = 0
    year: int = 0
    street: str = ""
    steward_id: int = 0
    text: str = ""


def list_promises(
    session: Session,
    within: ColumnElement[bool],
    wanted: PromiseFilter,
    *,
    on: date,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[Any], int]:
    """Promises in the scope, the first due first, and how many there are in all."""
    rows = _promises(within, wanted, on)
    total = session.scalar(rows.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    ordered = rows.order_by(ServicePlanItem.due_on, Standing.name, ServicePlanItem.id)
    return list(session.execute(ordered.offset(offset).limit(limit))), total


def _promises(within: ColumnElement[bool], wanted: PromiseFilter, on: date) -> Select[Any]:
    rows = (
        select(
            *columns_of(ServicePlanItem),
            ServicePlan.enterprise_id,
            ServicePlan.year,
            Standing.name,
            Standing.street,
            Department.name.label("department"),
            User.name.label("steward"),
        )
        .join(ServicePlan, ServicePlan.id == ServicePlanItem.plan_id)
        .join(Enterprise, Enterprise.id == ServicePlan.enterprise_id)
        .join(Standing, Standing.enterprise_id == ServicePlan.enterprise_id)
        .outerjoin(Department, Department.id == ServicePlanItem.department_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(within, _states(on)[wanted.state])
    )
    conditions = {
        ServicePlanItem.aspect == wanted.aspect: wanted.aspect,
        ServicePlanItem.department_id == wanted.department_id: wanted.department_id,
        ServicePlan.year == wanted.year: wanted.year,
        Standing.street == wanted.street: wanted.street,
        Standing.steward_id == wanted.steward_id: wanted.steward_id,
        Standing.name.contains(wanted.text, autoescape=True): wanted.text,
    }
    return rows.where(*(condition for condition, asked in conditions.items() if asked))


def _states(on: date) -> Mapping[str, ColumnElement[bool]]:
    return {
        "promised": is_promised(),
        "overdue": is_overdue(on),
        "fulfilled": ServicePlanItem.state == ItemState.FULFILLED,
        "given_up": ServicePlanItem.state == ItemState.GIVEN_UP,
        "every": true(),
    }

"""Who may see which demand, and of which enterprises a handler may know the name and the code."""

from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import aliased

from crm.demands.models import Demand, DemandDepartment
from crm.enterprises.models import Enterprise
from crm.people.models import Role
from crm.people.person import Person
from crm.stewards.queries import in_care_of

DEMANDS = "demands"


def visible_to(person: Person, on: date) -> ColumnElement[bool]:
    """The condition on `Demand`: managers all, stewards those of their care and cover, handlers those that their
    department leads or takes part in, whichever of its handlers asks."""
    if person.has(Role.MANAGER):
        return true()
    conditions: list[ColumnElement[bool]] = [false()]
    if person.has(Role.STEWARD):
        conditions.append(Demand.enterprise_id.in_(select(Enterprise.id).where(in_care_of(person.id, on))))
    if person.has(Role.HANDLER) and person.department_id is not None:
        conditions.append(Demand.id.in_(select(DemandDepartment.demand_id).where(*_comes_to(person.department_id))))
    return or_(*conditions)


def identities_visible_to(person: Person, _on: date) -> ColumnElement[bool]:
    """The condition on `Enterprise`: those whose demands came to the handler's department."""
    if not person.has(Role.HANDLER) or person.department_id is None:
        return false()
    routed = aliased(Demand)
    own = (
        select(routed.enterprise_id)
        .join(DemandDepartment, DemandDepartment.demand_id == routed.id)
        .where(*_comes_to(person.department_id))
    )
    return Enterprise.id.in_(own)


def _comes_to(department_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DemandDepartment.department_id == department_id, DemandDepartment.to_at.is_(None)

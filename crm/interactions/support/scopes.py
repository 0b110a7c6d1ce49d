"""Of which enterprises a department may know the name and the code because it promised them something."""

from datetime import date

from sqlalchemy import ColumnElement, false, select

from crm.enterprises.models import Enterprise
from crm.interactions.support.models import ItemState, ServicePlan, ServicePlanItem
from crm.people.models import Role
from crm.people.person import Person


def identities_visible_to(person: Person, _on: date) -> ColumnElement[bool]:
    """The condition on `Enterprise`: those with a promise of the handler's department that was not given up."""
    if not person.has(Role.HANDLER) or person.department_id is None:
        return false()
    promised = (
        select(ServicePlan.enterprise_id)
        .join(ServicePlanItem, ServicePlanItem.plan_id == ServicePlan.id)
        .where(ServicePlanItem.department_id == person.department_id, ServicePlanItem.state != ItemState.GIVEN_UP)
    )
    return Enterprise.id.in_(promised)

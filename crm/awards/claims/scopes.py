"""Who may see which claim, and of which enterprises a handler may know the name and the code because of one."""

from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import aliased

from crm.awards.claims.models import Claim
from crm.awards.models import Beneficiary
from crm.enterprises.models import Enterprise
from crm.people.models import Role
from crm.people.person import Person
from crm.stewards.queries import in_care_of

CLAIMS = "claims"


def visible_to(person: Person, on: date) -> ColumnElement[bool]:
    """The condition on `Claim`: managers all, stewards those of their care, handlers what their own was handed."""
    if person.has(Role.MANAGER):
        return true()
    conditions: list[ColumnElement[bool]] = [false()]
    if person.has(Role.STEWARD):
        cared_for = select(Enterprise.id).where(in_care_of(person.id, on))
        theirs = select(Beneficiary.id).where(Beneficiary.enterprise_id.in_(cared_for))
        conditions.append(Claim.beneficiary_id.in_(theirs))
    if person.has(Role.HANDLER) and person.department_id is not None:
        conditions.append((Claim.department_id == person.department_id) & Claim.filed_on.is_not(None))
    return or_(*conditions)


def identities_visible_to(person: Person, _on: date) -> ColumnElement[bool]:
    """The condition on `Enterprise`: those whose claims were handed in to the handler's department."""
    if not person.has(Role.HANDLER) or person.department_id is None:
        return false()
    handed_in = aliased(Claim)
    own = (
        select(Beneficiary.enterprise_id)
        .join(handed_in, handed_in.beneficiary_id == Beneficiary.id)
        .where(handed_in.department_id == person.department_id, handed_in.filed_on.is_not(None))
    )
    return Enterprise.id.in_(own)

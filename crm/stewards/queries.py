"""Reads about stewardship, and the one scope function that limits what each person sees."""

from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from crm.enterprises.models import Enterprise
from crm.people.models import Role
from crm.people.person import Person
from crm.stewards.models import Assignment, LeaveCover


def visible_to(person: Person, on: date) -> ColumnElement[bool]:
    """The condition on `Enterprise` for what this person may see on a business date.

    Managers see all; stewards what they look after and what they cover for a colleague on leave;
    handlers what is routed to their department, which is nothing while there are no demands; administrators nothing.
    """
    if person.has(Role.MANAGER):
        return true()
    conditions = []
    if person.has(Role.STEWARD):
        conditions.append(Enterprise.id.in_(_in_care_of(person.id, on)))
    return or_(false(), *conditions)


def _in_care_of(user_id: int, on: date) -> Select[tuple[int]]:
    covered = select(LeaveCover.steward_id).where(
        LeaveCover.cover_id == user_id, LeaveCover.from_on <= on, LeaveCover.to_on >= on,
        LeaveCover.cancelled_on.is_(None),
    )
    return select(Assignment.enterprise_id).where(
        Assignment.to_on.is_(None),
        or_(Assignment.steward_id == user_id, Assignment.steward_id.in_(covered)),
    )

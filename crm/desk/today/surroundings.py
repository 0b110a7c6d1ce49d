"""What one should know before contacting an enterprise, or writing about a contact with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from crm.desk.today.agenda import week_end
from crm.enterprises import queries as enterprises
from crm.interactions.ceiling import count_in_month
from crm.interactions.models import PlannedContact
from crm.interactions.plans.queries import AnnouncedContact, select_announced
from crm.people import queries as people
from crm.people.models import Role
from crm.people.person import Person
from crm.sql.bundles import read_bundle
from crm.stewards.models import Assignment
from crm.stewards.queries import stewards_covered_by


@dataclass(frozen=True, slots=True)
class ContactSurroundings:
    """The month's contacts against the ceiling, one's own plan, and the colleagues who also go."""

    id: int
    name: str
    contacts_in_month: int
    ceiling: int
    others: Sequence[AnnouncedContact]
    planned_on: date | None
    ceiling_why: str | None
    colleagues: Sequence[tuple[int, str]]
    contacts: Sequence[tuple[int, str]]

    @property
    def at_ceiling(self) -> bool:
        """One more contact without being asked would be over the ceiling."""
        return self.contacts_in_month >= self.ceiling


def surroundings(
    session: Session, enterprise_id: int, within: ColumnElement[bool], *, person: Person, on: date, ceiling: int
) -> ContactSurroundings:
    """Read them for one enterprise in the scope; raises CrmError not_found outside it."""
    enterprise = enterprises.get(session, enterprise_id, within)
    covered = stewards_covered_by(session, person.id, on)
    rows = read_bundle(session, _selects(enterprise_id, on))
    steward = next((row.steward_id for row in rows["steward"]), None)
    for_steward = steward in {person.id, *covered} or (steward is None and person.has(Role.MANAGER))
    mine = _own_plan(rows["plans"], person.id, for_steward=for_steward)
    us = {person.id, *covered}
    return ContactSurroundings(
        id=enterprise_id,
        name=enterprise.name,
        contacts_in_month=rows["in_month"][0].number,
        ceiling=ceiling,
        others=[
            AnnouncedContact(*plan)
            for plan in rows["plans"]
            if plan.user_id not in us and on <= plan.planned_on <= week_end(on)
        ],
        planned_on=mine.planned_on if mine and mine.planned_on > on else None,
        ceiling_why=mine.ceiling_why if mine else None,
        colleagues=_colleagues(session, person),
        contacts=[(row.id, row.name) for row in rows["contacts"]] if knows_all(person) else (),
    )


def _selects(enterprise_id: int, on: date) -> dict[str, Select[Any]]:
    held = and_(Assignment.enterprise_id == enterprise_id, Assignment.is_open)
    return {
        "steward": select(Assignment.steward_id).where(held),
        "plans": select_announced(PlannedContact.enterprise_id == enterprise_id),
        "in_month": count_in_month(enterprise_id, on),
        "contacts": enterprises.select_present_contacts(enterprise_id, on),
    }


def _own_plan(plans: Sequence[Any], user_id: int, *, for_steward: bool) -> Any | None:
    """The plan the form starts from: the steward's for whoever acts for the steward, else one's own."""
    own = (plan for plan in plans if plan.is_stewards == for_steward and (for_steward or plan.user_id == user_id))
    return next(own, None)


def knows_all(person: Person) -> bool:
    """Whether somebody sees more of an enterprise than its name."""
    return person.has(Role.STEWARD, Role.MANAGER)


def _colleagues(session: Session, person: Person) -> list[tuple[int, str]]:
    """Everybody who may have been there; a handler names nobody of another department."""
    found = {
        colleague.id: colleague.name
        for role, colleague in people.active_with_any(session, (Role.STEWARD, Role.MANAGER, Role.HANDLER))
        if colleague.id != person.id
        and (knows_all(person) or role is not Role.HANDLER or colleague.department_id == person.department_id)
    }
    return sorted(found.items(), key=lambda one: one[1])

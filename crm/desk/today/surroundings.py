"""What one should know before contacting an enterprise, or writing about a contact with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from crm.desk.today.agenda import week_end
from crm.enterprises import queries as enterprises
from crm.interactions import queries as interactions
from crm.interactions.queries import AnnouncedContact
from crm.people import queries as people
from crm.people.models import Role
from crm.stewards.queries import stewards_covered_by


@dataclass(frozen=True, slots=True)
class ContactSurroundings:
    """The month's contacts against the ceiling, the standing plan, and the colleagues who also go."""

    id: int
    name: str
    contacts_in_month: int
    ceiling: int
    others: Sequence[AnnouncedContact]
    planned_on: date | None
    colleagues: Sequence[tuple[int, str]]

    @property
    def at_ceiling(self) -> bool:
        """One more contact without being asked would be over the ceiling."""
        return self.contacts_in_month >= self.ceiling


def surroundings(
    session: Session, enterprise_id: int, within: ColumnElement[bool], *, whose: int, on: date, ceiling: int
) -> ContactSurroundings:
    """Read them for one enterprise in the scope; raises CrmError not_found outside it."""
    enterprise = enterprises.get(session, enterprise_id, within)
    last = interactions.last_contact(session, enterprise_id)
    planned_on = last.next_contact_on if last else None
    return ContactSurroundings(
        id=enterprise_id,
        name=enterprise.name,
        contacts_in_month=interactions.contacts_in_month(session, enterprise_id, on),
        ceiling=ceiling,
        others=interactions.plans_of_others(
            session,
            [enterprise_id],
            but={whose, *stewards_covered_by(session, whose, on)},
            since=on,
            until=week_end(on),
        ),
        planned_on=planned_on if planned_on and planned_on > on else None,
        colleagues=_colleagues(session, whose),
    )


def _colleagues(session: Session, but: int) -> list[tuple[int, str]]:
    found = {
        user.id: user.name
        for role in (Role.STEWARD, Role.MANAGER, Role.HANDLER)
        for user in people.active_with(session, role)
        if user.id != but
    }
    return sorted(found.items(), key=lambda one: one[1])

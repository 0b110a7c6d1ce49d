"""What 企业一页 shows of one enterprise beside its gap: steward, contacts, titles, flags, the month's contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag, Tier, Title
from crm.cultivation.titles.tiers import tier_of_rank, tier_rank, valid_on
from crm.enterprises import queries as enterprises
from crm.enterprises.models import Contact, Enterprise
from crm.interactions import queries as interactions
from crm.interactions.queries import LastContact
from crm.stewards import queries as stewards
from crm.stewards.standing import CurrentCare


@dataclass(frozen=True, slots=True)
class Profile:
    """One enterprise on a day."""

    enterprise: Enterprise
    tier: Tier
    standing: CurrentCare
    contacts: Sequence[Contact]
    titles: Sequence[Title]
    flags: Sequence[Flag]
    last: LastContact | None
    contacts_in_month: int


def profile(session: Session, enterprise_id: int, within: ColumnElement[bool], on: date) -> Profile:
    """Read it; raises CrmError not_found outside the scope."""
    enterprise = enterprises.get(session, enterprise_id, within)
    rank = session.scalar(select(tier_rank(on)).where(Enterprise.id == enterprise_id)) or 0
    titles = select(Title).where(Title.enterprise_id == enterprise_id, valid_on(on)).order_by(Title.expires_on.desc())
    flags = select(Flag).where(Flag.enterprise_id == enterprise_id, open_flag(on)).order_by(Flag.kind, Flag.id)
    return Profile(
        enterprise=enterprise,
        tier=tier_of_rank(rank),
        standing=stewards.standing(session, enterprise_id),
        contacts=enterprises.contacts(session, enterprise_id, on),
        titles=session.scalars(titles).all(),
        flags=session.scalars(flags).all(),
        last=interactions.last_contact(session, enterprise_id),
        contacts_in_month=interactions.contacts_in_month(session, enterprise_id, on),
    )

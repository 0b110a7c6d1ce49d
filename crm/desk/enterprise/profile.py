"""What 企业一页 shows of one enterprise beside its gap: steward, contacts, titles, flags, the month's contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.applications.models import Application
from crm.cultivation.applications.queries import is_open
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag, Tier, Title, TitleEvent
from crm.cultivation.titles.queries import is_valid
from crm.cultivation.titles.tiers import rank_of, tier_of_rank
from crm.enterprises import queries as enterprises
from crm.enterprises.models import Contact, Enterprise
from crm.interactions.ceiling import count_in_month
from crm.interactions.models import PlannedContact, QuietPeriod
from crm.interactions.plans.queries import select_announced
from crm.interactions.quiet.queries import is_quiet
from crm.interactions.support.queries import select_progress, select_team
from crm.sql.bundles import Bundle, columns_of
from crm.stewards import queries as stewards
from crm.stewards.standing import CurrentCare


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """Somebody at the enterprise, as far as a page shows it: the mobile number stays sealed."""

    id: int
    enterprise_id: int
    name: str
    position: str | None
    mobile_last4: str | None
    telephone: str | None
    preference: str | None
    has_mobile: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One enterprise on a day; `every_title` are valid ones and others, `happenings` what happened to all of them."""

    enterprise: Enterprise
    tier: Tier
    standing: CurrentCare
    contacts: Sequence[ProfileCard]
    titles: Sequence[Title]
    every_title: Sequence[Title]
    happenings: Sequence[TitleEvent]
    applications: Sequence[Application]
    flags: Sequence[Flag]
    contacts_in_month: int
    plans: Sequence[Any]
    quiet: Any | None
    team: Sequence[Any]
    progress: Any


def profile(session: Session, enterprise_id: int, within: ColumnElement[bool], on: date) -> Profile:
    """Read it; raises CrmError not_found outside the scope."""
    enterprise = enterprises.get(session, enterprise_id, within)
    rows = _bundle(on).read(session, enterprise_id=enterprise_id)
    valid = [title for title in rows["every_title"] if is_valid(title, on)]
    return Profile(
        enterprise=enterprise,
        tier=tier_of_rank(max((rank_of(title.tier) for title in valid), default=0)),
        standing=stewards.standing(session, enterprise_id),
        contacts=[ProfileCard(*contact) for contact in rows["contacts"]],
        titles=valid,
        every_title=rows["every_title"],
        happenings=rows["happenings"],
        applications=rows["applications"],
        flags=rows["flags"],
        contacts_in_month=rows["contacts_in_month"][0].number,
        plans=rows["plans"],
        quiet=next(iter(rows["quiet"]), None),
        team=rows["team"],
        progress=rows["progress"][0],
    )


@lru_cache(maxsize=4)
def _bundle(on: date) -> Bundle:
    """Put into words once a day: that takes longer than reading the rows."""
    return Bundle(_selects(bindparam("enterprise_id", type_=Integer), on))


def _selects(enterprise_id: Any, on: date) -> dict[str, Select[Any]]:
    cards = select(
        *(getattr(Contact, name) for name in ProfileCard.__match_args__[:-1]),
        Contact.mobile_sealed.is_not(None).label("has_mobile"),
    ).where(Contact.enterprise_id == enterprise_id, or_(Contact.left_on.is_(None), Contact.left_on > on))
    titles = select(*columns_of(Title)).where(Title.enterprise_id == enterprise_id, Title.removed_on.is_(None))
    happenings = select(*columns_of(TitleEvent)).join(Title, Title.id == TitleEvent.title_id)
    applications = select(*columns_of(Application)).where(Application.enterprise_id == enterprise_id, is_open())
    flags = select(*columns_of(Flag)).where(Flag.enterprise_id == enterprise_id, open_flag(on))
    return {
        "contacts": cards.order_by(Contact.is_primary.desc(), Contact.id),
        "every_title": titles.order_by(Title.expires_on.desc(), Title.id),
        "happenings": happenings.where(Title.enterprise_id == enterprise_id, Title.removed_on.is_(None)),
        "applications": applications.order_by(Application.id),
        "flags": flags.order_by(Flag.kind, Flag.id),
        "quiet": select(*columns_of(QuietPeriod)).where(QuietPeriod.enterprise_id == enterprise_id, is_quiet(on)),
        "plans": select_announced(PlannedContact.enterprise_id == enterprise_id),
        "team": select_team(enterprise_id),
        "progress": select_progress(enterprise_id, on),
        "contacts_in_month": count_in_month(enterprise_id, on),
    }

"""Reads of what comes nearer: titles that end, annual updates that are due, follow-ups that are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles.ending import ends_within
from crm.cultivation.titles.tiers import in_pool, valid_on
from crm.enterprises.models import Enterprise
from crm.interactions.models import PlannedContact
from crm.interactions.plans.queries import is_open
from crm.rules.reading.ladder import Ladder


@dataclass(frozen=True, slots=True)
class UpdateDue:
    """An enterprise that has to make its annual update for a title, with the last day."""

    enterprise_id: int
    tier: str
    last_day: date


def titles_ending(session: Session, first: date, last: date, *, on: date) -> Sequence[Title]:
    """Titles whose last day lies in a span and which nothing carries on, the first to end first."""
    ending = select(Title).where(ends_within(first, last, on=on))
    return session.scalars(ending.order_by(Title.expires_on, Title.id)).all()


def updates_due(session: Session, ladder: Ladder, on: date, days: int) -> list[UpdateDue]:
    """Holders of a title of an earlier year without this year's update, once its last day is near until it is past."""
    found = []
    for tier in Tier:
        last_day = ladder.update_deadline(tier.value, on.year)
        if last_day is not None and on <= last_day <= on + timedelta(days=days):
            found += [UpdateDue(key, tier.value, last_day) for key in _not_updated(session, tier, on)]
    return found


def follow_ups_overdue(session: Session, on: date) -> int:
    """Enterprises of the pool with which the steward had planned a contact before this day."""
    late = select(func.count(PlannedContact.id)).join(Enterprise, Enterprise.id == PlannedContact.enterprise_id)
    overdue = is_open(), PlannedContact.is_stewards, PlannedContact.planned_on < on
    return session.scalar(late.where(*overdue, in_pool(on))) or 0


def _not_updated(session: Session, tier: Tier, on: date) -> Sequence[int]:
    updated = exists().where(
        TitleEvent.title_id == Title.id,
        TitleEvent.kind == TitleEventKind.ANNUAL_UPDATE,
        TitleEvent.happened_on >= on.replace(month=1, day=1),
    )
    return session.scalars(
        select(Title.enterprise_id)
        .where(Title.tier == tier, valid_on(on), Title.granted_on < on.replace(month=1, day=1), ~updated)
        .order_by(Title.enterprise_id)
    ).all()

"""Reads of titles and their life, and of the cultivation pool."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry, Tier, Title, TitleEvent
from crm.cultivation.titles.tiers import rank_of, valid_on
from crm.db import slices
from crm.errors import CrmError
from crm.rules.law.days.validity import counts_on


def titles(session: Session, enterprise_id: int) -> Sequence[Title]:
    """Titles that were not taken out as mistakes, latest first."""
    return session.scalars(
        select(Title)
        .where(Title.enterprise_id == enterprise_id, Title.removed_on.is_(None))
        .order_by(Title.granted_on.desc(), Title.id.desc())
    ).all()


def removed_titles(session: Session, enterprise_id: int) -> Sequence[Title]:
    """Titles that were corrected or removed, latest first."""
    return session.scalars(
        select(Title)
        .where(Title.enterprise_id == enterprise_id, Title.removed_on.is_not(None))
        .order_by(Title.removed_on.desc(), Title.id.desc())
    ).all()


def title(session: Session, enterprise_id: int, title_id: int) -> Title:
    """One title of the enterprise, or CrmError not_found."""
    found = session.get(Title, title_id)
    if found is None or found.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return found


def events(session: Session, enterprise_id: int) -> Sequence[TitleEvent]:
    """What happened to the enterprise's titles, latest first."""
    return session.scalars(
        select(TitleEvent)
        .join(Title, Title.id == TitleEvent.title_id)
        .where(Title.enterprise_id == enterprise_id)
        .order_by(TitleEvent.happened_on.desc(), TitleEvent.id.desc())
    ).all()


def certificates_held(session: Session, enterprise_ids: Collection[int], day: date) -> dict[tuple[int, Tier], str]:
    """The numbers of the certificates of titles valid on a day, by enterprise and tier."""
    numbers: dict[tuple[int, Tier], str] = {}
    for part in slices(sorted(enterprise_ids)):
        certified = select(Title).where(Title.enterprise_id.in_(part), valid_on(day), Title.certificate.is_not(None))
        for one in session.scalars(certified.order_by(Title.id)):
            numbers[one.enterprise_id, one.tier] = one.certificate or ""
    return numbers


def is_valid(title: Title, day: date) -> bool:
    """Whether the title stands in the record and counts on a day."""
    return title.removed_on is None and counts_on(title, day)


def tier_on(titles: Sequence[Title], day: date) -> Tier:
    """The highest title valid on a day; without any, seed."""
    return max((one.tier for one in titles if is_valid(one, day)), key=rank_of, default=Tier.SEED)


def open_entry(session: Session, enterprise_id: int) -> PoolEntry | None:
    """The entry with which the enterprise is in the pool now."""
    return session.scalar(select(PoolEntry).where(PoolEntry.enterprise_id == enterprise_id, PoolEntry.is_open))


def entries(session: Session, enterprise_id: int) -> Sequence[PoolEntry]:
    """Every time the enterprise came into the pool, latest first."""
    return session.scalars(
        select(PoolEntry)
        .where(PoolEntry.enterprise_id == enterprise_id)
        .order_by(PoolEntry.admitted_on.desc(), PoolEntry.id.desc())
    ).all()

"""Reads of duties."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.duties.models import DutyKind, TitleDuty
from crm.cultivation.duties.upkeep import is_waiting
from crm.cultivation.models import Title
from crm.db import slices


def duties_of(session: Session, enterprise_id: int, *, since: date) -> Sequence[TitleDuty]:
    """The duties of one enterprise that wait or were due since a day, the first due first."""
    mine = select(TitleDuty).where(TitleDuty.enterprise_id == enterprise_id)
    recent = mine.where(or_(is_waiting(), TitleDuty.due_on >= since))
    return session.scalars(recent.order_by(TitleDuty.due_on, TitleDuty.id)).all()


def duties_missed_for(session: Session, enterprise_id: int, tier: str) -> Sequence[TitleDuty]:
    """What the standing titles of a tier have missed: the review of such a title is in doubt."""
    mine = _missed_before_review(TitleDuty).where(TitleDuty.enterprise_id == enterprise_id, Title.tier == tier)
    return session.scalars(mine.order_by(TitleDuty.due_on, TitleDuty.id)).all()


def count_missed(session: Session, titles: Collection[Title]) -> dict[int, int]:
    """The same for many titles: how many duties each has missed, by its number; those without any are left out."""
    counts: dict[int, int] = {}
    for part in slices(sorted(title.id for title in titles)):
        missed = _missed_before_review(TitleDuty.title_id, func.count().label("number"))
        rows = session.execute(missed.where(TitleDuty.title_id.in_(part)).group_by(TitleDuty.title_id))
        counts.update((row.title_id, row.number) for row in rows)
    return counts


def _missed_before_review(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Title, Title.id == TitleDuty.title_id)
        .where(Title.removed_on.is_(None), TitleDuty.was_missed, TitleDuty.set_aside_on.is_(None))
        .where(TitleDuty.due_on > Title.granted_on, TitleDuty.kind != DutyKind.REVIEW)
    )


def duties_coming(session: Session, first: date, last: date) -> Sequence[TitleDuty]:
    """Changes to be reported whose last day lies in a span and that still wait."""
    coming = select(TitleDuty).where(is_waiting(), TitleDuty.due_on.between(first, last))
    changes = coming.where(TitleDuty.kind == DutyKind.MAJOR_CHANGE)
    return session.scalars(changes.order_by(TitleDuty.id)).all()


def duties_missed(session: Session, on: date) -> Sequence[TitleDuty]:
    """Duties that are late and not done."""
    missed = select(TitleDuty).where(is_waiting(), TitleDuty.missed_on <= on)
    return session.scalars(missed.order_by(TitleDuty.id)).all()

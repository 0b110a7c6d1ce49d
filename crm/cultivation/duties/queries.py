"""Reads of duties."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.cultivation.duties.models import DutyKind, TitleDuty
from crm.cultivation.duties.upkeep import is_waiting
from crm.cultivation.models import Title


def duties_of(session: Session, enterprise_id: int, *, since: date) -> Sequence[TitleDuty]:
    """The duties of one enterprise that wait or were due since a day, the first due first."""
    mine = select(TitleDuty).where(TitleDuty.enterprise_id == enterprise_id)
    recent = mine.where(or_(is_waiting(), TitleDuty.due_on >= since))
    return session.scalars(recent.order_by(TitleDuty.due_on, TitleDuty.id)).all()


def duties_missed_for(session: Session, enterprise_id: int, tier: str) -> Sequence[TitleDuty]:
    """What the standing titles of a tier have missed: the review of such a title is in doubt."""
    mine = (
        select(TitleDuty)
        .join(Title, Title.id == TitleDuty.title_id)
        .where(TitleDuty.enterprise_id == enterprise_id, Title.tier == tier, Title.removed_on.is_(None))
        .where(TitleDuty.was_missed, TitleDuty.set_aside_on.is_(None))
        .where(TitleDuty.due_on > Title.granted_on, TitleDuty.kind != DutyKind.REVIEW)
    )
    return session.scalars(mine.order_by(TitleDuty.due_on, TitleDuty.id)).all()


def duties_coming(session: Session, first: date, last: date) -> Sequence[TitleDuty]:
    """Changes to be reported whose last day lies in a span and that still wait."""
    coming = select(TitleDuty).where(is_waiting(), TitleDuty.due_on.between(first, last))
    changes = coming.where(TitleDuty.kind == DutyKind.MAJOR_CHANGE)
    return session.scalars(changes.order_by(TitleDuty.id)).all()


def duties_missed(session: Session, on: date) -> Sequence[TitleDuty]:
    """Duties that are late and not done."""
    missed = select(TitleDuty).where(is_waiting(), TitleDuty.missed_on <= on)
    return session.scalars(missed.order_by(TitleDuty.id)).all()

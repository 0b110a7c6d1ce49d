"""Reads about notices: which wait to be delivered, what a person has not read."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.notifications.models import Notice


def waiting(session: Session, *, limit: int) -> Sequence[int]:
    """Ids of notices that are not delivered yet, oldest first."""
    return session.scalars(
        select(Notice.id).where(Notice.delivered_at.is_(None)).order_by(Notice.id).limit(limit)
    ).all()


def has_waiting(session: Session) -> bool:
    """Whether any notice waits."""
    return session.scalar(select(Notice.id).where(Notice.delivered_at.is_(None)).limit(1)) is not None


def of_person(session: Session, user_id: int, *, limit: int = 50) -> Sequence[Notice]:
    """What was delivered to a person, newest first."""
    return session.scalars(
        select(Notice).where(Notice.user_id == user_id, Notice.delivered_at.is_not(None))
        .order_by(Notice.id.desc()).limit(limit)
    ).all()


def unread(session: Session, user_id: int) -> int:
    """How many delivered notices a person has not read."""
    return session.scalar(
        select(func.count()).select_from(Notice).where(
            Notice.user_id == user_id, Notice.delivered_at.is_not(None), Notice.read_at.is_(None)
        )
    ) or 0

"""Reads about notices: which wait to be delivered."""

from collections.abc import Sequence

from sqlalchemy import select
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

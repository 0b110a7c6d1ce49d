"""Writing notices with the act they tell of, marking them delivered and read; wording and channels are elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.claiming import changed, insert_once
from crm.notifications.models import Notice


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell one person; a second one with the same key is never written."""

    key: str
    user_id: int
    kind: str
    values: dict[str, Any]


def tell(session: Session, tellings: Sequence[Telling], *, at: datetime) -> int:
    """Put notices into the outbox; returns how many were not there before."""
    return sum(
        insert_once(
            session,
            Notice,
            ["dedupe_key"],
            dedupe_key=one.key,
            user_id=one.user_id,
            kind=one.kind,
            values=one.values,
            created_at=at,
        )
        for one in tellings
    )


def deliver(session: Session, notice_ids: Sequence[int], *, at: datetime) -> int:
    """Show the notices to their people from now on; each is claimed once."""
    waiting = update(Notice).where(Notice.id.in_(notice_ids), Notice.delivered_at.is_(None))
    return changed(session, waiting.values(delivered_at=at))


def mark_read(session: Session, user_id: int, *, at: datetime) -> None:
    """The person has seen everything that was delivered."""
    session.execute(
        update(Notice)
        .where(Notice.user_id == user_id, Notice.delivered_at.is_not(None), Notice.read_at.is_(None))
        .values(read_at=at)
    )

"""Writing notices with the act they tell of, delivering, reading and withdrawing them; wording is elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.notifications import queries
from crm.notifications.models import Notice, NoticeChannel, NoticeChoice
from crm.sql.claiming import execute_counting, insert_all_once

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell one person; a second one with the same key is never written.

    `about` and `reason` as in the table: whose scope decides, and what it rests on.
    """

    key: str
    user_id: int
    kind: str
    values: dict[str, Any]
    about: str | None = None
    reason: str | None = None


def tell(session: Session, tellings: Sequence[Telling], *, at: datetime) -> int:
    """Put notices into the outbox, but those their people do not want; returns how many were not there before."""
    unwanted = queries.read_unwanted(session, NoticeChannel.PAGE) if tellings else set()
    rows = [
        {
            "dedupe_key": one.key,
            "user_id": one.user_id,
            "kind": one.kind,
            "values": one.values,
            "about": one.about,
            "reason": one.reason,
            "created_at": at,
        }
        for one in tellings
        if (one.user_id, one.kind) not in unwanted
    ]
    return insert_all_once(session, Notice, ["dedupe_key"], rows)


def deliver(session: Session, notice_ids: Sequence[int], *, at: datetime) -> int:
    """Show the notices to their people from now on; each is claimed once."""
    waiting = update(Notice).where(Notice.id.in_(notice_ids), Notice.delivered_at.is_(None))
    return execute_counting(session, waiting.values(delivered_at=at))


def mark_read(session: Session, user_id: int, notice_ids: Collection[int], *, at: datetime) -> int:
    """The person has read these notices; returns how many they had not read before. One row of audit for all."""
    unread = update(Notice).where(
        Notice.id.in_(notice_ids),
        Notice.user_id == user_id,
        Notice.delivered_at.is_not(None),
        Notice.read_at.is_(None),
    )
    count = execute_counting(session, unread.values(read_at=at))
    if count:
        audit.record(session, user_id, "notices.read", "notices", count=count)
    return count


def withdraw_but(session: Session, kind: str, standing: Collection[str], *, at: datetime) -> int:
    """Take back the notices of a kind whose reason is not among those that still stand; returns how many."""
    open_notices = session.execute(
        select(Notice.id, Notice.reason).where(Notice.kind == kind, Notice.withdrawn_at.is_(None))
    )
    gone = [notice_id for notice_id, reason in open_notices if reason not in standing]
    for first in range(0, len(gone), _AT_ONCE):
        part = gone[first : first + _AT_ONCE]
        session.execute(update(Notice).where(Notice.id.in_(part)).values(withdrawn_at=at))
    return len(gone)


def withdraw_fallen(session: Session, kind: str, standing: Select[tuple[str]], *, at: datetime) -> int:
    """The same where a select knows the reasons that still stand: nothing of them is read."""
    reasons = standing.subquery("standing_reasons")
    stands = exists().where(reasons.c[0] == Notice.reason)
    fallen = update(Notice).where(Notice.kind == kind, Notice.withdrawn_at.is_(None), ~stands)
    return execute_counting(session, fallen.values(withdrawn_at=at))


def withdraw(session: Session, reason: str, *, at: datetime) -> int:
    """Take back every notice that rests on a reason; returns how many still stood."""
    standing = update(Notice).where(Notice.reason == reason, Notice.withdrawn_at.is_(None))
    return execute_counting(session, standing.values(withdrawn_at=at))


def choose(session: Session, chosen: Mapping[tuple[str, NoticeChannel], bool], *, by: int) -> None:
    """Write down what the person wants to be told, and where; the row of audit names what is not wanted."""
    for (kind, channel), is_wanted in chosen.items():
        choice = session.get(NoticeChoice, (by, kind, channel))
        if choice is None:
            session.add(NoticeChoice(user_id=by, kind=kind, channel=channel, is_wanted=is_wanted))
        else:
            choice.is_wanted = is_wanted
    session.flush()
    unwanted = sorted(f"{kind}:{channel}" for (kind, channel), is_wanted in chosen.items() if not is_wanted)
    audit.record(session, by, "notices.chosen", "notices", unwanted=unwanted)

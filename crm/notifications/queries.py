"""Reads about notices: which wait to be delivered, which a person has, and what they chose to be told."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.errors import CrmError
from crm.notifications.models import Notice, NoticeChannel, NoticeChoice

MOST_SHOWN = 300


def waiting(session: Session, *, limit: int) -> Sequence[int]:
    """Ids of notices that are not delivered yet, oldest first."""
    return session.scalars(
        select(Notice.id).where(Notice.delivered_at.is_(None)).order_by(Notice.id).limit(limit)
    ).all()


def has_waiting(session: Session) -> bool:
    """Whether any notice waits."""
    return session.scalar(select(Notice.id).where(Notice.delivered_at.is_(None)).limit(1)) is not None


def notices_of(session: Session, user_id: int) -> Sequence[Notice]:
    """What a person was told and what still stands, the newest first; at most `MOST_SHOWN`."""
    return session.scalars(_standing(user_id).order_by(Notice.id.desc()).limit(MOST_SHOWN)).all()


def unread_of(session: Session, user_id: int) -> Sequence[Notice]:
    """What a person has not read yet, the newest first; at most `MOST_SHOWN`."""
    unread = _standing(user_id).where(Notice.read_at.is_(None))
    return session.scalars(unread.order_by(Notice.id.desc()).limit(MOST_SHOWN)).all()


def notice_of(session: Session, user_id: int, notice_id: int) -> Notice:
    """One notice of a person; raises CrmError not_found for anybody else's, and for one that no longer stands."""
    notice = session.scalar(_standing(user_id).where(Notice.id == notice_id))
    if notice is None:
        raise CrmError("not_found")
    return notice


def choices_of(session: Session, user_id: int) -> dict[tuple[str, NoticeChannel], bool]:
    """What a person has chosen, by kind and channel; what is not there is wanted."""
    rows = session.scalars(select(NoticeChoice).where(NoticeChoice.user_id == user_id))
    return {(one.kind, one.channel): one.is_wanted for one in rows}


def read_unwanted(session: Session, channel: NoticeChannel) -> set[tuple[int, str]]:
    """Person and kind of everything somebody does not want in a channel."""
    rows = session.execute(
        select(NoticeChoice.user_id, NoticeChoice.kind).where(
            NoticeChoice.channel == channel, NoticeChoice.is_wanted.is_(False)
        )
    )
    return {(user_id, kind) for user_id, kind in rows}


def _standing(user_id: int) -> Select[tuple[Notice]]:
    return select(Notice).where(
        Notice.user_id == user_id, Notice.delivered_at.is_not(None), Notice.withdrawn_at.is_(None)
    )

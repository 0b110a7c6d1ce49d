"""Reads about channels and deliveries: a person's own, what is due, and what failed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from crm.errors import CrmError
from crm.notifications.channels.models import Delivery, DeliveryState, PersonalChannel
from crm.notifications.models import Notice
from crm.people.models import User
from crm.sql.bundles import columns_of

MOST_AT_ONCE = 200


def open_channels(session: Session, user_id: int) -> Sequence[PersonalChannel]:
    """The channels a person has, in the order in which they were added."""
    theirs = select(PersonalChannel).where(PersonalChannel.user_id == user_id, PersonalChannel.ended_at.is_(None))
    return session.scalars(theirs.order_by(PersonalChannel.id)).all()


def channel_of(session: Session, user_id: int, channel_id: int) -> PersonalChannel:
    """One open channel of a person; raises CrmError not_found for anybody else's."""
    channel = session.get(PersonalChannel, channel_id, populate_existing=True)
    if channel is None or channel.user_id != user_id or channel.ended_at is not None:
        raise CrmError("not_found")
    return channel


def has_due(session: Session, at: datetime) -> bool:
    """Whether the time of any delivery has come."""
    return session.scalar(select(Delivery.notice_id).where(*_due(at)).limit(1)) is not None


def due_channels(session: Session, at: datetime, *, limit: int) -> Sequence[int]:
    """Channels with something due, the one that waits the longest first."""
    first = func.min(Delivery.due_at)
    waiting = select(Delivery.channel_id).where(*_due(at)).group_by(Delivery.channel_id)
    return session.scalars(waiting.order_by(first, Delivery.channel_id).limit(limit)).all()


def due_notices(session: Session, channel_id: int, at: datetime) -> Sequence[Row[tuple[Delivery, Notice]]]:
    """What is due in a channel with its notices, the oldest first; at most `MOST_AT_ONCE`."""
    ours = select(Delivery, Notice).join(Notice, Notice.id == Delivery.notice_id)
    due = ours.where(Delivery.channel_id == channel_id, *_due(at)).order_by(Delivery.notice_id).limit(MOST_AT_ONCE)
    return session.execute(due.execution_options(populate_existing=True)).all()


def recent_deliveries(session: Session, user_id: int, *, limit: int) -> Sequence[Any]:
    """What became of a person's latest notices in their channels, also in those that are ended."""
    theirs = (
        select(*columns_of(Delivery), Notice.kind.label("notice_kind"), Notice.created_at, PersonalChannel.kind)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(PersonalChannel, PersonalChannel.id == Delivery.channel_id)
        .where(PersonalChannel.user_id == user_id)
    )
    return session.execute(theirs.order_by(Delivery.notice_id.desc(), Delivery.channel_id).limit(limit)).all()


def list_troubled(session: Session, *, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """Open channels of which deliveries failed or wait after a failure: whose, how many, and why the last one did."""
    troubled = (
        select(Delivery.channel_id, func.count().label("number"), func.max(Delivery.notice_id).label("latest"))
        .where(Delivery.trouble.is_not(None), Delivery.state.in_((DeliveryState.FAILED, DeliveryState.WAITING)))
        .group_by(Delivery.channel_id)
        .subquery("troubled")
    )
    rows = (
        select(
            PersonalChannel.id,
            PersonalChannel.kind,
            PersonalChannel.shown,
            User.name.label("person"),
            User.staff_number,
            troubled.c.number,
            Delivery.state,
            Delivery.tries,
            Delivery.trouble,
            Delivery.detail,
            Delivery.due_at,
        )
        .join(troubled, troubled.c.channel_id == PersonalChannel.id)
        .join(Delivery, (Delivery.channel_id == PersonalChannel.id) & (Delivery.notice_id == troubled.c.latest))
        .join(User, User.id == PersonalChannel.user_id)
        .where(PersonalChannel.ended_at.is_(None))
    )
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    ordered = rows.order_by(Delivery.due_at.desc(), PersonalChannel.id).offset(offset).limit(limit)
    return session.execute(ordered).all(), total


def _due(at: datetime) -> tuple[Any, ...]:
    return Delivery.state == DeliveryState.WAITING, Delivery.due_at <= at

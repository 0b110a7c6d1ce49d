"""Channels people chose, with their sealed addresses, and what became of each notice in each of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, short_text, user_key

_OPEN = text("ended_at IS NULL")


class ChannelKind(StrEnum):
    """What a channel is: a mailbox, the robot of a group, or a web address of the person's own."""

    MAIL = "mail"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WEBHOOK = "webhook"


class Pace(StrEnum):
    """When a channel tells: each notice at once, or all of them together in the morning."""

    AT_ONCE = "at_once"
    MORNING = "morning"


class DeliveryState(StrEnum):
    """A delivery waits for its time; it ends sent, given up, or dropped because there is nothing to tell any more."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class PersonalChannel(Base):
    """A channel of one person; one of each kind is open. The address is sealed, `shown` is what pages may show."""

    __tablename__ = "notice_channels"
    __table_args__ = (
        Index("uq_notice_channels_open", "user_id", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[key]
    user_id: Mapped[user_key]
    kind: Mapped[ChannelKind]
    pace: Mapped[Pace]
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    shown: Mapped[short_text]
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Delivery(Base):
    """One notice in one channel. `due_at` is the time of the next try, `trouble` the reason why the last one failed."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_a_time"),
        Index(None, "state", "due_at"),
        Index(None, "channel_id"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("notice_channels.id"), primary_key=True)
    state: Mapped[DeliveryState]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[code_text | None]
    detail: Mapped[short_text | None]

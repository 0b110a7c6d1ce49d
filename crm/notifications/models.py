"""The outbox: notices written in the transaction of the act they tell of, and what each person wants to be told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, user_key


class NoticeChannel(StrEnum):
    """Where a person reads of something: line by line on the page of notices, counted in the morning digest, or
    outside the desk, in the channels they added.
    """

    PAGE = "page"
    DIGEST = "digest"
    OUTSIDE = "outside"


class Notice(Base):
    """One thing to tell one person, once (`dedupe_key`); values are kept structured and worded when shown.

    `about` names the thing whose scope decides anew whether it may be read, such as `enterprise:12`; `reason` names
    what it rests on, such as `flag:7`, and the notice is withdrawn when that is gone.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "user_id", "read_at"),
        Index(None, "delivered_at"),
        Index(None, "kind", "withdrawn_at"),
        Index(None, "created_at"),
    )

    id: Mapped[key]
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    user_id: Mapped[user_key]
    kind: Mapped[code_text]
    values: Mapped[dict[str, Any]]
    about: Mapped[code_text | None]
    reason: Mapped[code_text | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class NoticeChoice(Base):
    """Whether a person wants to be told of a kind in a channel; without a row they do."""

    __tablename__ = "notice_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[code_text] = mapped_column(primary_key=True)
    channel: Mapped[NoticeChannel] = mapped_column(primary_key=True)
    is_wanted: Mapped[bool] = mapped_column(Boolean)

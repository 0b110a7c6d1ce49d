"""Addresses of calendar feeds: of each only the hash of its token."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, user_key

_OPEN = text("ended_at IS NULL")


class CalendarFeed(Base):
    """One address of one person, good until it is ended; a person has one at a time.

    `reads` counts since `counted_from`, so that nobody asks too often; `read_on` is the last day on which it was asked.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        Index("uq_calendar_feeds_open", "user_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[key]
    user_id: Mapped[user_key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counted_from: Mapped[datetime | None]
    reads: Mapped[int] = mapped_column(default=0)
    read_on: Mapped[date | None]

"""What people did about a flag: every act is a row that stays."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, enterprise_key, key, short_text


class FlagAct(StrEnum):
    """What somebody does about an open flag; dismissing closes it, all else leaves it open."""

    SEEN = "seen"
    SNOOZED = "snoozed"
    ACTED = "acted"
    DISMISSED = "dismissed"


class DismissalCause(StrEnum):
    """Why nobody follows a flag any more."""

    UNWILLING = "unwilling"
    WRONG_RECORD = "wrong_record"
    HANDLED_ELSEWHERE = "handled_elsewhere"
    OTHER = "other"


class FlagEvent(Base):
    """One act about a flag; `until` is the day to which it was put off, `cause` a `DismissalCause`.

    `as_carer` says whether the person looked after the enterprise on that day, as its steward or standing in.
    """

    __tablename__ = "flag_events"
    __table_args__ = (Index(None, "flag_id", "number", unique=True), Index(None, "until"))

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id"))
    number: Mapped[int]
    act: Mapped[FlagAct]
    by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    as_carer: Mapped[bool] = mapped_column(Boolean)
    happened_on: Mapped[date]
    until: Mapped[date | None]
    cause: Mapped[code_text | None]
    why: Mapped[short_text | None]

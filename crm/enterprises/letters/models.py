"""Letters to the contact of an enterprise: what is to be told, how it was told, when and by whom."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, enterprise_key, key, short_text
from crm.notifications.channels.models import DeliveryState


class LetterState(StrEnum):
    """A letter waits until somebody has passed it on, or until what it tells of is no longer so."""

    WAITING = "waiting"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"


class LetterWay(StrEnum):
    """How the contact was told."""

    VISIT = "visit"
    CALL = "call"
    MESSAGE = "message"
    MAIL = "mail"


class EnterpriseLetter(Base):
    """One thing to tell one enterprise, once (`dedupe_key`); values are kept structured and worded when shown.

    The contact is the primary one of the day on which the letter was written; without one the enterprise is told
    through whoever can be reached. `reason` names what it rests on, such as `handover:7`.
    """

    __tablename__ = "enterprise_letters"
    __table_args__ = (
        CheckConstraint("(state = 'passed_on') = (passed_on_at IS NOT NULL)", name="passed_on_at_a_time"),
        CheckConstraint("(passed_on_at IS NULL) = (way IS NULL)", name="passed_on_some_way"),
        Index(None, "state", "written_at"),
        Index(None, "reason"),
    )

    id: Mapped[key]
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    enterprise_id: Mapped[enterprise_key]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    kind: Mapped[code_text]
    values: Mapped[dict[str, Any]]
    reason: Mapped[code_text | None]
    state: Mapped[LetterState]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    way: Mapped[LetterWay | None]
    passed_on_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    passed_on_at: Mapped[datetime | None]


class LetterMailing(Base):
    """The mailing of a letter, from its first try on: how often it was tried, when next, and why it failed."""

    __tablename__ = "letter_mailings"
    __table_args__ = (CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_a_time"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("enterprise_letters.id"), primary_key=True)
    state: Mapped[DeliveryState]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[code_text | None]
    detail: Mapped[short_text | None]

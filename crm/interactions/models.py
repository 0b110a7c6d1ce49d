"""Services given to an enterprise, and who took part."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, key, long_text, short_text, user_key


class Channel(StrEnum):
    """How the contact took place."""

    VISIT = "visit"
    CALL = "call"
    MESSAGE = "message"
    MEETING = "meeting"
    BRIEFING = "briefing"


class ContactPurpose(StrEnum):
    """What the contact was for: 规划 政策 项目 资源 宣传."""

    PLANNING = "planning"
    POLICY = "policy"
    PROJECT = "project"
    RESOURCE = "resource"
    PUBLICITY = "publicity"


class Interaction(Base):
    """One contact with one enterprise on a business date; `client_key` makes sending it twice harmless.

    A record is never overwritten: a correction is a new row that `replaces_id` an earlier one, which is withdrawn.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        Index(None, "enterprise_id", "held_on"),
        Index(None, "author_id", "held_on"),
        Index(None, "next_contact_on"),
    )

    id: Mapped[key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    channel: Mapped[Channel]
    purpose: Mapped[ContactPurpose | None]
    held_on: Mapped[date]
    summary: Mapped[long_text]
    follow_up: Mapped[long_text | None]
    next_contact_on: Mapped[date | None]
    asked_for: Mapped[bool] = mapped_column(Boolean, default=False)
    author_id: Mapped[user_key]
    recorded_at: Mapped[datetime]
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    batch_id: Mapped[int | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_why: Mapped[short_text | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"), unique=True)

    @property
    def is_withdrawn(self) -> bool:
        """Taken back by its author, or replaced by a correction: it stays to be read and counts for nothing."""
        return self.withdrawn_on is not None


class Participant(Base):
    """A colleague who was there beside the author."""

    __tablename__ = "interaction_participants"

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class InteractionPhoto(AttachmentLink, Base):
    """A photo of a service."""

    __tablename__ = "interaction_photos"

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), primary_key=True)

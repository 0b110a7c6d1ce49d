"""Services given to an enterprise, who took part, and the contacts that are planned."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, enterprise_key, key, long_text, short_text, user_key
from crm.steps import StepEvent

_OPEN_OF_STEWARD = text("state = 'planned' AND is_stewards")
_OPEN_QUIET = text("ended_on IS NULL")
_OPEN_OF_ONE = text("state = 'planned' AND NOT is_stewards")


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

    `contact_id` is whom one met, `department_id` the author's department on that day. A record is never overwritten:
    a correction is a new row that `replaces_id` an earlier one, which is withdrawn.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        Index(None, "enterprise_id", "held_on"),
        Index(None, "author_id", "held_on"),
        Index(None, "next_contact_on"),
        Index(None, "held_on", "id"),
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
    ceiling_why: Mapped[short_text | None]
    author_id: Mapped[user_key]
    recorded_at: Mapped[datetime]
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    batch_id: Mapped[int | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_why: Mapped[short_text | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
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


class PlanState(StrEnum):
    """Ahead, kept by a contact that took place, or dropped."""

    PLANNED = "planned"
    KEPT = "kept"
    DROPPED = "dropped"


class PlannedContact(Base):
    """A contact somebody means to have with an enterprise on a day.

    A plan of the steward's (`is_stewards`) goes with the enterprise: whoever is its steward by then keeps it, and there
    is one. Everybody else, managers and handlers of departments, has one of their own. Who joins a colleague's
    visit names its plan (`with_id`), and both are one contact. `made_on` is the day from which the plan stands,
    `origin_id` the record in which it was promised, `ceiling_why` why the month bears one more contact.
    """

    __tablename__ = "planned_contacts"
    __table_args__ = (
        CheckConstraint(
            "state <> 'kept' OR interaction_id IS NOT NULL OR with_id IS NOT NULL", name="kept_by_a_contact"
        ),
        Index(
            "uq_planned_contacts_steward",
            "enterprise_id",
            unique=True,
            sqlite_where=_OPEN_OF_STEWARD,
            postgresql_where=_OPEN_OF_STEWARD,
        ),
        Index(
            "uq_planned_contacts_own",
            "enterprise_id",
            "user_id",
            unique=True,
            sqlite_where=_OPEN_OF_ONE,
            postgresql_where=_OPEN_OF_ONE,
        ),
        Index(None, "state", "planned_on"),
        Index(None, "with_id"),
        Index(None, "origin_id"),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    user_id: Mapped[user_key]
    is_stewards: Mapped[bool] = mapped_column(Boolean)
    planned_on: Mapped[date]
    purpose: Mapped[ContactPurpose | None]
    note: Mapped[short_text | None]
    asked_for: Mapped[bool] = mapped_column(Boolean, default=False)
    with_id: Mapped[int | None] = mapped_column(ForeignKey("planned_contacts.id"))
    ceiling_why: Mapped[short_text | None]
    made_on: Mapped[date]
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))
    state: Mapped[PlanState]
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)


class PlanEvent(StepEvent, Base):
    """A step in the life of a planned contact."""

    __tablename__ = "planned_contact_events"
    __table_args__ = (Index(None, "plan_id", "number", unique=True),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("planned_contacts.id"))


class QuietPeriod(Base):
    """免打扰: an enterprise is not to be contacted without cause, through `until`; one is open at a time.

    A period that is over by its day stays open in the table until another one begins; `ended_on` is the day on which
    somebody ended it, or its last day when the next one began.
    """

    __tablename__ = "quiet_periods"
    __table_args__ = (
        CheckConstraint("until >= from_on", name="quiet_until_later"),
        Index(
            "uq_quiet_periods_open",
            "enterprise_id",
            unique=True,
            sqlite_where=_OPEN_QUIET,
            postgresql_where=_OPEN_QUIET,
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    from_on: Mapped[date]
    until: Mapped[date]
    why: Mapped[short_text]
    set_by: Mapped[user_key]
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Briefing(Base):
    """宣讲: one act for many enterprises, and a contact with none of them."""

    __tablename__ = "briefings"
    __table_args__ = (Index(None, "held_on"),)

    id: Mapped[key]
    held_on: Mapped[date]
    title: Mapped[short_text]
    place: Mapped[short_text | None]
    purpose: Mapped[ContactPurpose]
    text: Mapped[long_text | None]
    held_by: Mapped[user_key]
    recorded_at: Mapped[datetime]
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True)


class BriefingEnterprise(Base):
    """An enterprise that a briefing was for."""

    __tablename__ = "briefing_enterprises"

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"), primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), primary_key=True, index=True)

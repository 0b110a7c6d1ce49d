"""Demands with their departments, steps, files and the reminders of their clocks."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, code_text, key, long_text, short_text, user_key
from crm.steps import StepEvent

_OPEN_LEAD = text("part = 'lead' AND to_at IS NULL")
_NUMBERED = text("source_number IS NOT NULL")


class DemandState(StrEnum):
    """Where a demand stands; answered by the department (`done`) is not closed: the enterprise has the last word."""

    RAISED = "raised"
    RETURNED = "returned"
    IN_HAND = "in_hand"
    PAUSED = "paused"
    DONE = "done"
    CALLED_BACK = "called_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class DemandSource(StrEnum):
    """How it came to the desk."""

    STEWARD = "steward"
    ENTERPRISE = "enterprise"
    HOTLINE = "hotline"
    PLATFORM = "platform"
    JOINT_MEETING = "joint_meeting"


class Outcome(StrEnum):
    """What the department's answer amounts to; `planned` is 挂账, with a promised day."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    PLANNED = "planned"


class Extension(StrEnum):
    """An extension is asked for once, and a manager decides."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"


class RecheckVerdict(StrEnum):
    """What somebody else found: rightly ended, or doubtful."""

    UPHELD = "upheld"
    DOUBTFUL = "doubtful"


class DemandPart(StrEnum):
    """What a department has to do with a demand."""

    LEAD = "lead"
    JOINT = "joint"


class Demand(Base):
    """One demand of one enterprise; `client_key` makes sending it twice harmless, `round` counts how often it began.

    `answer_by` is the last day for taking it in hand, `finish_by` for answering it; both are working days.
    """

    __tablename__ = "demands"
    __table_args__ = (
        Index(
            "uq_demands_source",
            "source",
            "source_number",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
        Index(None, "enterprise_id", "state"),
        Index(None, "state", "finish_by"),
        CheckConstraint("state <> 'closed' OR outcome IS NOT NULL", name="closed_with_outcome"),
        CheckConstraint("satisfaction IS NULL OR satisfaction BETWEEN 1 AND 5", name="satisfaction"),
        CheckConstraint("outcome <> 'planned' OR promised_on IS NOT NULL", name="planned_with_day"),
    )

    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    category: Mapped[code_text]
    level: Mapped[code_text]
    source: Mapped[DemandSource]
    source_number: Mapped[code_text | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    title: Mapped[short_text]
    text: Mapped[long_text]
    raised_by: Mapped[user_key]
    raised_on: Mapped[date]
    raised_at: Mapped[datetime]
    state: Mapped[DemandState]
    round: Mapped[int] = mapped_column(default=1)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer_by: Mapped[date]
    finish_by: Mapped[date]
    accepted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    was_returned: Mapped[bool] = mapped_column(Boolean, default=False)
    extension: Mapped[Extension | None]
    extension_to: Mapped[date | None]
    outcome: Mapped[Outcome | None]
    promised_on: Mapped[date | None]
    struck_off_on: Mapped[date | None]
    reached: Mapped[bool | None] = mapped_column(Boolean)
    call_tries: Mapped[int] = mapped_column(default=0)
    satisfaction: Mapped[int | None]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("demands.id"))
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True)


class DemandEvent(StepEvent, Base):
    """A step in the life of a demand."""

    __tablename__ = "demand_events"
    __table_args__ = (Index(None, "demand_id", "number", unique=True),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demands.id"))


class DemandDepartment(Base):
    """A department leads or takes part from a moment until another takes over; one open lead a demand."""

    __tablename__ = "demand_departments"
    __table_args__ = (
        Index(
            "uq_demand_departments_lead",
            "demand_id",
            unique=True,
            sqlite_where=_OPEN_LEAD,
            postgresql_where=_OPEN_LEAD,
        ),
        Index(None, "department_id", "to_at"),
        Index(None, "demand_id"),
    )

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demands.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    part: Mapped[DemandPart]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]


class DemandReminder(Base):
    """That people were told of a step of a clock (near, due, over) towards a last day in a round: once, however often
    the job runs.
    """

    __tablename__ = "demand_reminders"

    demand_id: Mapped[int] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[code_text] = mapped_column(primary_key=True)
    told_on: Mapped[date]


class DemandAttachment(AttachmentLink, Base):
    """A file of a demand."""

    __tablename__ = "demand_attachments"

    demand_id: Mapped[int] = mapped_column(ForeignKey("demands.id"), primary_key=True)


class Recheck(Base):
    """A demand that was withdrawn or explained away, drawn for a month to be looked at by somebody else."""

    __tablename__ = "rechecks"
    __table_args__ = (CheckConstraint("(checked_by IS NULL) = (verdict IS NULL)", name="verdict_of_somebody"),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    drawn_on: Mapped[date]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_on: Mapped[date | None]
    verdict: Mapped[RecheckVerdict | None]
    note: Mapped[long_text | None]

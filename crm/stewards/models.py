"""Assignments, the queue of enterprises without a steward, and leave cover."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, enterprise_key, key, short_text, user_key
from crm.steps import StepEvent

_OPEN_ASSIGNMENT = text("to_on IS NULL")
_OPEN_ENTRY = text("left_on IS NULL")


class Assignment(Base):
    """One steward looks after one enterprise from a day until another takes over; at most one is open."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_open",
            "enterprise_id",
            unique=True,
            sqlite_where=_OPEN_ASSIGNMENT,
            postgresql_where=_OPEN_ASSIGNMENT,
        ),
        Index("ix_assignments_steward_open", "steward_id", "to_on"),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    steward_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    why: Mapped[short_text]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    end_why: Mapped[short_text | None]

    @hybrid_property
    def is_open(self) -> bool:
        """Whether this is who looks after the enterprise now."""
        return self.to_on is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return cls.to_on.is_(None)


class QueueEntry(Base):
    """An enterprise waits for a steward, since a day, for a reason, to be answered by `due_on`."""

    __tablename__ = "queue_entries"
    __table_args__ = (
        Index(
            "uq_queue_entries_open",
            "enterprise_id",
            unique=True,
            sqlite_where=_OPEN_ENTRY,
            postgresql_where=_OPEN_ENTRY,
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    since: Mapped[date]
    due_on: Mapped[date]
    why: Mapped[short_text]
    put_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    left_on: Mapped[date | None]

    @hybrid_property
    def is_open(self) -> bool:
        """Whether the enterprise still waits."""
        return self.left_on is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return cls.left_on.is_(None)


class LeaveCover(Base):
    """`cover_id` acts for `steward_id` from a day through a day, and does not become the steward."""

    __tablename__ = "leave_covers"

    id: Mapped[key]
    steward_id: Mapped[user_key]
    cover_id: Mapped[user_key]
    from_on: Mapped[date]
    to_on: Mapped[date]
    why: Mapped[short_text]
    arranged_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cancelled_on: Mapped[date | None]


class CoverEvent(StepEvent, Base):
    """A step in the life of a leave cover."""

    __tablename__ = "leave_cover_events"
    __table_args__ = (Index(None, "cover_id", "number", unique=True),)

    cover_id: Mapped[int] = mapped_column(ForeignKey("leave_covers.id"))

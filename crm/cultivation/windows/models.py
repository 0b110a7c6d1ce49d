"""Windows that managers entered, and whom a window's list names."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, enterprise_key, long_text
from crm.rules import FlagKind


class WindowText(Base):
    """The text of a window that somebody entered, by digest; it counts from its approval by somebody else."""

    __tablename__ = "window_texts"
    __table_args__ = (
        CheckConstraint("entered_by <> approved_by", name="two_persons"),
        CheckConstraint("approved_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_id: Mapped[code_text]
    text: Mapped[long_text]
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]


class WindowOpening(Base):
    """That a window has opened: its list was made and its stewards were invited, once."""

    __tablename__ = "window_openings"

    window_id: Mapped[code_text] = mapped_column(primary_key=True)
    opened_on: Mapped[date]
    listed: Mapped[int]


class WindowCandidate(Base):
    """摸底: an enterprise that was flagged for the title when the window opened, and how."""

    __tablename__ = "window_candidates"

    window_id: Mapped[code_text] = mapped_column(primary_key=True)
    enterprise_id: Mapped[enterprise_key] = mapped_column(primary_key=True)
    kind: Mapped[FlagKind]
    listed_on: Mapped[date]

"""The cultivation pool, titles and their life, evaluations, flags and snapshots."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, code_column, code_text, enterprise_key, key, long_text, short_text
from crm.rules import FlagKind, Purpose, Verdict

_IN_POOL = text("left_on IS NULL")
_CURRENT = text("superseded_on IS NULL")
_OPEN = text("closed_on IS NULL")
_STANDING = text("removed_on IS NULL")


class Tier(StrEnum):
    """Titles and the seed tier; `tech_sme` stands beside `innovative`."""

    SEED = "seed"
    INNOVATIVE = "innovative"
    TECH_SME = "tech_sme"
    SRDI = "srdi"
    LITTLE_GIANT = "little_giant"


LADDER = (Tier.SEED, Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT)


class Leaving(StrEnum):
    """Why an enterprise leaves; an ended title is no reason, it only falls back."""

    MOVED_OUT = "moved_out"
    DEREGISTERED = "deregistered"
    WITHDRAWN = "withdrawn"


class PoolEntry(Base):
    """An enterprise is in the cultivation pool from a day until it leaves."""

    __tablename__ = "pool_entries"
    __table_args__ = (
        Index("uq_pool_entries_open", "enterprise_id", unique=True, sqlite_where=_IN_POOL, postgresql_where=_IN_POOL),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    admitted_on: Mapped[date]
    admitted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[short_text]
    left_on: Mapped[date | None]
    left_why: Mapped[Leaving | None] = mapped_column(code_column(Leaving))
    left_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @hybrid_property
    def is_open(self) -> bool:
        """Whether the enterprise is in the pool still."""
        return self.left_on is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return cls.left_on.is_(None)


class Title(Base):
    """A recognised title, valid on its first and its last day; the current tier is derived from these rows."""

    __tablename__ = "titles"
    __table_args__ = (
        Index(None, "tier", "expires_on"),
        Index(None, "granted_on"),
        Index(
            "uq_titles_standing",
            "enterprise_id",
            "tier",
            "granted_on",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    tier: Mapped[Tier]
    granted_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_on: Mapped[date | None]
    document: Mapped[short_text | None]
    batch: Mapped[short_text | None]
    certificate: Mapped[short_text | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    removed_on: Mapped[date | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class TitleEventKind(StrEnum):
    """What happens to a title; `removed` and `corrected` are about the record and not about the title."""

    GRANTED = "granted"
    EXPIRED = "expired"
    REVIEW_AWAITED = "review_awaited"
    REVIEW_PASSED = "review_passed"
    REVIEW_FAILED = "review_failed"
    ANNUAL_UPDATE = "annual_update"
    MAJOR_CHANGE = "major_change"
    REVOKED = "revoked"
    REMOVED = "removed"
    CORRECTED = "corrected"


class TitleEvent(Base):
    """Something in the life of a title; where it moved the last day, the one before and the one after are kept.

    A failed review keeps the last day that it did not move, and so says which term it was about.
    """

    __tablename__ = "title_events"
    __table_args__ = (Index(None, "title_id", "kind", "happened_on", unique=True), Index(None, "happened_on"))

    id: Mapped[key]
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"))
    kind: Mapped[TitleEventKind] = mapped_column(code_column(TitleEventKind))
    happened_on: Mapped[date]
    expires_before: Mapped[date | None]
    expires_after: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TitleAttachment(AttachmentLink, Base):
    """A document of a title, such as the notice of its recognition."""

    __tablename__ = "title_attachments"

    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"), primary_key=True)


class Evaluation(Base):
    """What the engine said of an enterprise and a target, with the rulebook and the facts it used.

    A new row is written only when something changed; the row it follows gets `superseded_on`. `changes_on` is the
    first day on which it could be another if nothing but the calendar moved.
    """

    __tablename__ = "evaluations"
    __table_args__ = (
        Index(
            "uq_evaluations_current",
            "enterprise_id",
            "target",
            "purpose",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index(None, "as_of"),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    target: Mapped[Tier]
    purpose: Mapped[Purpose] = mapped_column(code_column(Purpose))
    rulebook: Mapped[code_text]
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date]
    verdict: Mapped[Verdict] = mapped_column(code_column(Verdict))
    flag_kind: Mapped[FlagKind | None] = mapped_column(code_column(FlagKind))
    score_low: Mapped[int | None]
    score_high: Mapped[int | None]
    unmet: Mapped[list[str]]
    unknown: Mapped[list[str]]
    facts: Mapped[dict[str, Any]]
    reasons: Mapped[dict[str, Any]]
    changes_on: Mapped[date | None]
    superseded_on: Mapped[date | None]


class Flag(Base):
    """An episode in which an enterprise is eligible, near, or worth asking; opened and closed with a reason."""

    __tablename__ = "flags"
    __table_args__ = (
        Index(
            "uq_flags_open",
            "enterprise_id",
            "target",
            "purpose",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "closed_on", "kind", "target"),
        Index(None, "opened_on"),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    target: Mapped[Tier]
    purpose: Mapped[Purpose] = mapped_column(code_column(Purpose))
    kind: Mapped[FlagKind] = mapped_column(code_column(FlagKind))
    episode_key: Mapped[str] = mapped_column(String(120), unique=True)
    opened_on: Mapped[date]
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"), index=True)
    awaiting_year: Mapped[int | None]
    unmet_count: Mapped[int]
    unknown_count: Mapped[int]
    closed_on: Mapped[date | None]
    closed_why: Mapped[dict[str, Any] | None]


class PoolSnapshot(Base):
    """How many enterprises stood where at the end of a night: one row a day, tier and measure."""

    __tablename__ = "pool_snapshots"

    taken_on: Mapped[date] = mapped_column(primary_key=True)
    tier: Mapped[Tier] = mapped_column(primary_key=True)
    measure: Mapped[code_text] = mapped_column(primary_key=True)
    count: Mapped[int]


class RulebookText(Base):
    """The text of every rulebook version an evaluation was ever made with, by digest."""

    __tablename__ = "rulebook_texts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    rulebook: Mapped[code_text]
    text: Mapped[long_text]
    first_used_at: Mapped[datetime]


class JudgingMark(Base):
    """An enterprise of which something was written that a judgement rests on; the night takes the mark away.

    There may be several of one enterprise: a mark that is still being written is never taken for one that was seen.
    """

    __tablename__ = "judging_marks"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]


class JudgingDay(Base):
    """The first day on which the calendar alone can change what the night says of an enterprise."""

    __tablename__ = "judging_days"

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(index=True)


class JudgedNight(Base):
    """A night that judged: everybody and why, or only those that could have changed (`why` is null).

    `differences` are judgements that a weekly check found to be others though nothing could have changed them.
    """

    __tablename__ = "judged_nights"

    judged_on: Mapped[date] = mapped_column(primary_key=True)
    why: Mapped[code_text | None]
    rules: Mapped[str] = mapped_column(String(64))
    evaluated: Mapped[int]
    differences: Mapped[int]

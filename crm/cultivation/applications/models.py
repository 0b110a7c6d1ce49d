"""Applications for titles and for their reviews, with their steps and with what was judged at each submission."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.cultivation.models import Tier
from crm.db import Base, code_text, enterprise_key, key, long_text, short_text
from crm.rules import Purpose, Verdict
from crm.steps import StepEvent

_OPEN = text("closed_on IS NULL")


class ApplicationState(StrEnum):
    """Where an application stands; from `granted` on it is closed."""

    PREPARED = "prepared"
    SUBMITTED = "submitted"
    RECOMMENDED = "recommended"
    PUBLICITY = "publicity"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"


class Application(Base):
    """One application of one enterprise; `window_id` is that of an announced window, null while none is announced.

    `title_id` is the title that was made, or carried on by a review. `objections` counts those nobody settled yet.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_open",
            "enterprise_id",
            "target",
            "purpose",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "state", "target"),
        Index(None, "window_id"),
        CheckConstraint("(state = 'granted') = (title_id IS NOT NULL)", name="granted_with_title"),
        CheckConstraint(
            "(closed_on IS NULL) = (state IN ('prepared', 'submitted', 'recommended', 'publicity'))",
            name="closed_with_its_end",
        ),
        CheckConstraint("publicity_to >= publicity_from", name="publicity_ends_later"),
        CheckConstraint("objections >= 0", name="objections_counted"),
    )

    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    enterprise_id: Mapped[enterprise_key]
    target: Mapped[Tier]
    purpose: Mapped[Purpose]
    window_id: Mapped[code_text | None]
    state: Mapped[ApplicationState]
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("flags.id"))
    opened_on: Mapped[date]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    submitted_on: Mapped[date | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    site_checked_on: Mapped[date | None]
    letter: Mapped[short_text | None]
    recommended_on: Mapped[date | None]
    publicity_from: Mapped[date | None]
    publicity_to: Mapped[date | None]
    objections: Mapped[int] = mapped_column(default=0)
    title_id: Mapped[int | None] = mapped_column(ForeignKey("titles.id"), index=True)
    closed_on: Mapped[date | None]


class ApplicationEvent(StepEvent, Base):
    """A step in the life of an application."""

    __tablename__ = "application_events"
    __table_args__ = (Index(None, "application_id", "number", unique=True),)

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))


class ApplicationJudgement(Base):
    """What was judged when an application was submitted, the `number`-th time: the facts, the rules, what came of it.

    `as_of` is the day of the window by whose rules it was judged; `digest` is that of facts, rules and day together.
    `named` are the clauses not fulfilled, which the submitter named, with the reason in `below_why`; `conditions` are
    those of the yearly notice, each with its answer; `outside_why` says why it was submitted outside its window.
    """

    __tablename__ = "application_judgements"

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    submitted_on: Mapped[date]
    as_of: Mapped[date]
    rulebook: Mapped[code_text]
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[Verdict]
    unmet: Mapped[list[str]]
    unknown: Mapped[list[str]]
    facts: Mapped[dict[str, Any]]
    conditions: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    named: Mapped[list[str]]
    below_why: Mapped[long_text | None]
    outside_why: Mapped[long_text | None]

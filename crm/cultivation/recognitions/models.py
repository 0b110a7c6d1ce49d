"""Published lists and their lines; what became of each line stays with it."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.cultivation.models import Tier
from crm.db import Base, code_text, short_text, user_key
from crm.db import key as primary


class ListPurpose(StrEnum):
    """What a list announces of everybody on it."""

    RECOGNISED = "recognised"
    REVIEW_PASSED = "review_passed"
    REVIEW_FAILED = "review_failed"
    REVOKED = "revoked"


class MatchedBy(StrEnum):
    """How a line was taken for an enterprise; a name only proposes."""

    CODE = "code"
    NAME = "name"
    FORMER_NAME = "former_name"
    PERSON = "person"


class LineDecision(StrEnum):
    """What a person says about a line."""

    TAKEN = "taken"
    LEFT_OUT = "left_out"


class RecognitionList(Base):
    """A list as it was published; `digest` is that of its heading and lines, so that none is taken twice."""

    __tablename__ = "recognition_lists"

    id: Mapped[primary]
    document: Mapped[short_text]
    purpose: Mapped[ListPurpose]
    tier: Mapped[Tier]
    decided_on: Mapped[date]
    cause: Mapped[code_text | None]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    received_by: Mapped[user_key]
    received_on: Mapped[date]
    applied_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    applied_on: Mapped[date | None]


class RecognitionLine(Base):
    """One line: what is printed, whom it is taken for, what was decided, and the title it became.

    `offered_certificate` is the number with which the same list was sent again, until somebody decides on it.
    `refusal` says why it could not be done when the list was: a code with its values.
    """

    __tablename__ = "recognition_lines"
    __table_args__ = (
        Index(None, "list_id", "decision"),
        Index(None, "enterprise_id"),
        CheckConstraint("decision <> 'taken' OR enterprise_id IS NOT NULL", name="taken_for_somebody"),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("recognition_lists.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    printed_name: Mapped[short_text]
    printed_code: Mapped[code_text | None]
    printed_certificate: Mapped[short_text | None]
    offered_certificate: Mapped[short_text | None]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"))
    matched_by: Mapped[MatchedBy | None]
    decision: Mapped[LineDecision | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_on: Mapped[date | None]
    title_id: Mapped[int | None] = mapped_column(ForeignKey("titles.id"))
    done_on: Mapped[date | None]
    refusal: Mapped[dict[str, Any] | None]

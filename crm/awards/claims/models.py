"""Claims with their evidence, steps and files."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, code_text, fen, key, short_text
from crm.steps import StepEvent


class ClaimState(StrEnum):
    """Where a claim stands; from `submitted` to `approved` its amount is held on the account."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    FIRST_REVIEWED = "first_reviewed"
    SECOND_REVIEWED = "second_reviewed"
    PUBLICITY = "publicity"
    APPROVED = "approved"
    PAID = "paid"
    RECOVERED = "recovered"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


HOLDING = (
    ClaimState.SUBMITTED,
    ClaimState.ACCEPTED,
    ClaimState.FIRST_REVIEWED,
    ClaimState.SECOND_REVIEWED,
    ClaimState.PUBLICITY,
    ClaimState.APPROVED,
)
"""States in which the amount is held."""
IN_REVIEW = HOLDING[:4]
"""Handed in, and neither in public nor approved."""
PREPARABLE = (ClaimState.DRAFT, ClaimState.RETURNED)
OPEN = (*PREPARABLE, *HOLDING)
ENDED = (ClaimState.RECOVERED, ClaimState.REJECTED, ClaimState.WITHDRAWN)
_UNDER_WAY = text(f"state IN ({', '.join(repr(state.value) for state in OPEN)})")

APART = (
    ("filed_by", "first_by"),
    ("filed_by", "second_by"),
    ("filed_by", "approved_by"),
    ("filed_by", "paid_by"),
    ("first_by", "second_by"),
    ("first_by", "approved_by"),
    ("first_by", "paid_by"),
    ("second_by", "paid_by"),
    ("approved_by", "paid_by"),
)
"""Who must be two persons: filing, first review, second review and payment are four, and approval is not payment."""


class Claim(Base):
    """One claim of one benefit by the measure with this digest; amounts in fen.

    `subject` is the title or project, `account` the subject of its account, `period` the year of a yearly cap.
    `basis_on` is the day on which it was earned, `base` what a share is a share of, `approved` what the reviews left,
    `tells_contact` whether the contact of the enterprise wants to hear of each step.
    """

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint("asked > 0", name="asked"),
        CheckConstraint("approved IS NULL OR (approved > 0 AND approved <= asked)", name="approved"),
        CheckConstraint("base IS NULL OR base >= 0", name="base"),
        CheckConstraint("objections >= 0", name="objections"),
        CheckConstraint("state NOT IN ('paid', 'recovered') OR paid_by IS NOT NULL", name="paid_by_somebody"),
        CheckConstraint("public_to >= public_from", name="public_until_later"),
        *(CheckConstraint(f"{one} <> {other}", name=f"{one}_not_{other}") for one, other in APART),
        Index(
            "uq_claims_open",
            "benefit",
            "beneficiary_id",
            "account",
            "period",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
        Index(None, "beneficiary_id"),
        Index(None, "department_id", "state"),
        Index(None, "state"),
    )

    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    measure_digest: Mapped[str] = mapped_column(ForeignKey("measure_texts.digest"))
    clause: Mapped[code_text]
    benefit: Mapped[code_text]
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    subject: Mapped[short_text] = mapped_column(default="")
    account: Mapped[short_text] = mapped_column(default="")
    period: Mapped[int] = mapped_column(default=0)
    basis_on: Mapped[date]
    base: Mapped[fen | None]
    asked: Mapped[fen]
    approved: Mapped[fen | None]
    state: Mapped[ClaimState]
    drafted_on: Mapped[date]
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_on: Mapped[date | None]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    paid_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    public_from: Mapped[date | None]
    public_to: Mapped[date | None]
    objections: Mapped[int] = mapped_column(default=0)
    tells_contact: Mapped[bool] = mapped_column(default=False)

    @property
    def amount(self) -> int:
        """What the claim comes to as it stands."""
        return self.asked if self.approved is None else self.approved


class ClaimEvent(StepEvent, Base):
    """A step in the life of a claim; `detail` keeps what the checks found."""

    __tablename__ = "claim_events"
    __table_args__ = (Index(None, "claim_id", "number", unique=True),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))


class ClaimEvidence(Base):
    """One piece of evidence that the clause asks for; `note` says where it is to be seen, empty while it is missing."""

    __tablename__ = "claim_evidence"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    evidence: Mapped[short_text] = mapped_column(primary_key=True)
    place: Mapped[int]
    note: Mapped[short_text | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    given_on: Mapped[date | None]


class ClaimAttachment(AttachmentLink, Base):
    """A file of a claim; without an enterprise where somebody else is paid."""

    __tablename__ = "claim_attachments"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    enterprise_id: Mapped[int | None] = mapped_column(  # type: ignore[assignment]
        ForeignKey("enterprises.id"), index=True
    )

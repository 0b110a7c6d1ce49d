"""Who was paid what, by which measure, and on whose word the list of payments holds all there were."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.awards.law.measure import BeneficiaryKind
from crm.db import Base, code_text, fen, key, short_text

LONGEST_VOUCHER, LONGEST_PROJECT = 64, 100
LONGEST_NAME, LONGEST_CODE = 100, 64
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""What a voucher and the record of a beneficiary may say, typed or listed."""

_STANDING = text("removed_on IS NULL")
_STANDING_CLAIM = text("removed_on IS NULL AND claim_id IS NOT NULL")
_OPEN = text("ended_on IS NULL")


class Beneficiary(Base):
    """Somebody who can be paid: an enterprise of the desk, or somebody else by name."""

    __tablename__ = "beneficiaries"
    __table_args__ = (
        CheckConstraint("(kind = 'enterprise') = (enterprise_id IS NOT NULL)", name="enterprise_of_kind"),
        CheckConstraint("enterprise_id IS NOT NULL OR name IS NOT NULL", name="known_by_name"),
    )

    id: Mapped[key]
    kind: Mapped[BeneficiaryKind]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), unique=True)
    name: Mapped[short_text | None]
    code: Mapped[code_text | None] = mapped_column(unique=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]


class Referral(Base):
    """An enterprise that a platform brought, in a year."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index(
            "uq_referrals_standing",
            "platform_id",
            "enterprise_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(None, "enterprise_id"),
    )

    id: Mapped[key]
    platform_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    year: Mapped[int]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_on: Mapped[date | None]


class AwardAccount(Base):
    """How much of a benefit somebody may ever be paid, and how much of that claims reserve and was paid.

    Fen, or pieces where a clause gives things. `excess` is what vouchers were found to have paid above the cap.
    `subject` is a project, and empty where titles share one account; like clauses of measures share one benefit.
    """

    __tablename__ = "award_accounts"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("paid >= 0", name="paid"),
        CheckConstraint("excess >= 0", name="excess"),
        CheckConstraint("reserved + paid <= cap + excess", name="within_cap"),
    )

    benefit: Mapped[code_text] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), primary_key=True)
    subject: Mapped[short_text] = mapped_column(primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    cap: Mapped[fen]
    reserved: Mapped[fen] = mapped_column(default=0)
    paid: Mapped[fen] = mapped_column(default=0)
    excess: Mapped[fen] = mapped_column(default=0)


class PaymentEnd(StrEnum):
    """Why a payment counts no more: written down by mistake, sent back by the bank, or taken back from who had it."""

    MISTAKE = "mistake"
    BOUNCED = "bounced"
    RECOVERED = "recovered"


class Payment(Base):
    """Money that was paid, in fen, or pieces that were given, by the document of a measure, in force or repealed.

    `subject` is the title or the name of the project, `period` the year a yearly cap is for; both empty otherwise.
    `account` is the subject of its account. What counts no more has `removed_on`, and `ended_as` says why.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint(
            "(amount > 0 AND pieces IS NULL) OR (amount = 0 AND pieces IS NOT NULL AND pieces > 0)",
            name="amount_or_pieces",
        ),
        CheckConstraint("(removed_on IS NULL) = (ended_as IS NULL)", name="ended_with_why"),
        Index(
            "uq_payments_claim",
            "claim_id",
            unique=True,
            sqlite_where=_STANDING_CLAIM,
            postgresql_where=_STANDING_CLAIM,
        ),
        Index(
            "uq_payments_voucher",
            "document",
            "voucher",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(None, "beneficiary_id"),
        Index(None, "benefit", "paid_on"),
    )

    id: Mapped[key]
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    benefit: Mapped[code_text]
    subject: Mapped[short_text] = mapped_column(default="")
    period: Mapped[int] = mapped_column(default=0)
    document: Mapped[short_text]
    amount: Mapped[fen]
    pieces: Mapped[int | None]
    paid_on: Mapped[date]
    voucher: Mapped[code_text]
    account: Mapped[short_text] = mapped_column(default="")
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_on: Mapped[date | None]
    ended_as: Mapped[PaymentEnd | None]


class PaymentDeclaration(Base):
    """Says that all payments to an enterprise are recorded as of a day: with none recorded, none was paid."""

    __tablename__ = "payment_declarations"
    __table_args__ = (
        Index(
            "uq_payment_declarations_open", "enterprise_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    complete_as_of: Mapped[date]
    evidence: Mapped[short_text]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]

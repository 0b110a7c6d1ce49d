"""Batches of payments and their lines."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, fen, key, user_key

_AWAITED = text("outcome IS NULL")


class BatchOutcome(StrEnum):
    """What became of a line: paid, sent back by the bank, or taken out again before anything was paid."""

    PAID = "paid"
    BOUNCED = "bounced"
    TAKEN_OUT = "taken_out"


class PaymentBatch(Base):
    """A list of approved claims for the finance bureau."""

    __tablename__ = "payment_batches"

    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    made_by: Mapped[user_key]
    made_on: Mapped[date]


class PaymentBatchLine(Base):
    """A claim on a list, with its amount in fen then; a claim awaits the outcome of one line at most."""

    __tablename__ = "payment_batch_lines"
    __table_args__ = (
        Index(
            "uq_payment_batch_lines_awaited",
            "claim_id",
            unique=True,
            sqlite_where=_AWAITED,
            postgresql_where=_AWAITED,
        ),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batches.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    amount: Mapped[fen]
    outcome: Mapped[BatchOutcome | None]
    settled_on: Mapped[date | None]

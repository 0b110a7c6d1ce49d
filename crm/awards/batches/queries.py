"""Reads of batches: which there are, what stands in one, and what could go into the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm.awards.batches.models import BatchOutcome, PaymentBatch, PaymentBatchLine
from crm.awards.claims.models import Claim, ClaimState
from crm.awards.claims.queries import ClaimLine, select_lines
from crm.errors import CrmError
from crm.people.models import User


@dataclass(frozen=True, slots=True)
class BatchSums:
    """One batch in the list: how many lines and fen were not taken out, and how many still await an outcome."""

    batch: PaymentBatch
    maker: str
    lines: int
    amount: int
    awaited: int


@dataclass(frozen=True, slots=True)
class BatchClaim:
    """A line of a batch with its claim."""

    line: PaymentBatchLine
    claim: ClaimLine


BatchLines = dict[str, tuple[Claim, PaymentBatchLine]]


def list_batches(session: Session) -> list[BatchSums]:
    """Every batch, the newest first."""
    rows = session.execute(_sums().order_by(PaymentBatch.id.desc()))
    return [BatchSums(batch, maker, lines, int(amount), awaited) for batch, maker, lines, amount, awaited in rows]


def batch_of(session: Session, batch_id: int) -> PaymentBatch:
    """One batch, or CrmError not_found."""
    batch = session.get(PaymentBatch, batch_id)
    if batch is None:
        raise CrmError("not_found")
    return batch


def claims_in(session: Session, batch_id: int) -> list[BatchClaim]:
    """What stands in a batch, in the order of the numbers."""
    lines = {
        line.claim_id: line
        for line in session.scalars(select(PaymentBatchLine).where(PaymentBatchLine.batch_id == batch_id))
    }
    rows = session.execute(select_lines().where(Claim.id.in_(lines)).order_by(Claim.number))
    return [BatchClaim(lines[row[0].id], ClaimLine(*row)) for row in rows]


def lines_by_number(session: Session, batch_id: int) -> BatchLines:
    """What stands in a batch by the number of the claim, as the database says it now."""
    rows = session.execute(
        select(Claim, PaymentBatchLine)
        .join(PaymentBatchLine, PaymentBatchLine.claim_id == Claim.id)
        .where(PaymentBatchLine.batch_id == batch_id)
        .execution_options(populate_existing=True)
    )
    return {claim.number: (claim, line) for claim, line in rows}


def claims_to_list(session: Session) -> list[ClaimLine]:
    """Approved claims that stand on no list."""
    awaited = select(PaymentBatchLine.claim_id).where(PaymentBatchLine.outcome.is_(None))
    wanted = select_lines().where(Claim.state == ClaimState.APPROVED, Claim.id.not_in(awaited))
    return [ClaimLine(*row) for row in session.execute(wanted.order_by(Claim.number))]


def lines_of(session: Session, batch_id: int) -> Sequence[PaymentBatchLine]:
    """The lines that await an outcome."""
    mine = select(PaymentBatchLine).where(PaymentBatchLine.batch_id == batch_id, PaymentBatchLine.outcome.is_(None))
    return session.scalars(mine.order_by(PaymentBatchLine.claim_id)).all()


def _sums() -> Select[Any]:
    awaited = PaymentBatchLine.outcome.is_(None)
    stands = awaited | (PaymentBatchLine.outcome != BatchOutcome.TAKEN_OUT)
    lines = func.count(PaymentBatchLine.claim_id)
    amount = func.coalesce(func.sum(PaymentBatchLine.amount).filter(stands), 0)
    return (
        select(PaymentBatch, User.name, lines.filter(stands), amount, lines.filter(awaited))
        .join(User, User.id == PaymentBatch.made_by)
        .join(PaymentBatchLine, PaymentBatchLine.batch_id == PaymentBatch.id)
        .group_by(PaymentBatch.id, User.name)
    )

"""The line of a list that a claim stands on: read before a claim is withdrawn, settled with each payment."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.batches.models import BatchOutcome, PaymentBatchLine


def awaited_line(session: Session, claim_id: int) -> PaymentBatchLine | None:
    """The line that awaits what becomes of the claim."""
    mine = select(PaymentBatchLine).where(PaymentBatchLine.claim_id == claim_id, PaymentBatchLine.outcome.is_(None))
    return session.scalar(mine)


def settle_line(session: Session, claim_id: int, outcome: BatchOutcome, *, on: date) -> None:
    """Say on its list what became of a claim; one that was paid and came back says so on the list it was paid by."""
    before = None if outcome is BatchOutcome.PAID else BatchOutcome.PAID
    mine = select(PaymentBatchLine).where(
        PaymentBatchLine.claim_id == claim_id, PaymentBatchLine.outcome.is_not_distinct_from(before)
    )
    line = session.scalar(mine.order_by(PaymentBatchLine.batch_id.desc()).limit(1))
    if line is not None:
        line.outcome, line.settled_on = outcome, on
        session.flush()

"""Making a list for the finance bureau, taking a claim off it, and recording what the bank returned, all or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.batches import queries
from crm.awards.batches.models import BatchOutcome, PaymentBatch, PaymentBatchLine
from crm.awards.batches.queries import BatchLines
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.filing import ClaimGround
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import offer_of_claim
from crm.awards.claims.service import take_claim_step
from crm.awards.models import Payment, PaymentEnd
from crm.awards.payments.accounts import PAYMENTS
from crm.awards.payments.wholesale import ListResult, RowFault
from crm.db import serialise
from crm.errors import CrmError


@dataclass(frozen=True, slots=True)
class BankReturn:
    """A line of what the bank returned: the row it stands in, the number of the claim, and what became of it."""

    row: int
    number: str
    outcome: BatchOutcome
    amount: int
    voucher: str = ""
    paid_on: date | None = None
    why: str = ""


def make_batch(session: Session, claim_ids: Collection[int], *, by: int, on: date) -> PaymentBatch:
    """List approved claims; raises CrmError where one of them is not approved, or stands on a list already.

    It waits for every payment and withdrawal under way, for what is read as approved must be so when it is listed.
    """
    serialise(session, PAYMENTS)
    lines = [line for line in queries.claims_to_list(session) if line.claim.id in claim_ids]
    if not lines or len(lines) != len(set(claim_ids)):
        raise CrmError("batch_claims_unfit")
    batch = PaymentBatch(number=_next_number(session, on), made_by=by, made_on=on)
    session.add(batch)
    session.flush()
    for line in lines:
        session.add(PaymentBatchLine(batch_id=batch.id, claim_id=line.claim.id, amount=line.claim.amount))
    session.flush()
    audit.record(session, by, "batch.made", f"batch:{batch.id}", claims=len(lines))
    return batch


def take_out(session: Session, batch_id: int, claim_id: int, *, by: int, on: date) -> None:
    """The claim leaves the list before anything was paid; it can be withdrawn, or stand on another one."""
    serialise(session, PAYMENTS)
    line = next((each for each in queries.lines_of(session, batch_id) if each.claim_id == claim_id), None)
    if line is None:
        raise CrmError("batch_line_settled")
    line.outcome, line.settled_on = BatchOutcome.TAKEN_OUT, on
    session.flush()
    audit.record(session, by, "batch.claim_taken_out", f"batch:{batch_id}", claim=claim_id)


def record_returns(
    session: Session,
    batch_id: int,
    returns: Sequence[BankReturn],
    ground: ClaimGround,
    *,
    by: int,
    on: date,
    at: datetime,
) -> ListResult:
    """Pay or bounce what the bank says; where a row cannot be taken none is, and every such row says why."""
    serialise(session, PAYMENTS)
    try:
        with audit.attempt(session):
            lines = queries.lines_by_number(session, batch_id)
            written = _record_all(session, lines, returns, ground, by=by, on=on, at=at)
    except _CannotBeTaken as error:
        return ListResult(0, 0, error.faults)
    audit.record(session, by, "batch.returned", f"batch:{batch_id}", written=written, known=len(returns) - written)
    return ListResult(written, len(returns) - written)


class _CannotBeTaken(Exception):
    """Undoes what was taken of a list, and names every row that cannot be."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


def _record_all(
    session: Session,
    lines: BatchLines,
    returns: Sequence[BankReturn],
    ground: ClaimGround,
    *,
    by: int,
    on: date,
    at: datetime,
) -> int:
    """How many were new; raises with every row that cannot be taken."""
    faults: list[RowFault] = []
    written = 0
    for each in returns:
        try:
            written += _record(session, lines, each, ground, by=by, on=on, at=at)
        except CrmError as error:
            faults.append(RowFault(each.row, error))
    if faults:
        raise _CannotBeTaken(tuple(faults))
    return written


def _record(
    session: Session, lines: BatchLines, returned: BankReturn, ground: ClaimGround, *, by: int, on: date, at: datetime
) -> bool:
    """Whether it was new; the very same line sent again is no fault."""
    if returned.number not in lines:
        raise CrmError("return_not_in_batch", number=returned.number)
    claim, line = lines[returned.number]
    words = {"number": returned.number, "clause": offer_of_claim(session, ground.measures, claim).clause.number}
    if returned.amount != line.amount:
        raise CrmError("return_amount_differs", **words)
    if _is_known(session, claim, line, returned):
        return False
    if line.outcome not in (None, BatchOutcome.PAID):
        raise CrmError("return_line_settled", **words)
    act, saying = _step_of(returned)
    take_claim_step(session, claim.id, act, saying, ground, by=by, on=on, at=at)
    return True


def _is_known(session: Session, claim: Claim, line: PaymentBatchLine, returned: BankReturn) -> bool:
    if line.outcome is not returned.outcome:
        return False
    return returned.outcome is BatchOutcome.BOUNCED or _was_paid_by(session, claim, returned.voucher)


def _step_of(returned: BankReturn) -> tuple[ClaimAct, ClaimSaying]:
    if returned.outcome is BatchOutcome.BOUNCED:
        return ClaimAct.BOUNCE, ClaimSaying(why=returned.why or "银行退票")
    return ClaimAct.PAY, ClaimSaying(voucher=returned.voucher, day=returned.paid_on)


def _was_paid_by(session: Session, claim: Claim, voucher: str) -> bool:
    """Whether the voucher paid the claim and did not come back, also when the money was recovered since."""
    kept = Payment.ended_as.is_(None) | (Payment.ended_as == PaymentEnd.RECOVERED)
    return session.scalar(select(Payment.voucher).where(Payment.claim_id == claim.id, kept)) == voucher


def _next_number(session: Session, on: date) -> str:
    """BF2026-0001: counted within the year."""
    start = f"BF{on.year}-"
    latest = session.scalar(select(func.max(PaymentBatch.number)).where(PaymentBatch.number.startswith(start)))
    count = int(latest.removeprefix(start)) + 1 if latest else 1
    return f"{start}{count:04d}"

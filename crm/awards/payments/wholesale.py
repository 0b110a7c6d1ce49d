"""The payments of a whole list at once: all of it or nothing, one row of audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary, Payment
from crm.awards.payments import queries
from crm.awards.payments.accounts import PAYMENTS
from crm.awards.payments.service import (
    PaymentEntry,
    beneficiary_of,
    check_entry,
    payment_of_entry,
    values_of,
    write_payment,
)
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError


@dataclass(frozen=True, slots=True)
class ListedPayment:
    """A line of a list: the number of its row, whose payment it is by credit code, and what it says."""

    row: int
    credit_code: str
    entry: PaymentEntry


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be written."""

    row: int
    error: CrmError


@dataclass(frozen=True, slots=True)
class ListResult:
    """How many payments were written and how many stood already; with faults none was."""

    written: int
    known: int
    faults: tuple[RowFault, ...] = ()


def record_payments(
    session: Session, listed: Sequence[ListedPayment], measures: Measures, *, by: int, on: date
) -> ListResult:
    """Write all payments of a list; where a row cannot be written none is, and every such row says why."""
    serialise(session, PAYMENTS)
    try:
        with session.begin_nested():
            written = _record_all(session, listed, measures, by=by, on=on)
    except _CannotBeWritten as error:
        return ListResult(0, 0, error.faults)
    known = len(listed) - written
    if written:
        audit.record(session, by, "payments.imported", "payments", written=written, known=known)
    return ListResult(written, known)


class _CannotBeWritten(Exception):
    """Undoes what was written of a list."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


def _record_all(session: Session, listed: Sequence[ListedPayment], measures: Measures, *, by: int, on: date) -> int:
    """How many are new; raises with every row that cannot be written."""
    faults: list[RowFault] = []
    written = 0
    for each in listed:
        try:
            written += _record(session, each, measures, by=by, on=on)
        except CrmError as error:
            faults.append(RowFault(each.row, error))
    if faults:
        raise _CannotBeWritten(tuple(faults))
    return written


def _record(session: Session, listed: ListedPayment, measures: Measures, *, by: int, on: date) -> bool:
    """Whether the payment is new; the very same one on record is no fault."""
    enterprise = session.scalar(select(Enterprise.id).where(Enterprise.credit_code == listed.credit_code))
    if enterprise is None:
        raise CrmError("payment_enterprise_unknown", credit_code=listed.credit_code)
    offer = check_entry(listed.entry, BeneficiaryKind.ENTERPRISE, measures, on=on)
    beneficiary = beneficiary_of(session, enterprise, by=by, on=on)
    if _stands(session, beneficiary, listed.entry):
        return False
    write_payment(session, beneficiary, listed.entry, offer, by=by, on=on)
    return True


def _stands(session: Session, beneficiary: Beneficiary, entry: PaymentEntry) -> bool:
    before: Payment | None = queries.by_voucher(session, entry.document, entry.voucher)
    return before is not None and values_of(before) == values_of(payment_of_entry(beneficiary, entry))

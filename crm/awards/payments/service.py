"""Recording payments: once a voucher, by a measure that is known, within the cap unless somebody has looked again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.law.arithmetic import AnotherMeasure, ByTitle, Per, Quota, Service, period_of
from crm.awards.law.measure import BeneficiaryKind, BenefitOffer
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary, Payment, PaymentDeclaration, PaymentEnd
from crm.awards.payments import accounts, queries
from crm.awards.payments.accounts import PAYMENTS, AccountKey, account_subject, lock_accounts, most_on
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.rules.law.catalogue import TIERS

LARGEST_PAYMENT = 10**15
"""Fen; sums of thousands of payments fit a column, also of those that somebody let pass above a cap."""


@dataclass(frozen=True, slots=True)
class PaymentEntry:
    """A payment as a voucher says it: `amount` in fen, or `pieces` where a clause gives things.

    `is_checked` says that somebody has looked at the voucher again and it is above the cap indeed.
    """

    benefit: str
    document: str
    paid_on: date
    voucher: str
    amount: int = 0
    pieces: int | None = None
    subject: str = ""
    period: int = 0
    is_checked: bool = False


def record_payment(
    session: Session, enterprise_id: int, entry: PaymentEntry, measures: Measures, *, by: int, on: date
) -> Payment:
    """Write down what an enterprise was paid; the same voucher sent twice by the same person is one payment."""
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    serialise(session, f"payments of {enterprise_id}", among=PAYMENTS)
    beneficiary = beneficiary_of(session, enterprise_id, by=by, on=on)
    return record_for(session, beneficiary, entry, measures, by=by, on=on)


def record_for(
    session: Session, beneficiary: Beneficiary, entry: PaymentEntry, measures: Measures, *, by: int, on: date
) -> Payment:
    """Write down what somebody was paid; raises CrmError with the clause it would break."""
    offer = check_entry(entry, beneficiary.kind, measures, on=on)
    lock_accounts(session, beneficiary)
    sent = _sent_before(session, beneficiary, entry, by=by, on=on)
    if sent is not None:
        return sent
    payment = write_payment(session, beneficiary, entry, offer, by=by, on=on)
    audit.record(session, by, "payment.recorded", audited_as(beneficiary), payment=payment.id, benefit=entry.benefit)
    return payment


def check_entry(entry: PaymentEntry, kind: BeneficiaryKind, measures: Measures, *, on: date) -> BenefitOffer:
    """Where the document says the benefit; raises CrmError where the entry is not what the clause pays."""
    offer = _offer(entry, kind, measures)
    _check_account(entry, offer)
    _check_day(entry, measures, on)
    return offer


def write_payment(
    session: Session, beneficiary: Beneficiary, entry: PaymentEntry, offer: BenefitOffer, *, by: int, on: date
) -> Payment:
    """The row of a checked entry, unless its voucher was used or its cap is passed; the audit row is the caller's."""
    check_voucher(session, entry.document, entry.voucher)
    account = _account(beneficiary, entry, offer)
    if not entry.is_checked:
        _check_cap(session, account, entry, offer)
    accounts.open_account(session, account, most_on(offer.benefit.arithmetic, entry.subject) or 0)
    accounts.add_paid(session, account, _size(entry), is_checked=entry.is_checked)
    payment = payment_of_entry(beneficiary, entry)
    payment.account, payment.recorded_by, payment.recorded_on = account.subject, by, on
    session.add(payment)
    session.flush()
    return payment


def remove_payment(session: Session, payment: Payment, *, by: int, on: date) -> None:
    """The payment was written down by mistake; it stays in the record and counts no more."""
    beneficiary = session.get_one(Beneficiary, payment.beneficiary_id)
    lock_accounts(session, beneficiary)
    session.refresh(payment)
    if payment.removed_on is not None:
        names = people.names(session, {payment.removed_by} if payment.removed_by else set())
        raise CrmError("payment_removed", who=names.get(payment.removed_by or 0, "—"), day=payment.removed_on)
    if payment.claim_id is not None:
        raise CrmError("payment_of_claim")
    account = AccountKey(payment.benefit, payment.beneficiary_id, payment.account, payment.period)
    accounts.take_back_paid(session, account, payment.amount + (payment.pieces or 0))
    payment.removed_by, payment.removed_on, payment.ended_as = by, on, PaymentEnd.MISTAKE
    session.flush()
    audit.record(session, by, "payment.removed", audited_as(beneficiary), payment=payment.id)


def declare_payments(session: Session, enterprise_id: int, *, evidence: str, by: int, on: date) -> PaymentDeclaration:
    """Somebody says that all payments are recorded as of a day: with none recorded, none was paid."""
    serialise(session, f"payments of {enterprise_id}", among=PAYMENTS)
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    _end_declaration(session, enterprise_id, by=by, on=on)
    declared = PaymentDeclaration(enterprise_id=enterprise_id, complete_as_of=on, evidence=evidence)
    declared.recorded_by, declared.recorded_on = by, on
    session.add(declared)
    session.flush()
    audit.record(session, by, "payments.declared_complete", f"enterprise:{enterprise_id}", as_of=on)
    return declared


def withdraw_payments(session: Session, enterprise_id: int, *, by: int, on: date) -> None:
    """Payments may be missing after all; that they were declared complete stays in the record."""
    serialise(session, f"payments of {enterprise_id}", among=PAYMENTS)
    ended = _end_declaration(session, enterprise_id, by=by, on=on)
    if ended is None:
        raise CrmError("payments_not_declared")
    audit.record(
        session, by, "payments.declaration_withdrawn", f"enterprise:{enterprise_id}", was=ended.complete_as_of
    )


def beneficiary_of(session: Session, enterprise_id: int, *, by: int | None, on: date) -> Beneficiary:
    """The enterprise as somebody who can be paid; made when first asked for."""
    known = session.scalar(select(Beneficiary).where(Beneficiary.enterprise_id == enterprise_id))
    if known is not None:
        return known
    made = Beneficiary(kind=BeneficiaryKind.ENTERPRISE, enterprise_id=enterprise_id)
    made.recorded_by, made.recorded_on = by, on
    session.add(made)
    session.flush()
    return made


def _end_declaration(session: Session, enterprise_id: int, *, by: int, on: date) -> PaymentDeclaration | None:
    declared = queries.declaration(session, enterprise_id)
    if declared is not None:
        declared.ended_by, declared.ended_on = by, on
        session.flush()
    return declared


def _offer(entry: PaymentEntry, kind: BeneficiaryKind, measures: Measures) -> BenefitOffer:
    """The benefit where the document says it; one that is no measure here is read by the measure that repealed it."""
    own = [measure for measure in measures.all if measure.document == entry.document]
    read_by = own or [measure for measure in measures.all if measure.repeals == entry.document]
    offers = (offer for measure in read_by for offer in measure.offers)
    offer = next((each for each in offers if each.benefit.id == entry.benefit), None)
    if offer is None:
        raise CrmError("payment_without_basis", document=entry.document)
    if offer.benefit.to != kind:
        raise CrmError("payment_to_another", clause=offer.clause.number, text=offer.benefit.text.zh)
    return offer


def _check_account(entry: PaymentEntry, offer: BenefitOffer) -> None:
    """The entry names the account of the clause: a title, a project, a year, or nothing."""
    arithmetic, clause = offer.benefit.arithmetic, offer.clause.number
    if isinstance(arithmetic, AnotherMeasure | Service):
        raise CrmError("payment_without_figure", clause=clause)
    if isinstance(arithmetic, Quota) != (entry.pieces is not None) or (entry.pieces is None and entry.amount <= 0):
        raise CrmError("payment_nothing", clause=clause)
    if entry.amount > LARGEST_PAYMENT or (entry.pieces is not None and (entry.pieces <= 0 or entry.amount)):
        raise CrmError("payment_nothing", clause=clause)
    if isinstance(arithmetic, ByTitle) and entry.subject not in arithmetic.amounts:
        raise CrmError("payment_needs_title", clause=clause)
    if period_of(arithmetic) is Per.PROJECT and (not entry.subject or entry.subject in TIERS):
        raise CrmError("payment_needs_project", clause=clause)
    if entry.subject and not (isinstance(arithmetic, ByTitle) or period_of(arithmetic) is Per.PROJECT):
        raise CrmError("payment_on_no_account", clause=clause)
    if (period_of(arithmetic) is Per.YEAR) != bool(entry.period):
        raise CrmError("payment_needs_year", clause=clause)


def _check_day(entry: PaymentEntry, measures: Measures, on: date) -> None:
    if entry.paid_on > on:
        raise CrmError("payment_ahead", day=entry.paid_on)
    own = next((measure for measure in measures.all if measure.document == entry.document), None)
    if own is not None and entry.paid_on < own.valid.since:
        raise CrmError("payment_before_measure", document=own.document, day=own.valid.since)


def _sent_before(
    session: Session, beneficiary: Beneficiary, entry: PaymentEntry, *, by: int, on: date
) -> Payment | None:
    """The payment that the same person wrote down today in the same words."""
    known = queries.by_voucher(session, entry.document, entry.voucher)
    if known is None or (known.recorded_by, known.recorded_on) != (by, on):
        return None
    return known if values_of(known) == values_of(payment_of_entry(beneficiary, entry)) else None


def values_of(payment: Payment) -> tuple[object, ...]:
    """What a payment says."""
    return (
        payment.beneficiary_id,
        payment.benefit,
        payment.subject,
        payment.period,
        payment.amount,
        payment.pieces,
        payment.paid_on,
    )


def check_voucher(session: Session, document: str, voucher: str) -> None:
    """Raise CrmError payment_voucher_known where the voucher of the document was used.

    It stands for one payment, also when that was sent back or recovered; a slip of the record frees it.
    """
    known = queries.used_voucher(session, document, voucher)
    if known is not None:
        raise CrmError("payment_voucher_known", voucher=voucher, document=document, day=known.paid_on)


def _check_cap(session: Session, account: AccountKey, entry: PaymentEntry, offer: BenefitOffer) -> None:
    """Together with what was paid of the account, and what claims hold of it, no more than the clause gives."""
    most = most_on(offer.benefit.arithmetic, entry.subject)
    together = accounts.sums_on(session, account).total + _size(entry)
    if most is not None and together > most:
        raise CrmError("payment_above_cap", clause=offer.clause.number, text=offer.benefit.text.zh)


def _account(beneficiary: Beneficiary, entry: PaymentEntry, offer: BenefitOffer) -> AccountKey:
    subject = account_subject(offer.benefit.arithmetic, entry.subject)
    return AccountKey(entry.benefit, beneficiary.id, subject, entry.period)


def _size(entry: PaymentEntry) -> int:
    """What the entry takes of its account, in fen or pieces."""
    return entry.amount or entry.pieces or 0


def payment_of_entry(beneficiary: Beneficiary, entry: PaymentEntry) -> Payment:
    """The row that an entry would be, not yet added."""
    return Payment(
        beneficiary_id=beneficiary.id,
        benefit=entry.benefit,
        subject=entry.subject,
        period=entry.period,
        document=entry.document,
        amount=entry.amount,
        pieces=entry.pieces,
        paid_on=entry.paid_on,
        voucher=entry.voucher,
    )


def audited_as(beneficiary: Beneficiary) -> str:
    """What the audit trail calls somebody who can be paid."""
    if beneficiary.enterprise_id is not None:
        return f"enterprise:{beneficiary.enterprise_id}"
    return f"beneficiary:{beneficiary.id}"

"""What each step does to a claim and to its account; guards and who may take it stand in `life.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.awards.batches.lines import awaited_line, settle_line
from crm.awards.batches.models import BatchOutcome
from crm.awards.claims.course.checks import ClaimCheck, account_of, check_amount, check_claim
from crm.awards.claims.course.life import SIGNED, ClaimAct
from crm.awards.claims.models import HOLDING, Claim, ClaimEvent, ClaimEvidence
from crm.awards.law.arithmetic import ByTitle
from crm.awards.law.measure import BenefitOffer
from crm.awards.models import Payment, PaymentEnd
from crm.awards.payments import accounts
from crm.awards.payments.accounts import most_on
from crm.awards.payments.service import check_voucher
from crm.clock import business_date
from crm.config.service_rules import ClaimRules
from crm.errors import CrmError


@dataclass(frozen=True, slots=True)
class ClaimSaying:
    """What somebody says with a step; each step needs some of it. `amount` in fen, `day` of the payment."""

    why: str | None = None
    amount: int | None = None
    voucher: str | None = None
    day: date | None = None


NEEDS = {
    "why": "claim_needs_why",
    "amount": "claim_needs_amount",
    "voucher": "claim_needs_voucher",
    "day": "claim_needs_day",
}
"""The refusal of a step that lacks one of the things it needs."""


@dataclass(frozen=True, slots=True)
class ClaimTurn:
    """What a step is taken with: who and when, what the measure gives, and the rules of the district."""

    by: int
    on: date
    at: datetime
    offer: BenefitOffer
    rules: ClaimRules


Effect = Callable[[Session, Claim, ClaimSaying, ClaimTurn], dict[str, Any]]
"""Changes the claim and its account, and returns what the event keeps of it."""


def _submit(session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    check = _check(session, claim, turn, is_strict=False)
    if isinstance(turn.offer.benefit.arithmetic, ByTitle):
        if not check.room:
            raise CrmError("claim_above_cap", clause=turn.offer.clause.number, text=turn.offer.benefit.text.zh)
        claim.asked = check.room
    check_amount(claim, turn.offer, check, claim.asked)
    account = account_of(claim)
    accounts.open_account(session, account, most_on(turn.offer.benefit.arithmetic, claim.subject) or 0)
    accounts.reserve(session, account, claim.asked)
    claim.filed_on = turn.on
    return {"amount": claim.asked, **check.as_stored}


def _accept(session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    missing = session.scalars(
        select(ClaimEvidence.evidence)
        .where(ClaimEvidence.claim_id == claim.id, ClaimEvidence.note.is_(None))
        .order_by(ClaimEvidence.place)
    ).all()
    if missing:
        raise CrmError("claim_evidence_missing", clause=turn.offer.clause.number, evidence="、".join(missing))
    return {}


def _free(session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    """What was reserved is free again; a draft reserved nothing, and what stands on a list may be on its way."""
    if awaited_line(session, claim.id) is not None:
        raise CrmError("claim_on_list", clause=turn.offer.clause.number, number=claim.number)
    if claim.state in HOLDING:
        accounts.reserve(session, account_of(claim), -claim.amount)
    return {}


def _first_review(session: Session, claim: Claim, saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    amount = saying.amount or 0
    if not 0 < amount <= claim.asked:
        raise CrmError("claim_above_asked", clause=turn.offer.clause.number)
    accounts.reserve(session, account_of(claim), amount - claim.amount)
    claim.approved = amount
    return {"amount": amount}


def _announce(_session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    """The first day is not counted."""
    claim.public_from, claim.public_to = turn.on, turn.on + timedelta(days=turn.rules.publicity_days)
    return {"public_to": claim.public_to.isoformat()}


def _object(_session: Session, claim: Claim, _saying: ClaimSaying, _turn: ClaimTurn) -> dict[str, Any]:
    claim.objections += 1
    return {}


def _settle(_session: Session, claim: Claim, _saying: ClaimSaying, _turn: ClaimTurn) -> dict[str, Any]:
    claim.objections -= 1
    return {}


def _approve(session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    check = _check(session, claim, turn, is_strict=True)
    check_amount(claim, turn.offer, check, claim.amount)
    return {"amount": claim.amount, **check.as_stored}


def _pay(session: Session, claim: Claim, saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    check = _check(session, claim, turn, is_strict=True)
    check_amount(claim, turn.offer, check, claim.amount)
    document, voucher = turn.offer.measure.document, saying.voucher or ""
    check_voucher(session, document, voucher)
    paid_on = saying.day or turn.on
    is_early = paid_on < _approved_on(session, claim) or (claim.public_to is not None and paid_on <= claim.public_to)
    if is_early or paid_on > turn.on:
        raise CrmError("claim_paid_on_unfit", clause=turn.offer.clause.number, day=paid_on)
    accounts.pay_reserved(session, account_of(claim), claim.amount)
    about = {"benefit": claim.benefit, "subject": claim.subject, "period": claim.period, "account": claim.account}
    written = {"document": document, "voucher": voucher, "recorded_by": turn.by, "recorded_on": turn.on}
    whose = {"claim_id": claim.id, "beneficiary_id": claim.beneficiary_id}
    session.add(Payment(**about, **written, **whose, amount=claim.amount, paid_on=paid_on))
    session.flush()
    settle_line(session, claim.id, BatchOutcome.PAID, on=turn.on)
    return {"amount": claim.amount, "voucher": voucher, "paid_on": paid_on.isoformat(), **check.as_stored}


def _approved_on(session: Session, claim: Claim) -> date:
    """The day of the approval; the bank sending money back leaves it as it was."""
    approvals = select(func.max(ClaimEvent.at)).where(
        ClaimEvent.claim_id == claim.id, ClaimEvent.act == ClaimAct.APPROVE
    )
    return business_date(session.scalars(approvals).one())


def _bounce(session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    payment = _end_payment(session, claim, PaymentEnd.BOUNCED, turn)
    accounts.reserve_again(session, account_of(claim), payment.amount)
    settle_line(session, claim.id, BatchOutcome.BOUNCED, on=turn.on)
    claim.paid_by = None
    return {"amount": payment.amount, "voucher": payment.voucher}


def _recover(session: Session, claim: Claim, _saying: ClaimSaying, turn: ClaimTurn) -> dict[str, Any]:
    payment = _end_payment(session, claim, PaymentEnd.RECOVERED, turn)
    accounts.take_back_paid(session, account_of(claim), payment.amount)
    return {"amount": payment.amount, "voucher": payment.voucher}


def _end_payment(session: Session, claim: Claim, how: PaymentEnd, turn: ClaimTurn) -> Payment:
    standing = select(Payment).where(Payment.claim_id == claim.id, Payment.removed_on.is_(None))
    payment = session.scalars(standing).one()
    payment.removed_by, payment.removed_on, payment.ended_as = turn.by, turn.on, how
    session.flush()
    return payment


def _check(session: Session, claim: Claim, turn: ClaimTurn, *, is_strict: bool) -> ClaimCheck:
    return check_claim(session, claim, turn.offer, turn.rules.barring_facts, on=turn.on, is_strict=is_strict)


def _nothing(_session: Session, _claim: Claim, _saying: ClaimSaying, _turn: ClaimTurn) -> dict[str, Any]:
    return {}


EFFECTS: Mapping[ClaimAct, Effect] = {
    ClaimAct.SUBMIT: _submit,
    ClaimAct.ACCEPT: _accept,
    ClaimAct.RETURN: _free,
    ClaimAct.REJECT: _free,
    ClaimAct.FIRST_REVIEW: _first_review,
    ClaimAct.SECOND_REVIEW: _nothing,
    ClaimAct.ANNOUNCE: _announce,
    ClaimAct.OBJECT: _object,
    ClaimAct.SETTLE: _settle,
    ClaimAct.APPROVE: _approve,
    ClaimAct.PAY: _pay,
    ClaimAct.BOUNCE: _bounce,
    ClaimAct.RECOVER: _recover,
    ClaimAct.WITHDRAW: _free,
}


def sign(claim: Claim, act: str, by: int) -> None:
    """Keep who took a step that must be somebody else's than the others."""
    column = SIGNED.get(ClaimAct(act))
    if column is not None:
        setattr(claim, column, by)

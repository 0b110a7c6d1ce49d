"""Making a claim: what is claimed by which clause, for how much at most, and whose department answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.claims.course.checks import check_amount, check_claim, outside_validity
from crm.awards.claims.course.life import NEAR
from crm.awards.claims.models import OPEN, PREPARABLE, Claim, ClaimEvidence, ClaimState
from crm.awards.claims.queries import claim_actors_of, thing_of
from crm.awards.law.arithmetic import AnotherMeasure, ByTitle, Per, Quota, Service, period_of
from crm.awards.law.measure import BenefitOffer
from crm.awards.measures import Measures, amount_of
from crm.awards.models import Beneficiary
from crm.awards.payments.accounts import PAYMENTS, AccountKey, account_subject, lock_accounts
from crm.awards.payments.service import LARGEST_PAYMENT, audited_as, beneficiary_of
from crm.awards.service import keep_measures
from crm.config.service_rules import ClaimRules
from crm.cultivation.models import Title
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.models import Department
from crm.rules.law.catalogue import TIERS
from crm.steps import Step, record_step

DRAFT = Step("draft", "", ClaimState.DRAFT, frozenset())


@dataclass(frozen=True, slots=True)
class ClaimFiling:
    """What is claimed: amounts in fen. For a title its day and amount are found, not said.

    `basis_on` is the day on which it was earned: of the listing, of the review, the last day of interest paid.
    """

    benefit: str
    subject: str = ""
    basis_on: date | None = None
    base: int | None = None
    asked: int | None = None
    tells_contact: bool = False


@dataclass(frozen=True, slots=True)
class ClaimGround:
    """What claims are judged by: the measures of today and the rules of the district."""

    measures: Measures
    rules: ClaimRules


def draft_claim(
    session: Session, enterprise_id: int, filing: ClaimFiling, ground: ClaimGround, *, by: int, on: date, at: datetime
) -> Claim:
    """Write a claim down as a draft; raises CrmError with the clause by which nothing can be claimed."""
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    serialise(session, f"payments of {enterprise_id}", among=PAYMENTS)
    beneficiary = beneficiary_of(session, enterprise_id, by=by, on=on)
    return draft_claim_for(session, beneficiary, filing, ground, by=by, on=on, at=at)


def draft_claim_for(
    session: Session,
    beneficiary: Beneficiary,
    filing: ClaimFiling,
    ground: ClaimGround,
    *,
    by: int,
    on: date,
    at: datetime,
) -> Claim:
    """Write a claim of somebody who can be paid down as a draft; raises CrmError with the clause that refuses it."""
    lock_accounts(session, beneficiary)
    _check_beneficiary(beneficiary, _known(filing, ground.measures)[0])
    basis_on = _basis(session, beneficiary.enterprise_id or 0, filing, ground.measures, on)
    offer = _offer(filing, ground.measures, basis_on)
    claim = make_claim(session, beneficiary, filing, offer, basis_on, by=by, on=on, at=at)
    check = check_claim(session, claim, offer, ground.rules.barring_facts, on=on, is_strict=False)
    if isinstance(offer.benefit.arithmetic, ByTitle):
        claim.asked = check.room or claim.asked
    check_amount(claim, offer, check, claim.asked)
    session.flush()
    return claim


def make_claim(
    session: Session,
    beneficiary: Beneficiary,
    filing: ClaimFiling,
    offer: BenefitOffer,
    basis_on: date,
    *,
    by: int | None,
    on: date,
    at: datetime,
) -> Claim:
    """The draft with what its evidence must be; the caller holds the lock of the beneficiary."""
    period = basis_on.year if period_of(offer.benefit.arithmetic) is Per.YEAR else 0
    account = account_subject(offer.benefit.arithmetic, filing.subject)
    _check_alone(session, AccountKey(filing.benefit, beneficiary.id, account, period), offer)
    keep_measures(session, [offer.measure], at=at)
    serialise(session, "claim numbers")
    claim = Claim(
        number=_next_number(session, on),
        measure_digest=offer.measure.digest,
        clause=offer.clause.id,
        benefit=filing.benefit,
        beneficiary_id=beneficiary.id,
        department_id=_department(session, offer),
        subject=filing.subject,
        account=account,
        period=period,
        basis_on=basis_on,
        base=filing.base,
        asked=filing.asked or amount_of(offer, filing.subject),
        state=ClaimState.DRAFT,
        drafted_on=on,
        drafted_by=by,
        tells_contact=filing.tells_contact,
    )
    _record_draft(session, claim, offer, by=by, at=at)
    audit.record(session, by, "claim.draft", audited_as(beneficiary), claim=claim.id)
    return claim


def _record_draft(session: Session, claim: Claim, offer: BenefitOffer, *, by: int | None, at: datetime) -> None:
    """The row, an empty line for each piece of evidence, and its first step."""
    session.add(claim)
    session.flush()
    for place, evidence in enumerate(offer.benefit.evidence, 1):
        session.add(ClaimEvidence(claim_id=claim.id, evidence=evidence, place=place))
    record_step(session, thing_of(claim), DRAFT, by=by, at=at)


def prepare_claim(
    session: Session,
    claim_id: int,
    notes: Mapping[str, str | None],
    *,
    asked: int | None = None,
    base: int | None = None,
    by: int,
    on: date,
) -> Claim:
    """Say where each piece of evidence is to be seen, and another amount, before the claim is handed in (again)."""
    claim = hold_preparable(session, claim_id, by=by, on=on)
    rows = session.scalars(select(ClaimEvidence).where(ClaimEvidence.claim_id == claim_id)).all()
    for row in rows:
        if row.evidence in notes and row.note != notes[row.evidence]:
            row.note = notes[row.evidence]
            row.given_by, row.given_on = (by, on) if row.note else (None, None)
    claim.asked = _sane(asked or claim.asked, base or 0)
    claim.base = base if base is not None else claim.base
    session.flush()
    audit.record(session, by, "claim.prepared", f"claim:{claim.id}", evidence=sum(1 for row in rows if row.note))
    return claim


def hold_preparable(session: Session, claim_id: int, *, by: int, on: date) -> Claim:
    """The claim behind its lock, while it is not handed in: what its evidence is does not change under its reviewers.

    That is for whoever files it, not for a handler who sees it because it was returned.
    """
    claim = session.get(Claim, claim_id)
    if claim is None:
        raise CrmError("not_found")
    lock_accounts(session, session.get_one(Beneficiary, claim.beneficiary_id))
    session.refresh(claim)
    if not NEAR & claim_actors_of(session, claim, by, on=on):
        raise CrmError("not_found")
    if claim.state not in PREPARABLE:
        raise CrmError("claim_handed_in", number=claim.number)
    return claim


def _basis(session: Session, enterprise_id: int, filing: ClaimFiling, measures: Measures, on: date) -> date:
    """The day on which it was earned: of a title the first day it was ever won."""
    known = _known(filing, measures)
    clause = known[0].clause.number
    if any(isinstance(one.benefit.arithmetic, ByTitle) for one in known):
        won = select(func.min(Title.granted_on)).where(
            Title.enterprise_id == enterprise_id, Title.tier == filing.subject, Title.removed_on.is_(None)
        )
        day = session.scalar(won)
        if day is None:
            raise CrmError("claim_no_title", clause=clause, name=session.get_one(Enterprise, enterprise_id).name)
        return day
    if filing.basis_on is None:
        raise CrmError("claim_needs_basis", clause=clause)
    if filing.basis_on > on:
        raise CrmError("claim_basis_ahead", clause=clause, day=filing.basis_on)
    return filing.basis_on


def _offer(filing: ClaimFiling, measures: Measures, basis_on: date) -> BenefitOffer:
    """The best of the like benefits in force on the day; raises CrmError where it is no money."""
    known = _known(filing, measures)
    if isinstance(known[0].benefit.arithmetic, ByTitle):
        offer = measures.best_for_title(filing.benefit, filing.subject, basis_on)
    else:
        in_force = measures.offers_of(filing.benefit, basis_on)
        offer = measures.best_like(in_force[0], basis_on) if in_force else None
    if offer is None:
        raise outside_validity(known[0], basis_on)
    _check_kind(filing, offer)
    return offer


def _check_beneficiary(beneficiary: Beneficiary, offer: BenefitOffer) -> None:
    if offer.benefit.to is not beneficiary.kind:
        raise CrmError("payment_to_another", clause=offer.clause.number, text=offer.benefit.text.zh)


def _check_kind(filing: ClaimFiling, offer: BenefitOffer) -> None:
    arithmetic = offer.benefit.arithmetic
    words = {"clause": offer.clause.number, "text": offer.benefit.text.zh}
    if isinstance(arithmetic, Quota):
        raise CrmError("claim_by_quota", **words)
    if isinstance(arithmetic, AnotherMeasure | Service):
        raise CrmError("claim_without_figure", **words)
    is_project = period_of(arithmetic) is Per.PROJECT
    if is_project and (not filing.subject or filing.subject in TIERS):
        raise CrmError("claim_needs_project", **words)
    if filing.subject and not is_project and not isinstance(arithmetic, ByTitle):
        raise CrmError("payment_on_no_account", clause=offer.clause.number)
    if not isinstance(arithmetic, ByTitle) and (filing.asked or 0) <= 0:
        raise CrmError("claim_nothing", **words)
    _sane(filing.asked or 1, filing.base or 0)


def _sane(*amounts: int) -> int:
    """The first of amounts that a column holds; CrmError bad_request otherwise."""
    if any(not 0 <= amount <= LARGEST_PAYMENT for amount in amounts):
        raise CrmError("bad_request")
    return amounts[0]


def _known(filing: ClaimFiling, measures: Measures) -> tuple[BenefitOffer, ...]:
    try:
        return measures.offers(filing.benefit)
    except LookupError as error:
        raise CrmError("not_found") from error


def _check_alone(session: Session, account: AccountKey, offer: BenefitOffer) -> None:
    """One claim at a time on one account; the database says the same."""
    under_way = select(Claim.number).where(
        Claim.beneficiary_id == account.beneficiary_id,
        Claim.benefit == account.benefit,
        Claim.account == account.subject,
        Claim.period == account.period,
        Claim.state.in_(OPEN),
    )
    number = session.scalar(under_way)
    if number is not None:
        raise CrmError("claim_under_way", clause=offer.clause.number, number=number)


def _department(session: Session, offer: BenefitOffer) -> int:
    """The first of the clause's departments that is there."""
    open_ones = select(Department.code, Department.id).where(
        Department.code.in_(offer.clause.departments), Department.ended_on.is_(None)
    )
    by_code: dict[str, int] = {row.code: row.id for row in session.execute(open_ones)}
    lead = next((by_code[code] for code in offer.clause.departments if code in by_code), None)
    if lead is None:
        raise CrmError("claim_without_department", clause=offer.clause.number)
    return lead


def _next_number(session: Session, on: date) -> str:
    """DX2026-000001: counted within the year."""
    start = f"DX{on.year}-"
    latest = session.scalar(select(func.max(Claim.number)).where(Claim.number.startswith(start)))
    count = int(latest.removeprefix(start)) + 1 if latest else 1
    return f"{start}{count:06d}"

"""免申即享: claims of clause 1 drafted by the system from granted titles; a person completes them and hands them in."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from crm.audit import service as audit
from crm.awards.benefits.best_titles import BestTitle, choose_best, select_titles_won
from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.course.notices import tell_of_claim_step, tell_of_draft
from crm.awards.claims.filing import ClaimFiling, make_claim
from crm.awards.claims.models import OPEN, Claim, ClaimState
from crm.awards.claims.queries import thing_of
from crm.awards.indicative import TITLE_AWARD
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary, Payment, PaymentDeclaration
from crm.awards.payments.accounts import PAYMENTS
from crm.awards.payments.queries import title_awards_paid
from crm.awards.payments.service import beneficiary_of
from crm.cultivation.models import Title
from crm.db import serialise
from crm.errors import CrmError
from crm.steps import Step, record_step
from crm.work import Report, Turn

OUTDONE = Step(ClaimAct.WITHDRAW, ClaimState.DRAFT, ClaimState.WITHDRAWN, frozenset())
"""What the system does to a draft when a higher title was won."""


@dataclass(frozen=True, slots=True)
class EntitledTitle:
    """The title of an enterprise that earns most, and what is left of its award in fen."""

    enterprise_id: int
    title: BestTitle
    due: int


def draft_claims(session: Session, turn: Turn, measures: Measures) -> Report:
    """Draft what is due and was never claimed; who has neither an amount nor "none" on record is left to a person.

    A draft for a lower title that nobody handed in makes way first: 从优不重复.
    """
    report = Report()
    serialise(session, PAYMENTS)
    entitled = find_entitled(session, measures, on=turn.today)
    withdrawn = withdraw_outdone(session, entitled, on=turn.today, at=turn.at)
    if withdrawn:
        report.count("claims_outdone", withdrawn)
    claimed = _claimed(session)
    for each in entitled:
        if {(each.enterprise_id, each.title.tier), (each.enterprise_id, "")} & claimed:
            continue
        try:
            claim = _draft(session, each, on=turn.today, at=turn.at)
        except CrmError:
            report.count("claims_not_drafted")
            continue
        tell_of_draft(session, claim, on=turn.today, at=turn.at)
        report.count("claims_drafted")
    return report


def find_entitled(session: Session, measures: Measures, *, on: date) -> list[EntitledTitle]:
    """What is left of the best title of each enterprise a draft may concern, in the order of their ids."""
    best = choose_best(session.execute(select_titles_won(measures, on).where(_may_concern())), measures, on)
    paid = title_awards_paid(session, set(best))
    return [
        EntitledTitle(key, title, title.amount - paid[key])
        for key, title in sorted(best.items())
        if key in paid and title.amount > paid[key]
    ]


def _may_concern() -> ColumnElement[bool]:
    """A condition on `Title`: payments are known, and a draft is there to make way or a title is there to be claimed.

    A draft is made for a title that nobody ever claimed, while no claim is under way.
    """
    amount = _of_enterprise(select(Payment.id).join(Beneficiary, Beneficiary.id == Payment.beneficiary_id)).where(
        Payment.benefit == TITLE_AWARD, Payment.removed_on.is_(None)
    )
    none = exists().where(
        PaymentDeclaration.enterprise_id == Title.enterprise_id, PaymentDeclaration.ended_on.is_(None)
    )
    claim = _of_enterprise(select(Claim.id).join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)).where(
        Claim.benefit == TITLE_AWARD
    )
    won = aliased(Title)
    claimed = claim.where(Claim.subject == won.tier).correlate(Title, won).exists()
    unclaimed = exists().where(won.enterprise_id == Title.enterprise_id, won.removed_on.is_(None), ~claimed)
    is_draft = Claim.state == ClaimState.DRAFT, Claim.filed_on.is_(None)
    is_free = and_(~claim.where(Claim.state.in_(OPEN)).exists(), unclaimed)
    return and_(or_(amount.exists(), none), or_(claim.where(*is_draft).exists(), is_free))


def _of_enterprise(things: Select[tuple[int]]) -> Select[tuple[int]]:
    """What the enterprise of a title has, read beside `Title`."""
    return things.where(Beneficiary.enterprise_id == Title.enterprise_id).correlate(Title)


def withdraw_outdone(session: Session, entitled: list[EntitledTitle], *, on: date, at: datetime) -> int:
    """Withdraw drafts of lower titles that were never handed in; returns how many."""
    best = {each.enterprise_id: each.title for each in entitled}
    drafts = session.execute(
        select(Claim, Beneficiary.enterprise_id)
        .join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
        .where(Claim.benefit == TITLE_AWARD, Claim.state == ClaimState.DRAFT, Claim.filed_on.is_(None))
        .order_by(Claim.id)
    ).all()
    outdone = [(claim, best[key].tier) for claim, key in drafts if key in best and claim.subject != best[key].tier]
    for claim, tier in outdone:
        claim.state = ClaimState.WITHDRAWN
        session.flush()
        record_step(session, thing_of(claim), OUTDONE, by=None, at=at, higher=tier)
        tell_of_claim_step(session, claim, ClaimAct.WITHDRAW, on=on, at=at)
        audit.record(session, None, "claim.withdraw", f"claim:{claim.id}", state=claim.state, amount=claim.amount)
    return len(outdone)


def _claimed(session: Session) -> set[tuple[int, str]]:
    """Titles that were claimed, however that ended; with an empty title who has a claim under way."""
    rows = session.execute(
        select(Beneficiary.enterprise_id, Claim.subject, Claim.state)
        .join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
        .where(Claim.benefit == TITLE_AWARD)
    ).all()
    under_way = {(row.enterprise_id, "") for row in rows if row.state in OPEN}
    return {(row.enterprise_id, row.subject) for row in rows} | under_way


def _draft(session: Session, entitled: EntitledTitle, *, on: date, at: datetime) -> Claim:
    beneficiary = beneficiary_of(session, entitled.enterprise_id, by=None, on=on)
    title = entitled.title
    filing = ClaimFiling(TITLE_AWARD, title.tier, asked=entitled.due)
    return make_claim(session, beneficiary, filing, title.offer, title.granted_on, by=None, on=on, at=at)

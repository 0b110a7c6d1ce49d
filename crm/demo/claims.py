"""Claims of the made-up enterprises, from a draft to a payment, each step taken by whoever takes it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.filing import ClaimFiling, ClaimGround, draft_claim, prepare_claim
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import evidence_of
from crm.awards.claims.service import take_claim_step
from crm.awards.indicative import TITLE_AWARD
from crm.awards.measures import Measures
from crm.awards.payments.service import declare_payments
from crm.config.service_rules import service_rules
from crm.cultivation.models import Tier, Title
from crm.demo.pen import Pen, morning
from crm.enterprises.facts.models import CurrentFacts
from crm.stewards.models import Assignment

_REVIEWED = (ClaimAct.SUBMIT, ClaimAct.ACCEPT, ClaimAct.FIRST_REVIEW, ClaimAct.SECOND_REVIEW)
_APPROVED = (*_REVIEWED, ClaimAct.ANNOUNCE, ClaimAct.APPROVE)


@dataclass(frozen=True, slots=True)
class ClaimStory:
    """How long ago a claim was drafted, the steps it has taken since, and whether its contact is told of them."""

    days_ago: int
    acts: tuple[ClaimAct, ...] = ()
    tells_contact: bool = False


_STORIES = (
    ClaimStory(2),
    ClaimStory(5, (ClaimAct.SUBMIT,)),
    ClaimStory(9, _REVIEWED[:3]),
    ClaimStory(8, (*_REVIEWED, ClaimAct.ANNOUNCE), tells_contact=True),
    ClaimStory(20, _APPROVED),
    ClaimStory(34, (*_APPROVED, ClaimAct.PAY)),
    ClaimStory(60, (*_APPROVED, ClaimAct.PAY)),
    ClaimStory(15, (ClaimAct.SUBMIT, ClaimAct.REJECT)),
)


def write_claims(pen: Pen, measures: Measures) -> int:
    """Awards of titles won while the measure was valid; returns how many."""
    ground = ClaimGround(measures, service_rules().claims)
    for story, (enterprise_id, steward_id, tier) in zip(_STORIES, _claimants(pen, measures), strict=False):
        declared = pen.today - timedelta(days=story.days_ago + 1)
        by = pen.staff.manager.id
        declare_payments(pen.session, enterprise_id, evidence="区财政局历年拨付清单", by=by, on=declared)
        _write(pen, story, enterprise_id, steward_id, tier, ground)
    return len(_STORIES)


def _claimants(pen: Pen, measures: Measures) -> list[tuple[int, int, str]]:
    """Enterprises whose credit is clear, with their steward and a title that the measure pays for."""
    measure = next(offer.measure for offer in measures.offers(TITLE_AWARD))
    rows = pen.session.execute(
        select(Title.enterprise_id, Assignment.steward_id, Title.tier)
        .join(Assignment, (Assignment.enterprise_id == Title.enterprise_id) & Assignment.is_open)
        .join(CurrentFacts, CurrentFacts.enterprise_id == Title.enterprise_id)
        .where(
            Title.tier.in_((Tier.SRDI, Tier.LITTLE_GIANT)),
            Title.granted_on.between(measure.valid.since, measure.valid.until),
            Title.removed_on.is_(None),
            Title.revoked_on.is_(None),
            CurrentFacts.compliance_dishonest_list == "false",
            CurrentFacts.compliance_abnormal_list == "false",
            Assignment.from_on < pen.today - timedelta(days=100),
        )
        .order_by(Title.enterprise_id, Title.granted_on.desc())
    )
    best = {row.enterprise_id: (row.enterprise_id, row.steward_id, str(row.tier)) for row in rows}
    return list(best.values())[: len(_STORIES)]


def _write(pen: Pen, story: ClaimStory, enterprise_id: int, steward_id: int, tier: str, ground: ClaimGround) -> None:
    on = pen.today - timedelta(days=story.days_ago)
    filing = ClaimFiling(TITLE_AWARD, tier, tells_contact=story.tells_contact)
    claim = draft_claim(pen.session, enterprise_id, filing, ground, by=steward_id, on=on, at=morning(on))
    notes = {row.evidence: "已上传附件，原件核对无误" for row in evidence_of(pen.session, claim.id)}
    prepare_claim(pen.session, claim.id, notes, by=steward_id, on=on)
    day = on
    for act in story.acts:
        day = (claim.public_to or day) + timedelta(days=1) if act is ClaimAct.APPROVE else day
        by, saying = _signer(pen, claim, act, steward_id), _say(claim, act, day)
        take_claim_step(pen.session, claim.id, act, saying, ground, by=by, on=day, at=morning(day))


def _signer(pen: Pen, claim: Claim, act: ClaimAct, steward_id: int) -> int:
    """The steward hands in, the bureau accepts and reviews, one manager decides and the other one pays."""
    if act is ClaimAct.SUBMIT:
        return steward_id
    if act in (ClaimAct.ACCEPT, ClaimAct.FIRST_REVIEW):
        return pen.staff.handlers[claim.department_id].id
    return pen.staff.other_manager.id if act is ClaimAct.PAY else pen.staff.manager.id


def _say(claim: Claim, act: ClaimAct, day: date) -> ClaimSaying:
    if act is ClaimAct.PAY:
        return ClaimSaying(voucher=f"石财拨-{claim.number}", day=day)
    if act is ClaimAct.FIRST_REVIEW:
        return ClaimSaying(amount=claim.asked)
    return ClaimSaying(why="经核实，企业已享受同类支持") if act is ClaimAct.REJECT else ClaimSaying()

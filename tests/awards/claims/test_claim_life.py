"""The life of a claim: every pair of state and act, the four persons, the account behind it, and what is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from crm.awards.benefits.entitlements import EntitlementState, entitlements
from crm.awards.benefits.queries import award_record
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.life import CLAIM_LIFE, ClaimAct, ClaimActor, claim_steps_open_to
from crm.awards.claims.filing import draft_claim
from crm.awards.claims.models import APART, HOLDING, Claim, ClaimEvent, ClaimState
from crm.awards.models import AwardAccount, Payment, PaymentEnd
from crm.awards.payments.service import PaymentEntry, record_payment
from crm.errors import CrmError
from crm.money import FEN_IN_WAN
from crm.notifications.models import Notice
from crm.people.departments.service import end_department
from crm.steps import find_step
from tests.awards.claims.making import (
    AFTER_PUBLICITY,
    AWARD,
    GROUND,
    INTEREST,
    WAYS,
    WHO,
    act_on_claim,
    complete,
    make_claim,
    make_claimant,
    person,
)
from tests.conftest import NOW, TODAY
from tests.makers_of_awards import IN_FORCE, MEASURES

ACTORS = {"heidi": "lead", "stefan": "carer", "maria": "manager", "moritz": "manager"}
TWENTY = 20 * FEN_IN_WAN


def account(session) -> tuple[int, int]:
    return session.execute(select(AwardAccount.reserved, AwardAccount.paid)).one_or_none() or (0, 0)


@pytest.mark.parametrize("states", [list(WAYS)[::2], list(WAYS)[1::2]])
def test_the_service_takes_exactly_the_steps_of_the_table(session, states):
    taken = {(state, act) for state in states for act in acts_taken(session, state)}

    assert taken == {(state, act) for state in states for act in ClaimAct if is_open(act, state)}


def is_open(act: str, state: str) -> bool:
    """By the table; the objection that could be settled was not made."""
    return act != "settle" and find_step(CLAIM_LIFE, act, state, {ACTORS[WHO[act]]}) is not None


def goes_through(session, claim, act) -> bool:
    try:
        act_on_claim(session, claim, act, on=AFTER_PUBLICITY)
    except CrmError:
        return False
    return True


def acts_taken(session, state):
    """What the service lets happen in a state, each tried from the same beginning."""
    claim = make_claim(session, state)
    for act in ClaimAct:
        events = len(session.scalars(select(ClaimEvent)).all())
        with session.begin_nested() as attempt:
            if goes_through(session, claim, act):
                assert len(session.scalars(select(ClaimEvent)).all()) == events + 1
                yield act
            else:
                assert len(session.scalars(select(ClaimEvent)).all()) == events
            attempt.rollback()
        session.refresh(claim)


def test_what_is_held_and_paid_follows_the_state(session):
    for state in WAYS:
        with session.begin_nested() as attempt:
            make_claim(session, state)
            held = TWENTY if state in HOLDING else 0
            assert tuple(account(session)) == (held, TWENTY if state == "paid" else 0)
            attempt.rollback()


def test_a_first_review_that_cuts_the_amount_frees_the_rest(session):
    claim = make_claim(session, "submitted", INTEREST)
    act_on_claim(session, claim, "accept", who="hana")

    act_on_claim(session, claim, "first_review", ClaimSaying(amount=30 * FEN_IN_WAN), who="hana")

    assert (claim.asked, claim.approved, claim.amount) == (40 * FEN_IN_WAN, 30 * FEN_IN_WAN, 30 * FEN_IN_WAN)
    assert tuple(account(session)) == (30 * FEN_IN_WAN, 0)


def test_a_payment_that_bounced_is_held_again_and_can_be_paid_by_another_voucher(session):
    claim = make_claim(session, "paid")

    act_on_claim(session, claim, "bounce")
    assert (claim.state, tuple(account(session))) == ("approved", (TWENTY, 0))
    with pytest.raises(CrmError, match="payment_voucher_known"):
        act_on_claim(session, claim, "pay")
    act_on_claim(session, claim, "pay", ClaimSaying(voucher="拨-新", day=AFTER_PUBLICITY))

    assert (claim.state, tuple(account(session))) == ("paid", (0, TWENTY))
    assert {one.ended_as for one in session.scalars(select(Payment))} == {PaymentEnd.BOUNCED, None}


def test_a_voucher_that_came_back_is_not_written_down_by_hand(session):
    claim = make_claim(session, "paid")
    act_on_claim(session, claim, "bounce")
    entry = PaymentEntry("title_award", IN_FORCE, TODAY, f"拨-{claim.number}", FEN_IN_WAN, subject="srdi")
    maria = person(session, "maria").id

    with pytest.raises(CrmError, match="payment_voucher_known"):
        record_payment(session, make_claimant(session).id, entry, MEASURES, by=maria, on=TODAY)


def test_what_was_recovered_is_paid_no_more_and_stays_on_record(session):
    claim = make_claim(session, "recovered")

    payment = session.scalars(select(Payment)).one()
    assert (payment.ended_as, payment.removed_on, claim.paid_by) == ("recovered", AFTER_PUBLICITY, payment.removed_by)


def test_the_map_shows_what_is_claimed_and_then_paid(session):
    enterprise = make_claimant(session)
    claim = make_claim(session, "approved", enterprise=enterprise)

    assert state_on_map(session, enterprise) is EntitlementState.CLAIMED
    act_on_claim(session, claim, "pay")
    assert state_on_map(session, enterprise) is EntitlementState.PAID


def state_on_map(session, enterprise):
    standing = award_record(session, enterprise.id).standing
    lines = entitlements(MEASURES, standing, on=TODAY, ladder=("innovative", "srdi", "little_giant"))
    return next(line.state for line in lines if line.subject == "srdi")


def test_the_checks_of_filing_approval_and_payment_are_kept(session):
    claim = make_claim(session, "paid")

    events = session.scalars(select(ClaimEvent).where(ClaimEvent.claim_id == claim.id)).all()
    checked = {one.act: one.detail["checks"] for one in events if "checks" in one.detail}
    assert set(checked) == {"submit", "approve", "pay"}
    assert checked["pay"] == {"most": TWENTY, "reserved": 0, "paid": 0, "unknown": []}


def test_objections_block_the_approval_until_they_are_settled(session):
    claim = make_claim(session, "publicity")
    act_on_claim(session, claim, "object")

    with pytest.raises(CrmError, match="claim_in_publicity"):
        act_on_claim(session, claim, "approve")
    act_on_claim(session, claim, "settle")
    act_on_claim(session, claim, "approve")

    assert claim.state == "approved"


def test_the_last_day_of_the_publicity_is_too_early_and_the_next_is_not(session):
    claim = make_claim(session, "publicity")

    with pytest.raises(CrmError, match="claim_in_publicity"):
        act_on_claim(session, claim, "approve", on=AFTER_PUBLICITY - timedelta(days=1))
    act_on_claim(session, claim, "approve", on=AFTER_PUBLICITY)

    assert claim.state == "approved"


def test_who_drafted_a_claim_has_filed_it_whoever_handed_it_in(session):
    person(session, "moritz")
    claim = draft_claim(
        session, make_claimant(session).id, AWARD, GROUND, by=person(session, "maria").id, on=TODAY, at=NOW
    )
    complete(session, claim)
    for act in ("submit", "accept", "first_review"):
        act_on_claim(session, claim, act)

    with pytest.raises(CrmError, match="claim_own_step"):
        act_on_claim(session, claim, "second_review", who="maria")
    assert act_on_claim(session, claim, "second_review", who="moritz").state == "second_reviewed"


def test_the_database_keeps_the_signers_apart(session):
    claim = make_claim(session, "paid")
    maria = person(session, "maria").id

    for one, other in APART:
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(Claim).where(Claim.id == claim.id).values(**{one: maria, other: maria}))


def test_nobody_accepts_what_they_filed():
    claim = Claim(state=ClaimState.SUBMITTED, filed_by=7)

    of_the_filer = claim_steps_open_to(claim, {ClaimActor.LEAD, ClaimActor.CARER}, 7, on=TODAY)
    of_a_colleague = claim_steps_open_to(claim, {ClaimActor.LEAD}, 8, on=TODAY)

    assert ClaimAct.ACCEPT not in {step.act for step in of_the_filer}
    assert ClaimAct.ACCEPT in {step.act for step in of_a_colleague}


def test_people_are_told_when_it_is_their_turn_and_where_it_stands(session):
    claim = make_claim(session, "submitted")
    heidi, stefan, moritz = (person(session, name).id for name in ("heidi", "stefan", "moritz"))

    assert told(session) == {(heidi, "claim_came")}
    act_on_claim(session, claim, "accept")
    assert told(session) == {(stefan, "claim_moved")}
    act_on_claim(session, claim, "first_review")
    assert (moritz, "claim_decide") in told(session)


def told(session):
    rows = session.execute(select(Notice.user_id, Notice.kind).where(Notice.withdrawn_at.is_(None)))
    return {(row.user_id, row.kind) for row in rows}


def test_a_department_with_claims_under_way_does_not_end(session):
    claim = make_claim(session, "submitted")
    for name in ("heidi",):
        person(session, name).department_id = None
    session.flush()

    with pytest.raises(CrmError, match="department_has_claims"):
        end_department(session, claim.department_id, named=(), by=person(session, "maria").id, on=TODAY)

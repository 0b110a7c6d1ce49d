"""No sequence of acts by several people, with retries and kills between, pays more than the caps of the clauses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.filing import ClaimFiling, draft_claim
from crm.awards.claims.models import HOLDING, Claim
from crm.awards.models import AwardAccount, Payment
from crm.awards.payments.service import PaymentEntry, record_payment, remove_payment
from crm.errors import CrmError
from crm.money import FEN_IN_WAN
from tests.awards.claims.making import (
    AFTER_PUBLICITY,
    AWARD,
    GROUND,
    INTEREST,
    act_on_claim,
    complete,
    make_claimant,
    person,
)
from tests.conftest import NOW, TODAY
from tests.makers import make_title
from tests.makers_of_awards import IN_FORCE, MEASURES

PEOPLE = ("stefan", "maria", "moritz", "heidi", "henri", "hana")
CAPS = {"title_award": 80 * FEN_IN_WAN, "loan_interest": 100 * FEN_IN_WAN}
FILINGS = (
    AWARD,
    ClaimFiling("title_award", "little_giant"),
    INTEREST,
    ClaimFiling("loan_interest", basis_on=date(2025, 12, 31), base=200 * FEN_IN_WAN, asked=100 * FEN_IN_WAN),
)
VOUCHERS = (
    PaymentEntry("title_award", IN_FORCE, TODAY, "凭-1", 20 * FEN_IN_WAN, subject="srdi"),
    PaymentEntry("title_award", IN_FORCE, TODAY, "凭-2", 60 * FEN_IN_WAN, subject="little_giant"),
    PaymentEntry("loan_interest", IN_FORCE, TODAY, "凭-3", 100 * FEN_IN_WAN, period=2025),
    PaymentEntry("loan_interest", IN_FORCE, TODAY, "凭-3", 1, period=2025),
)
FORWARD = ("submit", "accept", "first_review", "second_review", "announce", "approve", "pay")
STEPS = st.one_of(
    st.tuples(st.just("file"), st.sampled_from(FILINGS)),
    st.tuples(st.just("voucher"), st.sampled_from(VOUCHERS)),
    st.tuples(st.just("remove"), st.integers(0, 2)),
    st.tuples(st.just("walk"), st.tuples(st.integers(0, 2), st.integers(1, len(FORWARD)))),
    st.tuples(st.just("act"), st.tuples(st.integers(0, 2), st.sampled_from(list(ClaimAct)), st.sampled_from(PEOPLE))),
)
SEQUENCES = st.lists(st.tuples(STEPS, st.sampled_from(("once", "twice", "killed"))), min_size=4, max_size=14)


class Killed(Exception):
    """The process died before the commit."""


def walk_sequence(session, sequence):
    """Every act alone, in a transaction of its own inside the example's; the sums are checked after each."""
    with session.begin_nested() as example:
        enterprise = make_claimant(session)
        make_title(session, enterprise, "little_giant", date(2025, 10, 1))
        for step, fate in sequence:
            for _ in range(2 if fate == "twice" else 1):
                attempt(session, enterprise, step, is_killed=fate == "killed")
                compare_sums(session)
        example.rollback()
    session.expire_all()


def attempt(session, enterprise, step, *, is_killed):
    try:
        with session.begin_nested():
            take(session, enterprise, *step)
            if is_killed:
                raise Killed
    except (CrmError, Killed):
        session.expire_all()


def take(session, enterprise, kind, what):
    maria = person(session, "maria").id
    if kind == "file":
        by = person(session, "stefan").id
        complete(session, draft_claim(session, enterprise.id, what, GROUND, by=by, on=TODAY, at=NOW))
    elif kind == "voucher":
        record_payment(session, enterprise.id, what, MEASURES, by=maria, on=TODAY)
    elif kind == "remove":
        payments = session.scalars(select(Payment).order_by(Payment.id)).all()
        if what < len(payments):
            remove_payment(session, payments[what], by=maria, on=TODAY)
    else:
        move(session, kind, *what)


def move(session, kind, place, what, who=None):
    claims = session.scalars(select(Claim).order_by(Claim.id)).all()
    if place >= len(claims):
        return
    claim = claims[place]
    if kind == "act":
        act_on_claim(session, claim, what, saying_of(claim), who=who, on=AFTER_PUBLICITY)
        return
    begun = FORWARD.index(next_act(claim)) if next_act(claim) else len(FORWARD)
    for act in FORWARD[begun : begun + what]:
        who = "hana" if claim.benefit == "loan_interest" and act in ("accept", "first_review") else None
        act_on_claim(session, claim, act, saying_of(claim), who=who)


def next_act(claim):
    states = ("draft", "submitted", "accepted", "first_reviewed", "second_reviewed", "publicity", "approved")
    return FORWARD[states.index(claim.state)] if claim.state in states else None


def saying_of(claim):
    return ClaimSaying("理由", claim.asked, f"拨-{claim.number}", AFTER_PUBLICITY)


def compare_sums(session):
    """What the accounts say is what claims hold and payments paid, and no clause gave more than its cap."""
    session.expire_all()
    accounts = session.execute(select(AwardAccount.benefit, AwardAccount.reserved, AwardAccount.paid)).all()
    paid = select(Payment.benefit, func.sum(Payment.amount)).where(Payment.removed_on.is_(None))
    sums = dict(session.execute(paid.group_by(Payment.benefit)).all())
    under_way = session.scalars(select(Claim).where(Claim.state.in_(HOLDING))).all()
    for benefit, reserved, paid_of_it in accounts:
        assert paid_of_it == (sums.get(benefit) or 0)
        assert reserved == sum(claim.amount for claim in under_way if claim.benefit == benefit)
        assert reserved + paid_of_it <= CAPS[benefit]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=SEQUENCES)
def test_no_sequence_of_acts_pays_more_than_the_caps(session, sequence):
    walk_sequence(session, sequence)


@pytest.mark.faults
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=SEQUENCES)
def test_no_sequence_of_thousands_pays_more_than_the_caps(session, sequence):
    walk_sequence(session, sequence)

"""No sequence of acts by several people, with retries and kills between, pays more than the caps of the clauses.

All sequences of a run share one district, which each finds as the first did: an example is a savepoint that is undone.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.filing import ClaimFiling, draft_claim, prepare_claim
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import evidence_of
from crm.awards.claims.service import take_claim_step
from crm.awards.models import Payment
from crm.awards.payments.service import PaymentEntry, record_payment, remove_payment
from crm.errors import CrmError
from crm.money import FEN_IN_WAN
from tests.awards.claims.making import AFTER_PUBLICITY, AWARD, GROUND, INTEREST, WHO, make_claimant, person
from tests.conftest import NOW, TODAY
from tests.makers import make_title
from tests.makers_of_awards import IN_FORCE, MEASURES

IN_ALL, TURNS = 10_000, 20
PEOPLE = ("stefan", "maria", "moritz", "heidi", "henri", "hana")
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
TITLE_CAPS = {"srdi": 20 * FEN_IN_WAN, "little_giant": 80 * FEN_IN_WAN}
INTEREST_CAP = 100 * FEN_IN_WAN
FORWARD = ("submit", "accept", "first_review", "second_review", "announce", "approve", "pay")
STATES = ("draft", "submitted", "accepted", "first_reviewed", "second_reviewed", "publicity", "approved")
STEPS = st.one_of(
    st.tuples(st.just("file"), st.sampled_from(FILINGS)),
    st.tuples(st.just("voucher"), st.sampled_from(VOUCHERS)),
    st.tuples(st.just("remove"), st.integers(0, 2)),
    st.tuples(st.just("walk"), st.tuples(st.integers(0, 2), st.integers(1, len(FORWARD)))),
    st.tuples(st.just("act"), st.tuples(st.integers(0, 2), st.sampled_from(list(ClaimAct)), st.sampled_from(PEOPLE))),
)
SEQUENCES = st.lists(st.tuples(STEPS, st.sampled_from(("once", "unanswered", "killed"))), min_size=4, max_size=14)
SUMS = text(
    "SELECT 'account' AS source, benefit, '' AS subject, reserved, paid FROM award_accounts UNION ALL"
    " SELECT 'standing', benefit, subject, coalesce(approved, asked), 0 FROM claims"
    " WHERE state IN ('submitted', 'accepted', 'first_reviewed', 'second_reviewed', 'publicity', 'approved') UNION ALL"
    " SELECT 'standing', benefit, subject, 0, amount FROM payments WHERE removed_on IS NULL"
)
Deed = Callable[[], Any]


class Killed(Exception):
    """The process died before the commit."""


class Undone(Exception):
    """The next sequence finds the district as this one did."""


@dataclass
class District:
    """The ground of every sequence, and how often something came of an act."""

    session: Session
    enterprise_id: int
    people: dict[str, int]
    counts: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def district(session):
    """An enterprise with two titles, whose credit and payments are known, and six people."""
    enterprise = make_claimant(session)
    make_title(session, enterprise, "little_giant", date(2025, 10, 1))
    people = {name: person(session, name).id for name in PEOPLE}
    session.flush()
    return District(session, enterprise.id, people)


def walk_sequence(district, sequence):
    """Every act alone, in a transaction of its own inside the example's; the sums are looked at after each."""
    with suppress(Undone), audit.attempt(district.session):
        sums = read_sums(district.session)
        for step, fate in sequence:
            sums = take(district, plan(district, *step), fate, sums)
        district.counts["sequences"] += 1
        district.counts["that paid"] += any(paid for _, paid in sums.values())
        raise Undone
    district.session.expire_all()


def take(district, deeds, fate, before):
    """One act; a process that died before its commit did nothing, and who heard nothing may ask again for nothing."""
    is_done = attempt(district, deeds, is_killed=fate == "killed")
    after = read_sums(district.session)
    district.counts["acts that went through"] += is_done
    if not is_done:
        assert after == before
    if fate == "unanswered":
        attempt(district, deeds, is_killed=False)
        assert read_sums(district.session) == after
    return after


def attempt(district, deeds, *, is_killed):
    """Whether the deeds were done, all of them in one transaction."""
    try:
        with audit.attempt(district.session):
            for deed in deeds:
                deed()
            if is_killed:
                raise Killed
    except (CrmError, Killed):
        district.session.expire_all()
        return False
    return True


def plan(district, kind, what) -> list[Deed]:
    """What somebody sets out to do, in words that a retry repeats."""
    session, maria = district.session, district.people["maria"]
    if kind == "file":
        return [partial(file_claim, district, what)]
    if kind == "voucher":
        return [partial(record_payment, session, district.enterprise_id, what, MEASURES, by=maria, on=TODAY)]
    table = Payment if kind == "remove" else Claim
    rows = session.scalars(select(table).order_by(table.id)).all()
    if not rows:
        return []
    if kind == "remove":
        return [partial(remove_payment, session, rows[what % len(rows)], by=maria, on=TODAY)]
    claim = rows[what[0] % len(rows)]
    if kind == "act":
        return [partial(act, district, claim, what[1], what[2])]
    begun = STATES.index(claim.state) if claim.state in STATES else len(FORWARD)
    return [partial(act, district, claim, name, doer(claim, name)) for name in FORWARD[begun : begun + what[1]]]


def file_claim(district, filing):
    stefan = district.people["stefan"]
    session = district.session
    claim = draft_claim(session, district.enterprise_id, filing, GROUND, by=stefan, on=TODAY, at=NOW)
    notes = {row.evidence: "附件" for row in evidence_of(session, claim.id)}
    prepare_claim(session, claim.id, notes, by=stefan, on=TODAY)


def act(district, claim, name, who):
    day = TODAY if name == "announce" else AFTER_PUBLICITY
    saying = ClaimSaying("理由", claim.asked, f"拨-{claim.number}", AFTER_PUBLICITY)
    take_claim_step(district.session, claim.id, name, saying, GROUND, by=district.people[who], on=day, at=NOW)


def doer(claim, name):
    is_interest = claim.benefit == "loan_interest"
    return "hana" if is_interest and name in ("accept", "first_review") else WHO[name]


def read_sums(session):
    """Reserved and paid by benefit: the same by accounts as by claims and payments, and no clause above its cap."""
    session.expire_all()
    rows = session.execute(SUMS).all()
    accounts = {row.benefit: (row.reserved, row.paid) for row in rows if row.source == "account"}
    standing = [row for row in rows if row.source == "standing"]

    for benefit, (reserved, paid) in accounts.items():
        ours = [row for row in standing if row.benefit == benefit]
        assert (reserved, paid) == (sum(row.reserved for row in ours), sum(row.paid for row in ours))
        assert reserved + paid <= cap(benefit, ours)
    assert {row.benefit for row in standing} <= accounts.keys()
    return {benefit: sums for benefit, sums in accounts.items() if any(sums)}


def cap(benefit, standing):
    """Of the interest of a year; for titles what the highest of those claimed or paid earns, once."""
    if benefit == "loan_interest":
        return INTEREST_CAP
    return max((TITLE_CAPS[row.subject] for row in standing), default=0)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=SEQUENCES)
def test_no_sequence_of_acts_pays_more_than_the_caps(district, sequence):
    walk_sequence(district, sequence)


@pytest.mark.faults
@pytest.mark.parametrize("turn", range(TURNS))
def test_no_sequence_of_thousands_pays_more_than_the_caps(district, turn):
    """In turns, because a transaction that undid thousands of sequences takes ever longer for the next; prints how much
    was tried: were nothing paid, nothing would be shown."""

    @seed(turn)
    @settings(max_examples=IN_ALL // TURNS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(sequence=SEQUENCES)
    def walk_hundreds(sequence):
        walk_sequence(district, sequence)

    walk_hundreds()

    sys.stderr.write(f"\n{dict(district.counts)}\n")
    assert district.counts["that paid"] > district.counts["sequences"] // 20

"""What no claim can be: each refusal names the clause that says so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.filing import draft_claim, prepare_claim
from crm.awards.models import Payment
from crm.awards.payments.service import PaymentEntry, record_payment, remove_payment
from crm.cultivation.titles.queries import titles
from crm.errors import CrmError
from crm.money import FEN_IN_WAN
from tests.awards.claims.making import (
    AFTER_PUBLICITY,
    AWARD,
    GROUND,
    INTEREST,
    PROJECT,
    act_on_claim,
    make_claim,
    make_claimant,
    person,
    set_fact,
)
from tests.conftest import NOW, TODAY
from tests.makers import make_title
from tests.makers_of_awards import IN_FORCE, MEASURES, REPEALED, make_award_payment


def refusal(act, *arguments, **named) -> CrmError:
    with pytest.raises(CrmError) as refused:
        act(*arguments, **named)
    return refused.value


def draft(session, enterprise, filing):
    stefan = person(session, "stefan")
    return draft_claim(session, enterprise.id, filing, GROUND, by=stefan.id, on=TODAY, at=NOW)


UNFIT = [
    (replace(AWARD, subject="little_giant"), "claim_no_title"),
    (replace(AWARD, subject="tech_sme"), "claim_no_title"),
    (replace(INTEREST, asked=None), "claim_nothing"),
    (replace(INTEREST, asked=-1), "claim_nothing"),
    (replace(INTEREST, asked=50 * FEN_IN_WAN + 1), "claim_above_share"),
    (replace(INTEREST, base=None), "claim_needs_base"),
    (replace(INTEREST, base=900 * FEN_IN_WAN, asked=100 * FEN_IN_WAN + 1), "claim_above_cap"),
    (replace(INTEREST, basis_on=None), "claim_needs_basis"),
    (replace(INTEREST, basis_on=TODAY + timedelta(days=1)), "claim_basis_ahead"),
    (replace(INTEREST, basis_on=date(2026, 1, 1)), "claim_outside_validity"),
    (replace(INTEREST, basis_on=date(2023, 7, 10)), "claim_outside_validity"),
    (replace(INTEREST, subject="甲贷款"), "payment_on_no_account"),
    (replace(INTEREST, benefit="talent_flat"), "claim_by_quota"),
    (replace(INTEREST, benefit="office_space"), "claim_without_figure"),
    (replace(INTEREST, benefit="fund_investment"), "payment_to_another"),
    (replace(INTEREST, benefit="nothing"), "not_found"),
    (replace(PROJECT, subject=""), "claim_needs_project"),
    (replace(PROJECT, subject="srdi"), "claim_needs_project"),
    (replace(PROJECT, asked=200 * FEN_IN_WAN + 1), "claim_above_cap"),
    (replace(INTEREST, asked=10**15 + 1), "bad_request"),
]


def test_what_cannot_be_claimed_is_refused_when_it_is_drafted(session):
    enterprise = make_claimant(session)
    for filing, code in UNFIT:
        with session.begin_nested() as attempt:
            refused = refusal(draft, session, enterprise, filing)
            attempt.rollback()
        assert refused.code == code, filing
        if code.startswith("claim_"):
            assert refused.values["clause"].startswith("第")


def test_what_lies_on_the_limit_can_be_claimed(session):
    for filing in (replace(INTEREST, asked=50 * FEN_IN_WAN), replace(PROJECT, asked=200 * FEN_IN_WAN)):
        assert draft(session, make_claimant(session), filing).state == "draft"


def test_a_claim_above_the_cap_names_the_clause(session):
    above = replace(INTEREST, base=900 * FEN_IN_WAN, asked=100 * FEN_IN_WAN + 1)

    assert refusal(draft, session, make_claimant(session), above).values["clause"] == "第六条"


def test_one_tier_is_claimed_once_while_it_is_under_way_and_after_it_was_paid(session):
    enterprise = make_claimant(session)
    claim = make_claim(session, "approved", enterprise=enterprise)
    assert refusal(draft, session, enterprise, AWARD).code == "claim_under_way"

    act_on_claim(session, claim, "pay")

    refused = refusal(draft, session, enterprise, AWARD)
    assert (refused.code, refused.values["clause"]) == ("claim_tier_claimed", "第一条")


def test_a_promotion_earns_the_difference_to_what_the_claim_paid(session):
    enterprise = make_claimant(session)
    make_claim(session, "paid", enterprise=enterprise)
    make_title(session, enterprise, "little_giant", date(2025, 10, 1))

    giant = draft(session, enterprise, replace(AWARD, subject="little_giant"))

    assert giant.asked == 60 * FEN_IN_WAN


def test_a_title_won_before_the_measure_or_after_it_earns_nothing(session):
    for won in (date(2023, 7, 10), date(2026, 1, 1)):
        refused = refusal(draft, session, make_claimant(session, won=won), AWARD)
        assert (refused.code, refused.values["day"]) == ("claim_outside_validity", won)


def test_a_title_regained_is_no_first_award(session):
    enterprise = make_claimant(session, "innovative")
    make_title(session, enterprise, "srdi", date(2022, 5, 1), date(2025, 5, 1))
    make_title(session, enterprise, "srdi", date(2025, 6, 1))

    assert refusal(draft, session, enterprise, AWARD).code == "claim_outside_validity"


def test_an_enterprise_on_a_list_that_bars_it_is_paid_nothing(session):
    for state, act in (("draft", "submit"), ("publicity", "approve"), ("approved", "pay")):
        for fact in GROUND.rules.barring_facts:
            enterprise = make_claimant(session)
            claim = make_claim(session, state, enterprise=enterprise)
            set_fact(session, enterprise, fact, value=True)

            refused = refusal(act_on_claim, session, claim, act)

            assert (refused.code, refused.values["clause"], claim.state) == ("claim_barred", "第一条", state)


def test_what_nobody_looked_up_may_be_filed_and_not_approved(session):
    enterprise = make_claimant(session, is_clear=False)
    claim = make_claim(session, "publicity", enterprise=enterprise)

    assert refusal(act_on_claim, session, claim, "approve").code == "claim_unknown_credit"
    for fact in GROUND.rules.barring_facts:
        set_fact(session, enterprise, fact, value=False)
    assert refusal(act_on_claim, session, claim, "approve").code == "claim_unknown_payments"


def test_a_title_revoked_before_the_payment_is_not_paid(session):
    enterprise = make_claimant(session, won=date(2024, 6, 1))
    claim = make_claim(session, "approved", enterprise=enterprise)
    revoke(session, enterprise)

    assert refusal(act_on_claim, session, claim, "pay").code == "claim_title_revoked"


def revoke(session, enterprise):
    for title in titles(session, enterprise.id):
        title.revoked_on = TODAY
    session.flush()


def test_an_enterprise_that_is_no_more_claims_nothing(session):
    enterprise = make_claimant(session)
    enterprise.deregistered_on = TODAY
    session.flush()

    assert refusal(draft, session, enterprise, AWARD).code == "claim_deregistered"


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "accepted", "first_reviewed", "second_reviewed", "publicity"]
)
def test_nothing_is_paid_before_it_is_approved(session, state):
    refused = refusal(act_on_claim, session, make_claim(session, state), "pay")

    assert (refused.code, refused.values["clause"]) == ("claim_not_approved", "第一条")


@pytest.mark.parametrize("state", ["submitted", "publicity", "approved", "withdrawn"])
@pytest.mark.parametrize("act", ["bounce", "recover"])
def test_what_was_not_paid_neither_bounces_nor_is_recovered(session, state, act):
    refused = refusal(act_on_claim, session, make_claim(session, state), act)

    assert (refused.code, refused.values["clause"]) == ("claim_not_paid", "第一条")


def test_nobody_reviews_what_they_filed_or_pays_what_they_approved(session):
    enterprise = make_claimant(session)
    claim = make_claim(session, "draft", enterprise=enterprise)
    act_on_claim(session, claim, "submit", who="maria")
    act_on_claim(session, claim, "accept")
    act_on_claim(session, claim, "first_review")

    refused = refusal(act_on_claim, session, claim, "second_review", who="maria")
    assert (refused.code, refused.values["clause"]) == ("claim_own_step", "第一条")

    other = make_claim(session, "approved")
    assert refusal(act_on_claim, session, other, "pay", who="maria").code == "claim_own_step"


def test_another_department_takes_no_step(session):
    claim = make_claim(session, "submitted")

    assert refusal(act_on_claim, session, claim, "accept", who="hana").code == "claim_moved_on"


def test_a_voucher_stands_for_one_payment_however_it_was_written_down(session):
    claim, other = make_claim(session, "paid"), make_claim(session, "approved")
    used = ClaimSaying(voucher=f"拨-{claim.number}", day=AFTER_PUBLICITY)
    entry = PaymentEntry("title_award", IN_FORCE, TODAY, used.voucher, FEN_IN_WAN, subject="srdi")
    maria = person(session, "maria").id

    assert refusal(act_on_claim, session, other, "pay", used).code == "payment_voucher_known"
    refused = refusal(record_payment, session, make_claimant(session).id, entry, MEASURES, by=maria, on=TODAY)
    assert refused.code == "payment_voucher_known"


def test_a_voucher_recorded_meanwhile_leaves_no_room_for_the_claim(session):
    enterprise = make_claimant(session)
    claim = make_claim(session, "approved", enterprise=enterprise)
    entry = PaymentEntry("title_award", REPEALED, date(2022, 12, 1), "旧-1", 20 * FEN_IN_WAN, subject="srdi")
    maria = person(session, "maria").id

    assert refusal(record_payment, session, enterprise.id, entry, MEASURES, by=maria, on=TODAY).code == (
        "payment_above_cap"
    )
    record_payment(session, enterprise.id, replace(entry, is_checked=True), MEASURES, by=maria, on=TODAY)

    assert refusal(act_on_claim, session, claim, "pay").code == "claim_above_cap"


def test_a_payment_of_a_claim_is_not_removed_as_a_slip_of_the_record(session):
    make_claim(session, "paid")
    payment = session.scalars(select(Payment)).one()

    refused = refusal(remove_payment, session, payment, by=person(session, "maria").id, on=TODAY)
    assert refused.code == "payment_of_claim"


def test_a_claim_counts_what_vouchers_paid(session):
    enterprise = make_claimant(session)
    make_award_payment(session, enterprise, "innovative", 3)

    assert draft(session, enterprise, AWARD).asked == 17 * FEN_IN_WAN


def test_evidence_that_is_missing_keeps_a_claim_from_being_accepted(session):
    claim = make_claim(session)
    prepare_claim(session, claim.id, {"营业执照": None}, by=person(session, "stefan").id, on=TODAY)
    act_on_claim(session, claim, "submit")

    refused = refusal(act_on_claim, session, claim, "accept")

    assert (refused.code, refused.values["evidence"]) == ("claim_evidence_missing", "营业执照")
    assert (
        refusal(prepare_claim, session, claim.id, {}, by=person(session, "stefan").id, on=TODAY).code
        == "claim_handed_in"
    )


def test_a_base_beyond_all_money_is_refused(session):
    claim = make_claim(session, "draft", INTEREST)

    refused = refusal(
        prepare_claim, session, claim.id, {}, base=10**15 + 1, by=person(session, "stefan").id, on=TODAY
    )

    assert refused.code == "bad_request"


@pytest.mark.parametrize("amount", [0, 20 * FEN_IN_WAN + 1, -1])
def test_a_review_neither_raises_the_amount_nor_leaves_nothing(session, amount):
    refused = refusal(
        act_on_claim, session, make_claim(session, "accepted"), "first_review", ClaimSaying(amount=amount)
    )

    assert refused.code in ("claim_above_asked", "claim_needs_amount")


@pytest.mark.parametrize(
    ("state", "act"), [("approved", "pay"), ("accepted", "first_review"), ("submitted", "return")]
)
def test_a_step_without_what_it_needs_is_refused_by_name(session, state, act):
    refused = refusal(act_on_claim, session, make_claim(session, state), act, ClaimSaying())

    assert refused.code.startswith("claim_needs")
    assert refused.values["clause"] == "第一条"

"""The day of a payment lies after the publicity and the approval of its claim, and not ahead."""

from datetime import timedelta

import pytest

from crm import clock
from crm.awards.claims.course.acts import ClaimSaying
from crm.awards.claims.service import take_claim_step
from tests.awards.claims.making import AFTER_PUBLICITY, GROUND, act_on_claim, make_claim, person
from tests.awards.claims.test_claim_refusals import refusal
from tests.conftest import NOW


@pytest.mark.parametrize("day", [AFTER_PUBLICITY - timedelta(days=1), AFTER_PUBLICITY + timedelta(days=1)])
def test_a_payment_lies_after_the_publicity_and_not_ahead(session, day):
    saying = ClaimSaying(voucher="拨-1", day=day)

    assert (
        refusal(act_on_claim, session, make_claim(session, "approved"), "pay", saying).code == "claim_paid_on_unfit"
    )


def test_a_payment_is_not_dated_before_its_approval(session):
    approval = AFTER_PUBLICITY + timedelta(days=3)
    claim = make_claim(session, "publicity")
    maria, moritz = (person(session, name).id for name in ("maria", "moritz"))
    take_claim_step(
        session, claim.id, "approve", ClaimSaying(), GROUND, by=maria, on=approval, at=clock.beginning(approval)
    )

    def pay(day):
        saying = ClaimSaying(voucher="拨-1", day=day)
        return take_claim_step(session, claim.id, "pay", saying, GROUND, by=moritz, on=approval, at=NOW)

    assert refusal(pay, approval - timedelta(days=1)).code == "claim_paid_on_unfit"
    assert pay(approval).state == "paid"

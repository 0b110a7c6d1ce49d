"""What flagged promotions could still earn: less what each was paid before, and never less than nothing."""

from datetime import date

import pytest
from sqlalchemy import true

from crm.awards.measures import measures_at
from crm.awards.payments.service import PaymentEntry, record_payment
from crm.config.settings import ROOT
from crm.cultivation.models import Tier
from crm.dashboards import overview
from crm.money import FEN_IN_WAN
from crm.standings import upkeep
from crm.standings.counts import read_cells
from tests.cast import make_person
from tests.conftest import TODAY
from tests.makers import make_enterprise
from tests.makers_of_flags import make_flag

MEASURES = measures_at(ROOT / "config" / "policies")
SRDI, WAN = 20 * FEN_IN_WAN, FEN_IN_WAN


@pytest.fixture
def pay(session):
    maria = make_person(session, "maria")

    def record(enterprise, amount, voucher):
        entry = PaymentEntry(
            document="石经信局〔2023〕24号",
            benefit="title_award",
            subject="innovative",
            amount=amount,
            paid_on=date(2024, 3, 1),
            voucher=voucher,
            is_checked=True,
        )
        record_payment(session, enterprise.id, entry, MEASURES, by=maria.id, on=TODAY)

    return record


def test_what_was_paid_before_is_no_stake_any_more(session, pay):
    flagged = [make_enterprise(session) for _ in range(4)]
    for enterprise, kind in zip(flagged, ("eligible", "eligible", "eligible", "near"), strict=True):
        make_flag(session, enterprise, Tier.SRDI, kind)
    pay(flagged[0], 3 * WAN, "1")
    pay(flagged[1], 25 * WAN, "2")
    session.flush()
    upkeep.refresh(session, {enterprise.id for enterprise in flagged}, on=TODAY)

    found = overview.stakes(read_cells(session, true()), session.execute(overview.select_paid_stakes(true())).all())

    [srdi] = [stake for stake in found if stake.target is Tier.SRDI]
    assert (srdi.eligible, srdi.near) == (3, 1)
    assert srdi.amount("eligible", SRDI) == (20 + 17 + 0) * WAN
    assert srdi.amount("near", SRDI) == 20 * WAN

"""MeasureClause 1 of the district's measure: differences, never promises."""

from datetime import date

import pytest

from crm.awards.indicative import indicate
from crm.awards.measures import measures_at
from crm.config.settings import ROOT
from crm.money import FEN_IN_WAN

MEASURES = measures_at(ROOT / "config" / "policies")
WITHIN, AFTER = date(2025, 12, 31), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("tier", "paid", "due"),
    [
        ("innovative", 0, 3),
        ("srdi", 3, 17),
        ("little_giant", 20, 60),
        ("little_giant", 3, 77),
        ("little_giant", 0, 80),
        ("srdi", 80, 0),
        ("tech_sme", 0, 0),
    ],
)
def test_a_promotion_earns_the_difference_to_what_was_paid(tier, paid, due):
    assert indicate(MEASURES, tier, on=WITHIN, paid=paid * FEN_IN_WAN).amount == due * FEN_IN_WAN


def test_without_recorded_payments_the_amount_is_only_a_most():
    indication = indicate(MEASURES, "little_giant", on=WITHIN)

    assert indication.paid is None
    assert indication.amount == 80 * FEN_IN_WAN


@pytest.mark.parametrize(("on", "expired"), [(WITHIN, False), (AFTER, True)])
def test_after_its_validity_the_measure_is_marked_expired(on, expired):
    assert indicate(MEASURES, "srdi", on=on).expired is expired


def test_before_any_measure_had_begun_nothing_is_indicated():
    assert indicate(MEASURES, "srdi", on=date(2023, 7, 10)) is None

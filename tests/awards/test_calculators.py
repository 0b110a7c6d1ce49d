"""试算: the arithmetic of a clause for given numbers, written out; nothing is stored."""

import pytest

from crm.awards.calculators.views import calculable_clauses
from tests.makers_of_awards import MEASURES


def test_the_clauses_with_numbers_have_a_calculator():
    assert {"rd_project", "loan_interest", "fund_investment", "listing"} <= set(calculable_clauses(MEASURES))
    assert not {"first_award", "office_space", "executives", "precise_service"} & set(calculable_clauses(MEASURES))


@pytest.mark.parametrize(
    ("clause", "typed", "lines"),
    [
        (
            "rd_project",
            {"base": "1000", "paid": "120"},
            ["1000 万 × 30% = 300 万，按上限 200 万计，减已兑现 120 万，可兑现 80 万元（第二条）"],
        ),
        ("loan_interest", {"base": "80"}, ["80 万 × 50% = 40 万，可兑现 40 万元（第六条）"]),
        (
            "fund_investment",
            {"base": "1000"},
            ["1000 万 × 1% = 10 万，可兑现 10 万元", "1000 万 × 2% = 20 万，可兑现 20 万元"],
        ),
        (
            "listing",
            {"benefit": "listing_domestic", "stage_1": "300", "stage_2": "800", "paid": "300"},
            ["300 万 + 800 万 = 1100 万，按上限 1000 万计，减已兑现 300 万，可兑现 700 万元（第八条）"],
        ),
        ("listing", {"benefit": "listing_neeq"}, ["150 万 = 150 万，可兑现 150 万元（第八条）"]),
    ],
)
def test_the_arithmetic_is_written_out(signed_in, clause, typed, lines):
    page = signed_in("stefan").post(f"/calculators/{clause}", typed)

    assert page.status_code == 200
    for line in lines:
        assert line in page.text
    assert "已于 2025-12-31 到期" in page.text


@pytest.mark.parametrize(
    ("clause", "typed"),
    [
        ("rd_project", {}),
        ("rd_project", {"base": "-1"}),
        ("rd_project", {"base": "1.0000001"}),
        ("loan_interest", {"base": "１２"}),
        ("listing", {"benefit": "loan_interest", "stage_1": "1"}),
    ],
)
def test_what_is_no_number_of_the_clause_is_shown_again(signed_in, clause, typed):
    assert signed_in("stefan").post(f"/calculators/{clause}", typed).status_code == 422


@pytest.mark.parametrize("clause", ["first_award", "nothing"])
def test_a_clause_without_a_calculator_is_not_there(signed_in, clause):
    assert signed_in("stefan").get(f"/calculators/{clause}").status_code == 404

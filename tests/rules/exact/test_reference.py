"""The reference against the boundary table that comes with the policy; the engine is not asked here."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.reference import Outcome, judge, rulebook_for, size_class
from tests.rules.reference.facts import Facts

DAY = date(2026, 11, 23)
CODE = "91110107MADE000000"


def judged(rulebook: str, purpose: str = "new", **facts: Any) -> Outcome:
    return judge(rulebook, {"uscc": CODE, "name": "青石精工", **facts}, DAY, purpose)


def figures(*years: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"year": 2025 - back, **figure} for back, figure in enumerate(years)]


def points_of(rulebook: str, worst: dict[str, Any], better: dict[str, Any]) -> int:
    """How many points one change brings, counted at the low end."""
    low, high = (judged(rulebook, **facts).score or (0, 0) for facts in (worst, better))
    return high[0] - low[0]


def year_of(**figure: Any) -> dict[str, Any]:
    return {"figures": figures(figure)}


@pytest.mark.parametrize(
    ("figure", "points"),
    [
        ({"rd_expense": "300.30", "revenue": "10010.00"}, 15),
        ({"rd_expense": "299.99", "revenue": "10000.00"}, 10),
        ({"total_liabilities": "5500", "total_assets": "10000"}, 10),
        ({"total_liabilities": "7500", "total_assets": "10000"}, 5),
        ({"total_liabilities": "7501", "total_assets": "10000"}, 0),
    ],
)
def test_a_ratio_on_the_border_of_two_bands_takes_the_higher_score(figure, points):
    assert points_of("innovative-2022", {}, year_of(**figure)) == points


@pytest.mark.parametrize(("count", "points"), [(1, 3), (2, 5), (3, 5)])
def test_quality_is_worth_three_points_a_kind_and_never_more_than_five(count, points):
    kinds = ["management_system", "own_brand", "standards"][:count]

    assert points_of("srdi-2022", {}, {"quality": kinds}) == points


def test_spending_takes_the_better_of_amount_and_ratio():
    spent = year_of(rd_expense="4500000", revenue="140625000")

    assert points_of("srdi-2022", {}, spent) == 8


def test_a_total_that_reaches_the_threshold_is_unmet_when_one_part_is_too_low():
    outcome = judged(
        "innovative-2022",
        figures=figures(
            {
                "revenue": "100",
                "main_revenue": "100",
                "rd_expense": "3",
                "total_assets": "100",
                "total_liabilities": "10",
            },
            {"main_revenue": "80"},
        ),
        intellectual_property=[],
        strategic_emerging=True,
    )

    assert outcome.score == (75, 75)
    assert outcome.branches["merit.score"] == "unmet"


def test_a_certificate_that_holds_is_merit_whatever_the_score():
    certificate = {"kind": "high_tech", "valid_from": "2023-11-24", "valid_to": "2026-11-23"}

    assert judged("innovative-2022", certificates=[certificate]).criteria["merit"] == "met"


def test_a_ratio_a_hair_below_its_limit_is_unmet():
    outcome = judged("srdi-2022", **year_of(rd_expense="1000000", revenue="33334000"))

    assert outcome.criteria["rd_ratio"] == "unmet"
    assert outcome.criteria["rd_expense"] == "met"


def test_a_ratio_exactly_on_its_limit_is_met_from_above_and_from_below():
    both = year_of(revenue="10000", main_revenue="8000", total_assets="10000", total_liabilities="8000")

    criteria = judged("srdi-2026", **both).criteria

    assert (criteria["main_ratio"], criteria["debt_ratio"]) == ("met", "met")


def test_each_of_two_years_must_reach_the_amount():
    years = figures({"rd_expense": "1500000", "revenue": "20000000"}, {"rd_expense": "990000", "revenue": "20000000"})

    assert judged("srdi-2026", figures=years).criteria["rd_each_year"] == "unmet"


def test_a_third_rank_makes_up_for_a_small_share():
    outcome = judged(
        "little-giant-2026", **year_of(revenue="50000000"), market={"share": "0.09", "rank": 3, "reputation": True}
    )

    assert outcome.criteria["revenue"] == "met"
    assert outcome.criteria["market_position"] == "met"


def test_a_review_tests_neither_growth_nor_the_title_before():
    untested = judged("little-giant-2026").criteria.keys() - judged("little-giant-2026", "review").criteria.keys()

    assert untested == {"growth", "prior_title"}


def test_years_in_the_niche_are_met_from_the_first_day_of_the_next_year():
    assert judged("srdi-2026", niche_started_on="2023-06-01").met_on == {"niche_years": date(2027, 1, 1)}


@pytest.mark.parametrize(
    ("target", "purpose", "day", "rulebook"),
    [
        ("innovative", "new", "2022-08-01", "innovative-2022"),
        ("innovative", "review", "2022-07-31", None),
        ("srdi", "new", "2026-03-31", "srdi-2022"),
        ("srdi", "review", "2026-04-01", "srdi-2026"),
        ("little_giant", "new", "2026-03-31", "little-giant-2022"),
        ("little_giant", "new", "2026-04-01", "little-giant-2026"),
        ("little_giant", "review", "2026-12-31", "little-giant-2022"),
        ("little_giant", "review", "2027-01-01", "little-giant-2026"),
    ],
)
def test_a_rulebook_is_chosen_by_target_purpose_and_day(target, purpose, day, rulebook):
    assert rulebook_for(target, purpose, date.fromisoformat(day)) == rulebook


@pytest.mark.parametrize(
    ("industry", "figure", "expected"),
    [
        ("C3563", {"employees": 1000, "revenue": "399999999.99"}, "medium"),
        ("C3563", {"employees": 1000, "revenue": "400000000"}, "large"),
        ("C3563", {"employees": 19}, "micro"),
        ("C3563", {"employees": 20}, None),
        ("K7010", {"revenue": "2000000000", "total_assets": "99999999.99"}, "medium"),
        ("J66", {"employees": 5, "revenue": "1"}, None),
    ],
)
def test_an_enterprise_has_the_smallest_class_among_its_indicators(industry, figure, expected):
    assert size_class(facts_of(industry, year_of(**figure))) == expected


def facts_of(industry: str, years: dict[str, Any]) -> Facts:
    return Facts({"industry": industry, **years}, DAY)

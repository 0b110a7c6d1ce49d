"""The three rulebooks of 2022, clause by clause; gates, sizing and verdicts are elsewhere."""

from __future__ import annotations

from fractions import Fraction

from tests.rules.reference.days import end_of_last_year
from tests.rules.reference.ease import Ease
from tests.rules.reference.facts import Facts
from tests.rules.reference.holdings import count_under_2022
from tests.rules.reference.points import Score, innovative_score, srdi_score
from tests.rules.reference.truth import Truth, all_of, any_of

WAN = 10_000
Criteria = dict[str, Truth]


def percent(number: int) -> Fraction:
    return Fraction(number, 100)


def innovative_merit(facts: Facts, ease: Ease, score: Score) -> Criteria:
    return {
        "merit.score": all_of(
            ease.points_at_least(score.total, 60),
            ease.points_at_least(score.parts["innovation"], 20),
            ease.points_at_least(score.parts["growth"], 15),
            ease.points_at_least(score.parts["specialisation"], 15),
        ),
        "merit.science_award": facts.has_science_award({"national": None, "provincial": None}),
        "merit.honour": facts.has_certificate(
            "high_tech", "technology_innovation_demonstration", "ip_advantage", "ip_demonstration"
        ),
        "merit.rd_institution": facts.is_one_of("rd_institution", "national", "provincial"),
        "merit.equity": ease.sum_at_least(facts.equity(3), 500 * WAN),
    }


def innovative(facts: Facts, ease: Ease) -> tuple[Criteria, Criteria, Score | None]:
    score = innovative_score(facts)
    branches = innovative_merit(facts, ease, score)
    return {"merit": any_of(*branches.values())}, branches, score


def srdi_merit(facts: Facts, ease: Ease, score: Score) -> Criteria:
    spent = facts.expense_of_two_years()
    return {
        "merit.score": ease.points_at_least(score.total, 60),
        "merit.science_award": facts.has_science_award({"national": 5, "provincial": 3}),
        "merit.rd_mean": ease.at_least(None if spent is None else spent / 2, 1000 * WAN),
        "merit.equity": ease.sum_at_least(facts.equity(2), 6000 * WAN),
        "merit.maker_in_china": facts.entered_contest("top500", "top50"),
    }


def srdi(facts: Facts, ease: Ease) -> tuple[Criteria, Criteria, Score | None]:
    score = srdi_score(facts)
    branches = srdi_merit(facts, ease, score)
    criteria = {
        "prior_title": facts.has_title("innovative"),
        "niche_years": ease.at_least_years(facts.niche_years(ease.moved(facts.as_of)), 2),
        "rd_expense": ease.at_least(facts.figure("rd_expense"), 100 * WAN),
        "rd_ratio": ease.at_least(facts.ratio("rd_expense", "revenue"), percent(3)),
        "scale": any_of(
            ease.at_least(facts.figure("revenue"), 1000 * WAN), ease.sum_at_least(facts.equity(2), 2000 * WAN)
        ),
        "merit": any_of(*branches.values()),
    }
    return criteria, branches, score


def ratio_in_both_years(facts: Facts, ease: Ease, limit: Fraction) -> Truth:
    return all_of(*[ease.at_least(facts.ratio("rd_expense", "revenue", back), limit) for back in (0, 1)])


def rd_intensity(facts: Facts, ease: Ease) -> Truth:
    """Which of the three demands applies depends on revenue; without it only a unanimous answer stands."""
    revenue = facts.figure("revenue")
    of_large = ratio_in_both_years(facts, ease, percent(3))
    of_middle = ratio_in_both_years(facts, ease, percent(6))
    of_small = all_of(
        ease.sum_at_least(facts.equity(2), 8000 * WAN),
        ease.at_least(facts.figure("rd_expense"), 3000 * WAN),
        ease.at_least(facts.ratio("rd_staff", "employees"), percent(50)),
    )
    if revenue is None:
        return of_large if of_large == of_middle == of_small else None
    if revenue >= 10_000 * WAN:
        return of_large
    return of_middle if revenue >= 5000 * WAN else of_small


def innovation(facts: Facts, ease: Ease) -> Criteria:
    has_institution = facts.is_one_of("rd_institution", "national", "provincial", "municipal", "below_municipal")
    return {
        "innovation.general": all_of(
            rd_intensity(facts, ease),
            ease.obtained(has_institution),
            ease.count_at_least(count_under_2022(facts, "I", "economic_benefit"), 2),
        ),
        "innovation.science_award": facts.has_science_award({"national": 3}),
        "innovation.maker_in_china": facts.entered_contest("top50"),
    }


def little_giant(facts: Facts, ease: Ease) -> tuple[Criteria, Criteria, Score | None]:
    branches = innovation(facts, ease)
    certified = any_of(facts.has_quality("management_system"), facts.one("product_certification"))
    until = end_of_last_year(ease.moved(facts.as_of))
    criteria = {
        "prior_title": facts.has_title("srdi"),
        "niche_years": ease.at_least_years(facts.niche_years(until), 3),
        "main_ratio": ease.at_least(facts.ratio("main_revenue", "revenue"), percent(70)),
        "growth": ease.at_least(facts.mean_growth(), percent(5)),
        "information_system": ease.obtained(facts.one("information_system")),
        "certification": ease.obtained(certified),
        "debt_ratio": ease.at_most(facts.ratio("total_liabilities", "total_assets"), percent(70)),
        "market_share": all_of(
            ease.at_least(facts.market_share(), percent(10)), facts.within("market", "reputation")
        ),
        "own_brand": ease.obtained(facts.has_quality("own_brand")),
        "innovation": any_of(*branches.values()),
        "chain_role": facts.one("chain_role"),
        "product_domain": facts.one("product_domain"),
    }
    return criteria, branches, None

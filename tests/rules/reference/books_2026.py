"""The two rulebooks of 2026, clause by clause; gates, sizing and verdicts are elsewhere."""

from __future__ import annotations

from fractions import Fraction

from tests.rules.reference.books_2022 import WAN, Criteria, percent, ratio_in_both_years
from tests.rules.reference.days import end_of_last_year
from tests.rules.reference.ease import Ease
from tests.rules.reference.facts import Facts, divided
from tests.rules.reference.holdings import count_under_2026
from tests.rules.reference.points import Score
from tests.rules.reference.truth import Truth, all_of, any_of, stays_within


def platform_score(facts: Facts, ease: Ease, limit: int, purpose: str) -> Truth:
    """A review takes the score of the as-of year or of the year before."""
    years = (0, 1) if purpose == "review" else (0,)
    return any_of(*[ease.at_least(facts.platform_score(ago), limit) for ago in years])


def niche_years(facts: Facts, ease: Ease) -> Truth:
    return ease.at_least_years(facts.niche_years(end_of_last_year(ease.moved(facts.as_of))), 3)


def main_ratio(facts: Facts, ease: Ease, limit: Fraction) -> Truth:
    return ease.at_least(facts.ratio("main_revenue", "revenue"), limit)


def debt_ratio(facts: Facts, ease: Ease, limit: Fraction) -> Truth:
    return ease.at_most(facts.ratio("total_liabilities", "total_assets"), limit)


def srdi(facts: Facts, ease: Ease, purpose: str) -> tuple[Criteria, Criteria, Score | None]:
    branches = {
        "class1_ip.count": ease.count_at_least(count_under_2026(facts), 1),
        "class1_ip.science_award": facts.has_science_award({"national": 3, "provincial": 3}),
        "class1_ip.rd_institution": facts.is_one_of("rd_institution", "national", "provincial"),
    }
    spent_each_year = all_of(*[ease.at_least(facts.figure("rd_expense", back), 100 * WAN) for back in (0, 1)])
    criteria = {
        "prior_title": facts.has_title("innovative", "tech_sme"),
        "niche_years": niche_years(facts, ease),
        "scale": any_of(
            ease.at_least(facts.figure("revenue"), 1500 * WAN), ease.sum_at_least(facts.equity(2), 2000 * WAN)
        ),
        "main_ratio": main_ratio(facts, ease, percent(80)),
        "debt_ratio": debt_ratio(facts, ease, percent(80)),
        "rd_each_year": all_of(spent_each_year, ratio_in_both_years(facts, ease, percent(3))),
        "class1_ip": any_of(*branches.values()),
        "market_standing": facts.within("market", "leading"),
        "platform_score": platform_score(facts, ease, 50, purpose),
    }
    return criteria, branches, None


def little_giant(facts: Facts, ease: Ease, purpose: str) -> tuple[Criteria, Criteria, Score | None]:
    branches = {
        "class1_ip.count": ease.count_at_least(count_under_2026(facts), 4),
        "class1_ip.science_award": facts.has_science_award({"national": 3}),
    }
    grown = divided(facts.figure("revenue", 0), facts.figure("revenue", 2))
    criteria = {
        "prior_title": facts.has_title("srdi"),
        "niche_years": niche_years(facts, ease),
        "revenue": ease.at_least(facts.figure("revenue"), 5000 * WAN),
        "main_ratio": main_ratio(facts, ease, percent(90)),
        "growth": ease.compound_at_least(grown, percent(5)),
        "debt_ratio": debt_ratio(facts, ease, percent(75)),
        "rd_total": ease.at_least(facts.expense_of_two_years(), 1200 * WAN),
        "rd_ratio_each_year": ratio_in_both_years(facts, ease, percent(3)),
        "class1_ip": any_of(*branches.values()),
        "market_position": all_of(
            any_of(
                ease.at_least(facts.market_share(), percent(10)),
                # A rank is not widened.
                stays_within(facts.within("market", "rank"), 3),
            ),
            facts.within("market", "reputation"),
        ),
        "chain_role": facts.one("chain_role"),
        "platform_score": platform_score(facts, ease, 60, purpose),
    }
    return criteria, branches, None

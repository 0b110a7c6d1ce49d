"""The two score tables of the 2022 rules, as intervals of points; thresholds stand with the rulebooks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.rules.reference.facts import Facts
from tests.rules.reference.holdings import count_under_2022
from tests.rules.reference.truth import Number, Truth, interval_reaches, reaches, stays_within

Row = tuple[Truth, int]
Points = tuple[int, int]
"""At least and at most."""


@dataclass(frozen=True)
class Score:
    """Intervals of points by part of the table; a table without parts has one."""

    parts: dict[str, Points]

    @property
    def total(self) -> Points:
        return summed(*self.parts.values())


def summed(*intervals: Points) -> Points:
    return sum(low for low, _ in intervals), sum(high for _, high in intervals)


def first_of(*rows: Row, otherwise: int) -> Points:
    """Points of the first row that holds: surely holds for the low end, may hold for the high end."""
    low = next((points for truth, points in rows if truth is True), otherwise)
    high = next((points for truth, points in rows if truth is not False), otherwise)
    return low, high


def banded(value: Number | None, percents_and_points: list[tuple[int, int]]) -> Points:
    """Points by a ratio that is better the higher it is."""
    rows = [(reaches(value, Fraction(percent, 100)), points) for percent, points in percents_and_points]
    return first_of(*rows, otherwise=0)


def banded_down(value: Number | None, percents_and_points: list[tuple[int, int]]) -> Points:
    rows = [(stays_within(value, Fraction(percent, 100)), points) for percent, points in percents_and_points]
    return first_of(*rows, otherwise=0)


def better_of(*intervals: Points) -> Points:
    return max(low for low, _ in intervals), max(high for _, high in intervals)


def property_points(facts: Facts, high_value: int, self_developed: int, first: int, second: int) -> Points:
    def has_one(klass: str, *attributes: str) -> Truth:
        return interval_reaches(count_under_2022(facts, klass, *attributes), 1)

    return first_of(
        (has_one("I", "high_value"), high_value),
        (has_one("I", "self_developed"), self_developed),
        (has_one("I"), first),
        (has_one("II"), second),
        otherwise=0,
    )


def innovative_score(facts: Facts) -> Score:
    rd_ratio = facts.ratio("rd_expense", "revenue")
    main_ratio = facts.ratio("main_revenue", "revenue")
    debt_ratio = facts.ratio("total_liabilities", "total_assets")
    return Score(
        {
            "innovation": summed(
                property_points(facts, 20, 15, 10, 5), banded(rd_ratio, [(5, 20), (3, 15), (2, 10), (1, 5)])
            ),
            "growth": summed(
                banded(facts.growth("main_revenue"), [(15, 20), (10, 15), (5, 10), (0, 5)]),
                banded_down(debt_ratio, [(55, 10), (75, 5)]),
            ),
            "specialisation": summed(
                first_of((facts.one("strategic_emerging"), 10), otherwise=5),
                banded(main_ratio, [(70, 20), (60, 15), (55, 10), (50, 5)]),
            ),
        }
    )


def srdi_score(facts: Facts) -> Score:
    ratios = summed(
        banded(facts.ratio("main_revenue", "revenue"), [(80, 5), (70, 3), (60, 1)]),
        banded(facts.mean_growth(), [(10, 10), (8, 8), (6, 6), (4, 4), (0, 2)]),
        banded(facts.ratio("net_profit", "revenue"), [(10, 10), (8, 8), (6, 6), (4, 4), (2, 2)]),
        banded_down(facts.ratio("total_liabilities", "total_assets"), [(50, 5), (60, 3), (70, 1)]),
        banded(facts.ratio("rd_staff", "employees"), [(20, 5), (10, 3), (5, 1)]),
        spending_points(facts),
    )
    kinds = summed(
        niche_points(facts),
        field_points(facts),
        digital_points(facts),
        quality_points(facts),
        local_points(facts),
        property_points(facts, 10, 8, 6, 2),
        institution_points(facts),
    )
    return Score({"all": summed(ratios, kinds)})


def spending_points(facts: Facts) -> Points:
    amount = facts.figure("rd_expense")
    bands = [(500, 10), (400, 8), (300, 6), (200, 4), (100, 2)]
    by_amount = first_of(*[(reaches(amount, limit * 10_000), points) for limit, points in bands], otherwise=0)
    by_ratio = banded(facts.ratio("rd_expense", "revenue"), [(10, 10), (8, 8), (6, 6), (4, 4), (3, 2)])
    return better_of(by_amount, by_ratio)


def niche_points(facts: Facts) -> Points:
    years = facts.niche_years(facts.as_of)
    return (0, 5) if years is None else (min(5, years // 2),) * 2


def field_points(facts: Facts) -> Points:
    fills_gap = facts.is_one_of("product_field", "fills_gap")
    supports = facts.is_one_of("product_field", "key_supporting")
    return first_of((fills_gap, 5), (supports, 3), otherwise=0)


def digital_points(facts: Facts) -> Points:
    level = facts.one("digital_level")
    return first_of((reaches(level, 3), 5), (reaches(level, 2), 3), otherwise=0)


def quality_points(facts: Facts) -> Points:
    kinds = ("provincial_quality_award", "management_system", "own_brand", "standards")
    held = [facts.has_quality(kind) for kind in kinds]
    return min(5, 3 * held.count(True)), min(5, 3 * (held.count(True) + held.count(None)))


def local_points(facts: Facts) -> Points:
    """The city's own features: its table is not known, so without given points they may be any."""
    points = facts.one("local_feature_points")
    return (0, 15) if points is None else (points, points)


def institution_points(facts: Facts) -> Points:
    levels = {"national": 10, "provincial": 8, "municipal": 4, "below_municipal": 2}
    rows = [(facts.is_one_of("rd_institution", level), points) for level, points in levels.items()]
    return first_of(*rows, otherwise=0)

"""Limits as they are written, numbers as they are shown, and years as they are counted."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.law.days.dates import anniversary, complete_years
from crm.rules.law.quantities import Unit, gap, quantity, show_number

WRITTEN = [
    ("1500 万元", Unit.MONEY, Fraction(1_500_000_000)),
    ("1 亿元", Unit.MONEY, Fraction(10_000_000_000)),
    ("2.4%", Unit.RATIO, Fraction(24, 1000)),
    ("3 years", Unit.YEARS, Fraction(3)),
    (4, Unit.COUNT, Fraction(4)),
    (60, Unit.POINTS, Fraction(60)),
]


@pytest.mark.parametrize(("written", "unit", "value"), WRITTEN)
def test_a_limit_is_read_exactly_in_its_unit(written: object, unit: Unit, value: Fraction) -> None:
    assert quantity(written, unit) == value


@pytest.mark.parametrize(
    "written", ["１５ 万元", "1_000 万元", "-3%", "3 %%", "NaN", "", None, True, 3.5, "1e3 万元"]
)
def test_anything_else_is_no_limit(written: object) -> None:
    with pytest.raises(ValueError, match=r"quantity|unit"):
        quantity(written, Unit.MONEY)


SHOWN = [
    (Fraction(1_500_000_000), Unit.MONEY, None, "1500 万元"),
    (Fraction(1_499_999_999), Unit.MONEY, None, "1500 万元"),
    (Fraction(1_499_999_999), Unit.MONEY, Fraction(1_500_000_000), "1499.999999 万元"),
    (Fraction(29_999, 1_000_000), Unit.RATIO, Fraction(3, 100), "2.9999%"),
    (Fraction(2, 3), Unit.RATIO, Fraction(3, 100), "66.67%"),
    (Fraction(-1, 200), Unit.RATIO, None, "-0.5%"),
    (Fraction(3), Unit.RANK, None, "第 3 名"),
]


@pytest.mark.parametrize(("value", "unit", "beside", "text"), SHOWN)
def test_a_number_is_shown_on_its_own_side_of_the_limit(
    value: Fraction, unit: Unit, beside: Fraction | None, text: str
) -> None:
    assert show_number(value, unit, beside) == text


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_amounts_that_differ_are_never_shown_alike(value: int, limit: int) -> None:
    same = show_number(Fraction(value), Unit.MONEY, Fraction(limit)) == show_number(
        Fraction(limit), Unit.MONEY, Fraction(limit)
    )

    assert same == (value == limit)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_gap_is_nothing_only_where_there_is_none(value: int, limit: int) -> None:
    assert (gap(Fraction(value), Fraction(limit), Unit.MONEY) == "0 万元") == (value == limit)


ANNIVERSARIES = [
    (date(2023, 12, 31), 3, date(2026, 12, 31)),
    (date(2024, 2, 29), 1, date(2025, 3, 1)),
    (date(2024, 2, 29), 4, date(2028, 2, 29)),
]


@pytest.mark.parametrize(("start", "years", "day"), ANNIVERSARIES)
def test_an_anniversary_falls_on_the_day_the_policy_says(start: date, years: int, day: date) -> None:
    assert anniversary(start, years) == day


DAYS = st.dates(date(1900, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(1, 9))
def test_years_are_complete_on_the_anniversary_and_not_a_day_before(start: date, years: int) -> None:
    day = anniversary(start, years)

    assert complete_years(start, day) == years
    assert complete_years(start, day - timedelta(days=1)) == years - 1


@given(DAYS, DAYS)
def test_a_start_that_lies_ahead_counts_no_year(start: date, on: date) -> None:
    assert complete_years(start, on) >= 0
    assert start <= on or complete_years(start, on) == 0

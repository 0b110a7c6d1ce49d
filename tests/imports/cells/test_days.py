"""Dates, years and counts in every spelling a register uses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.imports.cells.amounts import Silence, Unreadable
from crm.imports.cells.counts import read_count
from crm.imports.cells.days import EARLIEST, FIRST_OF_MONTH, LATEST, Day, read_day
from crm.imports.cells.periods import read_year

SPELLINGS = {
    "2012年9月1日": date(2012, 9, 1),
    "2012-09-01": date(2012, 9, 1),
    "2012/9/1": date(2012, 9, 1),
    "2012.9.1": date(2012, 9, 1),
    "２０１２年９月１日": date(2012, 9, 1),
    "2012 年 9 月 1 日": date(2012, 9, 1),
    "20120901": date(2012, 9, 1),
    "2024-02-29": date(2024, 2, 29),
    "2026-08-03 00:00:00": date(2026, 8, 3),
    "2026-08-03T08:30": date(2026, 8, 3),
    "2012年9月1号": date(2012, 9, 1),
}
MONTHS = {
    "2025年2月": date(2025, 2, 1),
    "2013.02": date(2013, 2, 1),
    "2013/2": date(2013, 2, 1),
    "２０２６年１月": date(2026, 1, 1),
}
UNREADABLE = {
    "2026.2.30": "no_such_day",
    "2023-02-29": "no_such_day",
    "2026-13-01": "no_such_day",
    "0001-01-01": "day_out_of_range",
    "9999-12-31": "day_out_of_range",
    "2026Q5": "not_a_day",
    "上月": "not_a_day",
    "2012年": "not_a_day",
    "2012": "not_a_day",
    "#REF!": "error_value",
    "2026-08-03T08:30+08:00": "day_with_zone",
    "12/9/2012": "not_a_day",
    "2026-8-3-1": "not_a_day",
}


@pytest.mark.parametrize(("spelling", "day"), SPELLINGS.items())
def test_a_day_is_read_however_it_is_written(spelling, day):
    assert read_day(spelling) == Day(day)


@pytest.mark.parametrize(("spelling", "day"), MONTHS.items())
def test_a_month_stands_for_its_first_day_and_says_so(spelling, day):
    assert read_day(spelling) == Day(day, FIRST_OF_MONTH)


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.items())
def test_a_day_that_does_not_exist_or_cannot_be_told_is_unreadable(text, reason):
    assert read_day(text) == Unreadable(reason)


@pytest.mark.parametrize("nothing", [None, "", " ", "-", "无", "/", "否", "×", "未认定"])
def test_no_day_is_no_day(nothing):
    assert read_day(nothing) is None


def test_a_day_number_counts_from_the_epoch_of_its_workbook():
    assert read_day(45000) == Day(date(2023, 3, 15))
    assert read_day(45000, since_1904=True) == Day(date(2027, 3, 16))
    assert read_day(45000.75) == Day(date(2023, 3, 15))


@pytest.mark.parametrize("number", [2012, 2023.1, -5, 0, float("nan"), float("inf"), 1e12, True, time(12, 0)])
def test_a_number_that_could_be_anything_is_no_day(number):
    assert isinstance(read_day(number), Unreadable)


def test_a_packed_day_typed_as_a_number_is_read():
    assert read_day(20230315) == Day(date(2023, 3, 15))
    assert read_day(20230230) == Unreadable("no_such_day")


def test_a_date_cell_is_its_day():
    assert read_day(datetime(2026, 8, 3, 23, 59, tzinfo=UTC)) == Day(date(2026, 8, 3))
    assert read_day(date(1899, 12, 31)) == Unreadable("day_out_of_range")


@given(st.dates(EARLIEST, LATEST))
def test_every_day_of_two_centuries_comes_back_from_every_spelling(day):
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"):
        assert read_day(day.strftime(pattern)) == Day(day)


@given(st.text())
def test_no_text_makes_the_reader_of_days_stumble(text):
    assert read_day(text) is None or isinstance(read_day(text), Day | Unreadable)


@pytest.mark.parametrize("cell", [2023, "2023", "2023年", "2023年度", "２０２３年", 2023.0])
def test_a_year_is_read_with_and_without_its_word(cell):
    assert read_year(cell) == 2023


@pytest.mark.parametrize("cell", [1989, 2101, "23", "2023.5", 2023.5, "2023年报", True, float("nan")])
def test_a_year_that_cannot_be_is_unreadable(cell):
    assert read_year(cell) == Unreadable("not_a_year")


@pytest.mark.parametrize(
    ("cell", "count"), [(690, 690), ("690", 690), ("1,234人", 1234), ("６９０", 690), ("0", 0), (12.0, 12)]
)
def test_heads_are_whole_numbers(cell, count):
    assert read_count(cell) == count


@pytest.mark.parametrize("cell", [-1, 12.5, "12.5", "约30", "1_000", "三十", True, float("inf"), 10**12])
def test_what_is_no_number_of_heads_is_unreadable(cell):
    assert read_count(cell) == Unreadable("not_a_count")


def test_a_word_for_none_given_is_no_number_of_heads():
    assert read_count("—") is Silence.BY_WORD

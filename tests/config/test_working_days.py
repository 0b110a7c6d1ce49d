"""Working days: the notices of the State Council, against an independent calendar and on their limits."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.config import working_days
from crm.config.settings import SettingsError
from crm.config.working_days import (
    CALENDARS,
    between,
    calendars,
    due,
    holiday,
    is_provisional,
    is_working_day,
    read_calendar,
)

YEARS = (2024, 2025, 2026)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
HEAD = "year: 2026\nnotice: 国办发明电〔2025〕7号\npublished: 2025-11-04\nholidays:\n"


def written(tmp_path, lines, name="2026.yaml"):
    file = tmp_path / name
    file.write_text(HEAD + lines, encoding="utf-8")
    return file


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_published_year_agrees_with_an_independent_calendar(year):
    days = [date(year, 1, 1) + timedelta(days=ahead) for ahead in range(366)]

    differing = [day for day in days if day.year == year and is_working_day(day) != chinese_calendar.is_workday(day)]

    assert differing == []


def test_every_published_calendar_names_its_notice():
    found = calendars(CALENDARS)

    assert set(found) >= set(YEARS)
    assert all("国办发明电" in calendar.notice for calendar in found.values())


def test_a_year_without_a_notice_is_provisional_and_counts_weekdays():
    assert [is_provisional(year) for year in (2026, 2027)] == [False, True]
    assert is_working_day(date(2027, 10, 1))  # a Friday, which will hardly stay one
    assert not is_working_day(date(2027, 10, 2))


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the whole national holiday lies between
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # a Sunday that is worked
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 10, 3), 0, date(2026, 10, 8)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 27), 5, date(2026, 12, 4)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # provisional
    ],
)
def test_when_something_is_due(on, days, expected):
    assert due(on, days) == expected


@given(DAYS, st.integers(1, 40))
def test_counting_back_from_the_day_something_is_due(on, days):
    day = due(on, days)

    assert is_working_day(day)
    assert between(on, day) == days
    assert between(on, day - timedelta(days=1)) == days - 1


@given(DAYS)
def test_nothing_lies_between_a_day_and_an_earlier_one(day):
    assert between(day, day) == between(day, day - timedelta(days=9)) == 0


def test_a_holiday_has_a_name_and_a_weekend_has_none():
    assert holiday(date(2026, 10, 1)) == "国庆节"
    assert holiday(date(2026, 11, 28)) is None


NEW_YEAR = "{name: 元旦, from: 2026-01-01, to: 2026-01-03}"
BROKEN = {
    NEW_YEAR + "\n  - {name: 又, from: 2026-01-03, to: 2026-01-04}": "6: 2026-01-03 is named twice, first in line 5",
    "{name: 元旦, from: 2026-01-01, to: 2026-01-04, make_up: [2026-01-04]}": "5: 2026-01-04 is named twice",
    "{name: 元旦, from: 2026-01-03, to: 2026-01-01}": "5: ends on 2026-01-01",
    "{name: 元旦, from: 2025-12-31, to: 2026-01-01}": "5: 2025-12-31 lies outside 2026",
    "{name: 元旦, from: 2026-01-01, to: 2026-01-01, make_up: [2026-01-05]}": "5: 2026-01-05 is no day of a weekend",
    "{name: 元旦, from: 2026-01-01, to: 2026-13-01}": "5: no such date",
    "{name: 元旦, from: 2026-01-01, till: 2026-01-01}": "5: unknown key 'till'",
    "{name: 元旦, from: 2026-01-01}": "5: missing 'to'",
}


@pytest.mark.parametrize(("lines", "complaint"), BROKEN.items(), ids=list(BROKEN.values()))
def test_a_calendar_that_is_not_understood_is_refused_with_file_and_line(tmp_path, lines, complaint):
    with pytest.raises(SettingsError) as refused:
        read_calendar(written(tmp_path, f"  - {lines}\n"))

    assert f"2026.yaml:{complaint}" in str(refused.value)


def test_a_file_of_another_year_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"2027.yaml:1: the file is named after another year than 2026"):
        read_calendar(written(tmp_path, "  - {name: 元旦, from: 2026-01-01, to: 2026-01-01}\n", name="2027.yaml"))


def test_the_calendars_are_read_once():
    assert working_days.calendar_of(2026) is working_days.calendar_of(2026)

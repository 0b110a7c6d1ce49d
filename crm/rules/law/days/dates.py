"""Complete years and windows as the policy counts them; it never asks what day it is."""

from __future__ import annotations

from datetime import date, timedelta


def anniversary(start: date, years: int) -> date:
    """The day on which `years` complete years have passed; 29 February falls on 1 March in common years."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


MONTHS_IN_YEAR = 12
CALENDAR_YEAR = 0
"""As the years of a term: it ends with the calendar year in which it began."""


def term_end(first: date, years: int) -> date:
    """The last day of a term of whole years, inclusive: three years from 2024-03-15 end on 2027-03-14."""
    return end_of(first.year) if years == CALENDAR_YEAR else anniversary(first, years) - timedelta(days=1)


def years_longer(last: date, years: int) -> date:
    """The last day of a validity prolonged by whole years; what ended on 29 February ends on 28 February."""
    try:
        return last.replace(year=last.year + years)
    except ValueError:
        return date(last.year + years, 2, 28)


def latest_start(day: date, years: int) -> date:
    """The last day from which so many complete years have passed on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later; what the month has not falls on the first of the next."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        return date(day.year + years, month + 2, 1)


def last_day_within(start: date, months: int) -> date:
    """The last day of a time of months from a day: the same day of the month, or the last that the month has."""
    day = months_after(start, months)
    return day if day.day == start.day else day - timedelta(days=1)


def first_within_months(last: date, months: int) -> date:
    """The first day from which `last` is at most so many months away."""
    day = months_after(last, -months) - timedelta(days=3)
    while months_after(day, months) < last:
        day += timedelta(days=1)
    return day


def complete_years(start: date, on: date) -> int:
    """Whole years from `start` to `on`; a start that lies ahead counts as none."""
    years = on.year - start.year
    if anniversary(start, years) > on:
        years -= 1
    return max(years, 0)


def last_complete_year(as_of: date) -> int:
    """The policy's 上年度, called Y throughout the engine."""
    return as_of.year - 1


def end_of(year: int) -> date:
    """The policy's 年末."""
    return date(year, 12, 31)


def recent_since(as_of: date, years: int) -> date:
    """First day of the window 近N年 for awards and contest lists."""
    return date(as_of.year - years, 1, 1)

"""Dates as the policy counts them: complete years, anniversaries, windows; it knows no dossier."""

from __future__ import annotations

from datetime import date


def anniversary(start: date, years: int) -> date:
    """The same day some years on; 29 February has its anniversary on 1 March in common years."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def complete_years(start: date, day: date) -> int:
    """Complete years between two dates, none where the start lies ahead."""
    years = day.year - start.year
    if anniversary(start, years) > day:
        years -= 1
    return max(years, 0)


def end_of_last_year(as_of: date) -> date:
    return date(as_of.year - 1, 12, 31)


def in_recent_three_years(day: date, as_of: date) -> bool:
    """The window of awards: from 1 January three years before the as-of year to the as-of date itself."""
    return date(as_of.year - 3, 1, 1) <= day <= as_of


def is_recent_contest(year: int, as_of: date) -> bool:
    return as_of.year - 3 <= year <= as_of.year


def first_day_with_years(start: date, years: int, *, at_end_of_year: bool) -> date:
    """The first as-of date on which the years are complete, on the date itself or at the end of Y."""
    due = anniversary(start, years)
    return date(due.year + 1, 1, 1) if at_end_of_year else due

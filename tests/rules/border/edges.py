"""Days on, one before and one after the days that matter from an as-of date; nothing is drawn here."""

from __future__ import annotations

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LIFE = 3
# The first and the last day that a dossier file may name.
ENDS_OF_TIME = ("1900-01-01", "2100-12-31")


def shifted(day: date, years: int) -> date:
    """The same day of another year; what would be 29 February of a common year is 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def around(day: date) -> tuple[str, str, str]:
    return (day - ONE_DAY).isoformat(), day.isoformat(), (day + ONE_DAY).isoformat()


def leap_days_near(day: date) -> tuple[str, ...]:
    years = [year for year in range(day.year - 1, day.year + 2) if year % 4 == 0]
    return tuple(f"{year}-02-29" for year in years)


def niche_starts(as_of: date, years: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Starts that make the years complete long ago or just on the day, and all starts beside such days."""
    year_end = date(as_of.year - 1, 12, 31)
    a_year_on = as_of + timedelta(days=365)
    checks = (as_of, year_end, a_year_on, date(a_year_on.year - 1, 12, 31))
    beside: list[str] = []
    for check in checks:
        for count in years:
            beside += around(shifted(check, -count))
            beside += leap_days_near(shifted(check, -count))
    first = min(years)
    passing = (shifted(year_end, -first).isoformat(), shifted(year_end, -first - 2).isoformat(), "2012-02-29")
    return passing, (*beside, (as_of + ONE_DAY).isoformat(), as_of.isoformat(), *ENDS_OF_TIME)


def award_days(as_of: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Days on the inner and on the outer edge of the window of awards."""
    first = date(as_of.year - 3, 1, 1)
    inside = (first.isoformat(), as_of.isoformat(), shifted(as_of, -1).isoformat())
    return inside, ((first - ONE_DAY).isoformat(), (as_of + ONE_DAY).isoformat())


def payment_days(as_of: date, years: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Days inside the calendar years that count up to Y, and days just outside them."""
    last = as_of.year - 1
    inside = (f"{last - years + 1}-01-01", f"{last}-12-31", f"{last}-06-30")
    return inside, (f"{last - years}-12-31", f"{last + 1}-01-01", as_of.isoformat())


def transfers(as_of: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Days of a transfer that is a year old on the as-of date, and days of one that is not yet."""
    anniversary = shifted(as_of, -1)
    candidates = {*around(anniversary), *around(as_of), *leap_days_near(anniversary), "2016-02-29"}
    aged = {day for day in candidates if shifted(date.fromisoformat(day), 1) <= as_of}
    return tuple(sorted(aged)), tuple(sorted(candidates - aged))


def revocations(as_of: date) -> tuple[str, ...]:
    """Days on which a title was lost so that the years without application end on the as-of date or beside it."""
    third = shifted(as_of, -LIFE)
    return (*around(third), *leap_days_near(third), shifted(as_of, -1).isoformat())


def terms(as_of: date) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """First and last days of a validity that holds on the as-of date, and of one that just does not."""
    before, on, after = around(as_of)
    later = (shifted(as_of, LIFE) - ONE_DAY).isoformat()
    earlier = shifted(as_of, -LIFE).isoformat()
    return ((on, later), (earlier, on), (on, on), (earlier, after)), ((after, later), (earlier, before))

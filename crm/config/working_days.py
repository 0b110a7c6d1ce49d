"""Working days: the State Council's calendar of each year, read strictly; a year without one is provisional.

Dates are business dates (Asia/Shanghai). Before its notice is published a year counts Monday to Friday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from crm.config.settings import ROOT, SettingsError
from crm.rules.law.problems import RulebookError
from crm.rules.reading.written import PlacedValue, read_file

CALENDARS = ROOT / "config" / "calendar"
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one notice says of one year: its days off by the name of the holiday, and the weekend days worked."""

    year: int
    notice: str
    days_off: dict[date, str]
    make_up_days: frozenset[date]

    def has_work_on(self, day: date) -> bool:
        """Whether offices work on this day of the year."""
        return day in self.make_up_days or (day.weekday() < _SATURDAY and day not in self.days_off)


def is_working_day(day: date) -> bool:
    """Whether offices work on this day."""
    calendar = calendar_of(day.year)
    return calendar.has_work_on(day) if calendar else day.weekday() < _SATURDAY


def due(on: date, days: int) -> date:
    """The working day by which something begun on `on` is due: the `days`-th after it; 0 is the first from `on`."""
    day = on if days else on - _DAY
    for _ in range(days or 1):
        day = _next(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 when `last` is not later."""
    return sum(is_working_day(first + _DAY * ahead) for ahead in range(1, (last - first).days + 1))


def holiday(day: date) -> str | None:
    """The name of the holiday for which offices are closed on this day; None on weekends and working days."""
    calendar = calendar_of(day.year)
    return calendar.days_off.get(day) if calendar else None


def is_provisional(year: int) -> bool:
    """Whether the calendar of the year is not published yet, so that its days may still move."""
    return calendar_of(year) is None


def calendar_of(year: int) -> Calendar | None:
    """The published calendar of a year."""
    return calendars(CALENDARS).get(year)


@cache
def calendars(folder: Path) -> dict[int, Calendar]:
    """All calendars of a folder by year; raises SettingsError naming file and line when one is not understood."""
    return {int(file.stem): read_calendar(file) for file in sorted(folder.glob("*.yaml"))}


def read_calendar(file: Path) -> Calendar:
    """One year's calendar; raises SettingsError naming file and line, also when a day is named twice."""
    try:
        return _calendar(file, read_file(file))
    except RulebookError as error:
        raise SettingsError(f"config/calendar: {error}") from error


def _calendar(file: Path, whole: PlacedValue) -> Calendar:
    entries = whole.section("year notice published holidays")
    year = entries["year"].whole()
    if file.stem != str(year):
        raise entries["year"].fail(f"the file is named after another year than {year}")
    entries["published"].day()
    days: dict[date, int] = {}
    days_off: dict[date, str] = {}
    make_up_days: set[date] = set()
    for line in entries["holidays"].items():
        name, closed, worked = _holiday(line)
        for day in (*closed, *worked):
            _claim(line, day, year, days)
        days_off |= dict.fromkeys(closed, name)
        make_up_days |= set(worked)
    return Calendar(year, entries["notice"].text(), days_off, frozenset(make_up_days))


def _holiday(line: PlacedValue) -> tuple[str, list[date], list[date]]:
    entries = line.section("name from to", "make_up")
    first, last = entries["from"].day(), entries["to"].day()
    if last < first:
        raise line.fail(f"ends on {last}, before it begins on {first}")
    worked = [each.day() for each in entries["make_up"].items()] if "make_up" in entries else []
    for day in worked:
        if day.weekday() < _SATURDAY:
            raise line.fail(f"{day} is no day of a weekend, so it makes up for nothing")
    return entries["name"].text(), list(_days(first, last)), worked


def _claim(line: PlacedValue, day: date, year: int, days: dict[date, int]) -> None:
    """Every day of the year is named once at most."""
    if day.year != year:
        raise line.fail(f"{day} lies outside {year}")
    if day in days:
        raise line.fail(f"{day} is named twice, first in line {days[day]}")
    days[day] = line.line


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + _DAY * ahead


def _next(day: date) -> date:
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day


def due_before(last: date, days: int) -> date:
    """The working day that lies so many working days before a last day; 0 is the last working day up to it."""
    day = last
    while not is_working_day(day):
        day -= _DAY
    for _ in range(days):
        day -= _DAY
        while not is_working_day(day):
            day -= _DAY
    return day

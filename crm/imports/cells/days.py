"""Dates as a register spells them, read as calendar days; which day a missing date stands for is decided elsewhere."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact, narrow

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_SERIAL_START = date(1899, 12, 30)
_SERIAL_START_1904 = date(1904, 1, 1)
# Smaller numbers are years or counts that happen to stand in a date column.
_SMALLEST_SERIAL = 7_000
_NONE_GIVEN = frozenset({"-", "--", "—", "——", "/", "无", "未提供", "暂无", "不详", "未知", "n/a"})
_DAY = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})[日号]?|月?)(?P<clock>[T ].*)?", re.ASCII
)
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day; `by_month` when the cell named only the month, whose first day then stands for it."""

    date: date
    by_month: bool = False


def read_day(cell: Cell, *, since_1904: bool = False) -> Day | None | Unreadable:
    """The day a cell states, None where it states none; days outside 1900–2100 are unreadable."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, str):
        return _from_text(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_serial(cell, since_1904=since_1904)
    return Unreadable("not_a_day")


def _from_serial(number: float, *, since_1904: bool) -> Day | None | Unreadable:
    """A day number without a date format; a fraction below one day would be the time of day."""
    if number != number or not _SMALLEST_SERIAL <= number < 1_000_000:
        return _from_text(str(int(number))) if _is_packed(number) else Unreadable("not_a_day")
    start = _SERIAL_START_1904 if since_1904 else _SERIAL_START
    return _within(start + timedelta(days=int(number)))


def _is_packed(number: float) -> bool:
    return number == number and 19_000_000 < number < 21_010_000 and int(number) == number


def _from_text(cell: str) -> Day | None | Unreadable:
    text = re.sub(r"\s*([年月日号/.\-])\s*", r"\1", narrow(cell))
    if not text or compact(text).lower() in _NONE_GIVEN:
        return None
    spelling = _PACKED.fullmatch(text) or _DAY.fullmatch(text)
    if not spelling:
        return Unreadable("error_value" if text.startswith("#") else "not_a_day")
    parts = spelling.groupdict()
    if parts.get("clock") and not _CLOCK.fullmatch(parts["clock"]):
        return Unreadable("day_with_zone")
    try:
        day = date(int(parts["year"]), int(parts["month"]), int(parts["day"] or 1))
    except ValueError:
        return Unreadable("no_such_day")
    return _within(day, by_month=parts["day"] is None)


def _within(day: date, *, by_month: bool = False) -> Day | Unreadable:
    return Day(day, by_month) if EARLIEST <= day <= LATEST else Unreadable("day_out_of_range")

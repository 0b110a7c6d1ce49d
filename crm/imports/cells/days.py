"""Dates as a register spells them, read as calendar days; which day a missing date stands for is decided elsewhere."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact, narrow

FIRST_OF_MONTH, FIRST_OF_DAYS, TWO_DIGITS = "first_of_month", "first_of_days", "two_digit_year"
YEAR_OVER_THE_TABLE = "year_over_the_table"
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_SERIAL_START = date(1899, 12, 30)
_SERIAL_START_1904 = date(1904, 1, 1)
# Smaller numbers are years or counts that happen to stand in a date column.
_SMALLEST_SERIAL = 7_000
# 否 stands in a column of a title's days for whoever does not hold it.
_NONE_GIVEN = frozenset(
    {"-", "--", "—", "——", "/", "×", "无", "否", "没有", "未认定", "未获评", "未提供", "暂无", "不详", "未知", "n/a"}
)
_DAY = re.compile(
    r"(?P<year>\d{4}|\d{2})(?P<mark>[-/.年])(?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})[日号]?|月?)"
    r"(?P<until>[-—–~～至到]+(?:\d{1,2}月)?\d{1,2}[日号]?)?(?P<clock>[T ].*)?",
    re.ASCII,
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_WITHOUT_YEAR = re.compile(r"(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?", re.ASCII)
# What stands beside a day and says nothing else about it: the part of the day, the weekday in brackets.
_BESIDE = re.compile(
    r"\s*(?:[上下中]午|早上|晚上?|全天|左右|公布|发布|公告|认定|授予|颁发|起)$|\((?:周|星期|礼拜)[一二三四五六日天]\)$"
)
_MARKED_OTHERWISE = re.compile(r"(\d{4})[—–·、](\d{1,2})[—–·、](\d{1,2})", re.ASCII)
_WRITTEN_OUT = re.compile(
    r"[〇零○O一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}[日号])?"
)
_FIGURES = {mark: str(number) for number, mark in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, and what had to be assumed to name it: the first of a month or of several days, a century."""

    date: date
    assumed: str = ""

    @property
    def by_month(self) -> bool:
        """Whether the cell named only the month, whose first day then stands for it."""
        return self.assumed == FIRST_OF_MONTH


def read_day(cell: Cell, *, since_1904: bool = False, year: int | None = None) -> Day | None | Unreadable:
    """The day a cell states, None where it states none; days outside 1900–2100 are unreadable.

    `year` is that of the table, for a cell such as 3月15日 that names none.
    """
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, str):
        return (_in_year(cell, year) if year else None) or _from_text(cell)
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
    plain = _MARKED_OTHERWISE.sub(r"\1-\2-\3", _in_figures(_BESIDE.sub("", text)))
    spelling = _PACKED.fullmatch(plain) or _DAY.fullmatch(plain) or _day_first(plain)
    if not spelling:
        return Unreadable("error_value" if text.startswith("#") else "not_a_day")
    parts = spelling.groupdict()
    if parts.get("clock") and not _CLOCK.fullmatch(parts["clock"]):
        return Unreadable("day_with_zone")
    return _named(parts)


def _in_figures(text: str) -> str:
    """A day that is written out, as 二〇二四年三月十五日 in a notice, in figures; any other text as it is."""
    if not _WRITTEN_OUT.fullmatch(text):
        return text
    year, rest = text[:4], re.sub(r"[一二三四五六七八九十]+", _number_below_hundred, text[4:])
    return "".join(_FIGURES[mark] for mark in year) + rest


def _number_below_hundred(match: re.Match[str]) -> str:
    tens, ten, ones = match[0].rpartition("十")
    return (_FIGURES.get(tens, "1") if ten else "") + (_FIGURES.get(ones, "0") if ten or ones else "")


def _in_year(cell: str, year: int) -> Day | Unreadable | None:
    """A month and a day in the year of the table; None for any other text."""
    spelling = _WITHOUT_YEAR.fullmatch(_BESIDE.sub("", compact(cell)))
    if spelling is None:
        return None
    day = _named({"year": str(year), **spelling.groupdict()})
    return Day(day.date, YEAR_OVER_THE_TABLE) if isinstance(day, Day) else day


def _day_first(text: str) -> re.Match[str] | None:
    """15/03/2026, where no month could be meant by the first number; 03/04/2026 is left unread."""
    spelling = _DAY_FIRST.fullmatch(text)
    return spelling if spelling and int(spelling["day"]) > 12 else None


def _named(parts: dict[str, str | None]) -> Day | Unreadable:
    year, month, day, until = str(parts["year"]), str(parts["month"]), parts["day"], parts.get("until") or ""
    if until.startswith("-") and parts.get("mark") == "-":
        return Unreadable("not_a_day")  # 2026-8-3-1 is no span of days anybody would write
    if len(year) == 2 and day is None:
        return Unreadable("not_a_day")  # 26.3 is a number before it is a month
    try:
        named = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day or 1))
    except ValueError:
        return Unreadable("no_such_day")
    assumed = FIRST_OF_MONTH if day is None else FIRST_OF_DAYS if until else ""
    return _within(named, assumed or (TWO_DIGITS if len(year) == 2 else ""))


def _within(day: date, assumed: str = "") -> Day | Unreadable:
    return Day(day, assumed) if EARLIEST <= day <= LATEST else Unreadable("day_out_of_range")

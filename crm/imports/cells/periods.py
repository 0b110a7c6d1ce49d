"""Years as registers, tax offices and statisticians write them; a part of a year is never taken for the whole."""

import re
from datetime import date

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact

FIRST_YEAR, LAST_YEAR = 1990, 2100
PART_OF_A_YEAR = "part_of_a_year"
_WHOLE = re.compile(
    r"(\d{4})(?:年?度?|财年|年?全年|年[末底])?(?:[(]?0?1月?[-—–~～至到]12月?[)]?)?(?:累计)?", re.ASCII
)
_SPAN = re.compile(
    r"(?P<first>\d{4})[-/.年]?(?P<from>\d{1,2})(?:[-/.月]?(?P<since>\d{1,2})日?|月)?"
    r"[-—–~～至到]+(?:(?P<last>\d{4})[-/.年]?)?(?P<to>\d{1,2})(?:[-/.月]?(?P<until>\d{1,2})日?|月)?",
    re.ASCII,
)
_PART = re.compile(r"\d{4}.*(?:季|半年|月|[qQ][1-4])|\d{4}(?:0[1-9]|1[0-2])")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def read_year(cell: Cell) -> int | None | Unreadable:
    """A calendar year between 1990 and 2100: 2025, 2025年度, 2025年1-12月, 2025-01-01至2025-12-31."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return _from_text(compact(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Unreadable(PART_OF_A_YEAR) if _PART.fullmatch(str(cell)) else _within(cell)
    return Unreadable("not_a_year")


def whole_year(first: date | None, last: date | None) -> int | None | Unreadable:
    """The year that two days span from end to end; a quarter or a half is no year."""
    if first is None or last is None:
        return None
    is_whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return _within(first.year) if is_whole else Unreadable(PART_OF_A_YEAR)


def _from_text(text: str) -> int | None | Unreadable:
    if not text:
        return None
    text = text.translate(_DIGITS)
    span, whole = _SPAN.fullmatch(text), _WHOLE.fullmatch(text)
    if whole:
        return _within(int(whole[1]))
    if span:
        return _spanned(span)
    return Unreadable(PART_OF_A_YEAR if _PART.match(text) else "not_a_year")


def _spanned(span: re.Match[str]) -> int | Unreadable:
    """The year of a span from January to December, by month or by day."""
    begins = int(span["from"]) == 1 and int(span["since"] or 1) == 1
    ends = int(span["to"]) == 12 and int(span["until"] or 31) == 31
    is_one_year = span["first"] == (span["last"] or span["first"])
    return _within(int(span["first"])) if begins and ends and is_one_year else Unreadable(PART_OF_A_YEAR)


def _within(year: float) -> int | Unreadable:
    if year != year or not FIRST_YEAR <= year <= LAST_YEAR or int(year) != year:
        return Unreadable("not_a_year")
    return int(year)

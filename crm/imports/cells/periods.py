"""Years as registers, tax offices and statisticians write them; a part of a year is never taken for the whole."""

import re
from datetime import date

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact

FIRST_YEAR, LAST_YEAR = 1990, 2100
PART_OF_A_YEAR = "part_of_a_year"
_YEAR = re.compile(r"(\d{4})(?:年度?|年全年|全年)?(?:[(]?1[-—–~～至]12月?[)]?)?", re.ASCII)
_SPAN = re.compile(r"(\d{4})[-/.年]?0?1[-/.月]?(?:0?1日?)?[-—–~～至到]+(\d{4})[-/.年]?12[-/.月]?(?:31日?)?", re.ASCII)
_PART = re.compile(r"\d{4}.*(?:季|半年|月|[qQ][1-4])")


def read_year(cell: Cell) -> int | None | Unreadable:
    """A calendar year between 1990 and 2100: 2025, 2025年度, 2025年1-12月, 2025-01-01至2025-12-31."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return _from_text(compact(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _within(cell)
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
    year, span = _YEAR.fullmatch(text), _SPAN.fullmatch(text)
    if span:
        return _within(int(span[1])) if span[1] == span[2] else Unreadable("not_a_year")
    if year:
        return _within(int(year[1]))
    return Unreadable(PART_OF_A_YEAR if _PART.match(text) else "not_a_year")


def _within(year: float) -> int | Unreadable:
    if year != year or not FIRST_YEAR <= year <= LAST_YEAR or int(year) != year:
        return Unreadable("not_a_year")
    return int(year)

"""Heads and ranks as a register spells them, read as whole numbers."""

import re

from crm.imports.cells.amounts import NONE_GIVEN, Silence, Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact

LARGEST_COUNT = 10_000_000
_COUNT = re.compile(r"(?:第)?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?(?:人|名|位)?", re.ASCII)


def read_count(cell: Cell, *, least: int = 0) -> int | Silence | Unreadable:
    """A whole number of `least` or more."""
    if cell is None:
        return Silence.BLANK
    if isinstance(cell, str):
        text = compact(cell)
        if not text or text.lower() in NONE_GIVEN:
            return Silence.BY_WORD if text else Silence.BLANK
        spelling = _COUNT.fullmatch(text)
        if not spelling:
            return Unreadable("error_value" if text.startswith("#") else "not_a_count")
        number: int | float = int(spelling[1].replace(",", ""))
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = cell
    else:
        return Unreadable("not_a_count")
    if number != number or not least <= number <= LARGEST_COUNT or int(number) != number:
        return Unreadable("not_a_count")
    return int(number)

"""What a cell of a sheet can hold, and where it stands."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose result the file does not hold. It is only ever text here; nothing calculates it."""

    text: str


Cell = str | int | float | bool | date | datetime | time | Formula | None


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column counted from 1; as large as the letters make it, also beyond what a sheet can have."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def plain_cell(cell: Cell) -> str | int | float:
    """A cell as it can be written into another file: a number stays one, a day is written as 2026-03-15."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, datetime) and not any(cell.timetuple()[3:6]):
        return cell.date().isoformat()
    return show_cell(cell)


def show_cell(cell: Cell) -> str:
    """A cell as a person would find it when looking for it in the sheet."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)

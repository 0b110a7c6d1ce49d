"""Finds the header row of a sheet, wherever it is, and which column holds what, by the words people use."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crm.imports.cells.cell import Cell, column_letters, shown
from crm.imports.cells.characters import compact
from crm.imports.cells.units import Unit, UnknownUnit, unit_named, unit_stated, without_unit
from crm.imports.workbook.layout import LAYOUTS, Column, Kind
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Row, Sheet
from crm.money import FEN_IN_WAN

SEARCHED_ROWS = 60
# Below the rows a unit stands in one of the last lines, among notes and signatures.
SEARCHED_BELOW = 12
LEAST_MATCHES = 3
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_LEADING = re.compile(r"^(?:其中|\d+[.、])[:：]?|^[*※#]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's header is and what its columns mean; a unit is the fen of one, or words that are no unit."""

    kind: Kind
    row: int
    columns: dict[str, int]
    units: dict[str, int | UnknownUnit]
    words: dict[int, str]
    unknown: tuple[str, ...]
    also: dict[str, int] = field(default_factory=dict)

    def unit(self, name: str) -> int | UnknownUnit:
        return self.units.get(name, FEN_IN_WAN)


def find_header(sheet: Sheet) -> Header | None:
    """The header of a register sheet; None for a sheet that is none, such as an explanation.

    Refuses a sheet that bears a register sheet's name without its columns, and one in which the same heading
    stands twice: taking one of the two would be a guess.
    """
    searched = sheet.rows[:SEARCHED_ROWS]
    candidates = [(row, kind) for row in searched for kind in Kind if _matches(row, kind) >= LEAST_MATCHES]
    if not candidates:
        _refuse_if_named(sheet)
        return None
    row, kind = max(candidates, key=lambda candidate: (_matches(*candidate), -candidate[0].number))
    columns, also = _columns(sheet, row, kind)
    words = {index: shown(cell) for index, cell in enumerate(row.cells) if cell is not None}
    default = _stated_unit(sheet.rows, row.number)
    units = {name: _unit(words[index], default) for name, index in columns.items()}
    unknown = tuple(word for index, word in words.items() if index not in columns.values() and word.strip())
    return Header(kind, row.number, columns, units, words, unknown, also)


def heading_words(cell: Cell) -> str:
    """A heading without brackets, marks, blanks and line ends: what synonyms are compared with."""
    text = _BRACKETS.sub("", compact(shown(cell)))
    return _LEADING.sub("", text).strip(":：*、").lower()


def _fields(row: Row, kind: Kind) -> Iterator[tuple[Column, int]]:
    by_heading = {heading.lower(): column for column in LAYOUTS[kind] for heading in column.headings}
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str):
            words = heading_words(cell)
            column = by_heading.get(words) or by_heading.get(without_unit(words)[0])
            if column:
                yield column, index


def _matches(row: Row, kind: Kind) -> int:
    return len({column.field for column, _ in _fields(row, kind)})


def _columns(sheet: Sheet, row: Row, kind: Kind) -> tuple[dict[str, int], dict[str, int]]:
    """The column of each field and, where two claim the same meaning, the one whose heading is less usual."""
    columns: dict[str, tuple[int, int]] = {}
    also: dict[str, int] = {}
    for column, index in _fields(row, kind):
        place = _usual(column, row.cells[index])
        before = columns.setdefault(column.field, (place, index))
        if before[1] == index:
            continue
        if before[0] == place:
            both = f"{column_letters(before[1])}、{column_letters(index)}"
            raise Refusal("column_twice", sheet=sheet.name, heading=column.label, columns=both)
        columns[column.field] = min(before, (place, index))
        also[column.field] = max(before, (place, index))[1]
    missing = [column.label for column in LAYOUTS[kind] if column.required and column.field not in columns]
    if missing:
        raise Refusal("column_missing", sheet=sheet.name, headings="、".join(missing))
    return {name: index for name, (_, index) in columns.items()}, also


def _usual(column: Column, cell: Cell) -> int:
    """How usual a heading is among those its field goes by; 0 is the most usual."""
    words = heading_words(cell)
    lowered = [heading.lower() for heading in column.headings]
    return lowered.index(words) if words in lowered else lowered.index(without_unit(words)[0])


def _refuse_if_named(sheet: Sheet) -> None:
    name = compact(sheet.name)
    if name in tuple(Kind):
        required = [column.label for column in LAYOUTS[Kind(name)] if column.required]
        raise Refusal("header_missing", sheet=sheet.name, headings="、".join(required))


def _stated_unit(rows: Sequence[Row], header: int) -> int | UnknownUnit:
    """The unit written above the header or below the rows, as in 单位：元; registers are in 万元 otherwise."""
    above = [row for row in rows[:SEARCHED_ROWS] if row.number < header]
    below = [row for row in rows[-SEARCHED_BELOW:] if row.number > header]
    lines = ("".join(shown(cell) for cell in row.cells if isinstance(cell, str)) for row in (*above, *below))
    stated = {unit for line in lines if (unit := unit_stated(line)) is not None}
    if len(stated) > 1:
        return UnknownUnit("、".join(sorted(unit.words for unit in stated if isinstance(unit, UnknownUnit))))
    return stated.pop() if stated else FEN_IN_WAN


def _unit(heading: str, default: int | UnknownUnit) -> int | UnknownUnit:
    """The unit in a heading's brackets or behind it; without one, the unit of the sheet."""
    inside = "、".join("".join(groups) for groups in _BRACKETS.findall(compact(heading)))
    named: Unit = unit_named(inside) if inside else None
    if named is None:
        named = without_unit(_BRACKETS.sub("", heading))[1]
    return default if named is None else named

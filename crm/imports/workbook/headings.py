"""Finds the header row of a sheet, wherever it is, and which column holds what, by the words people use."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm.imports.cells.amounts import UNITS
from crm.imports.cells.cell import Cell, column_letters, shown
from crm.imports.cells.characters import compact
from crm.imports.workbook.layout import LAYOUTS, Column, Kind
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Row, Sheet
from crm.money import FEN_IN_WAN

SEARCHED_ROWS = 60
LEAST_MATCHES = 3
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_LEADING = re.compile(r"^(?:其中|\d+[.、])[:：]?|^[*※#]+")
_STATED_UNIT = re.compile(r"(?:金额)?单位[:：](?:人民币)?(亿元|万元|千元|元)")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's header is and what its columns mean; a unit is the fen of one."""

    kind: Kind
    row: int
    columns: dict[str, int]
    units: dict[str, int]
    words: dict[int, str]
    unknown: tuple[str, ...]

    def unit(self, field: str) -> int:
        return self.units.get(field, FEN_IN_WAN)


def find_header(sheet: Sheet) -> Header | None:
    """The header of a register sheet; None for a sheet that is none, such as an explanation.

    Refuses a sheet that bears a register sheet's name without its columns, and one in which two columns
    claim the same meaning: taking one of them would be a guess.
    """
    searched = sheet.rows[:SEARCHED_ROWS]
    candidates = [(row, kind) for row in searched for kind in Kind if _matches(row, kind) >= LEAST_MATCHES]
    if not candidates:
        _refuse_if_named(sheet)
        return None
    row, kind = max(candidates, key=lambda found: (_matches(*found), -found[0].number))
    columns = _columns(sheet, row, kind)
    default = _stated_unit(searched, row.number)
    words = {index: shown(cell) for index, cell in enumerate(row.cells) if cell is not None}
    units = {field: _unit(words[index], default) for field, index in columns.items()}
    unknown = tuple(word for index, word in words.items() if index not in columns.values() and word.strip())
    return Header(kind, row.number, columns, units, words, unknown)


def heading_words(cell: Cell) -> str:
    """A heading without brackets, marks, blanks and line ends: what synonyms are compared with."""
    text = _BRACKETS.sub("", compact(shown(cell)))
    return _LEADING.sub("", text).strip(":：*、").lower()


def _fields(row: Row, kind: Kind) -> Iterator[tuple[Column, int]]:
    by_heading = {heading.lower(): column for column in LAYOUTS[kind] for heading in column.headings}
    for index, cell in enumerate(row.cells):
        column = by_heading.get(heading_words(cell)) if isinstance(cell, str) else None
        if column:
            yield column, index


def _matches(row: Row, kind: Kind) -> int:
    return len({column.field for column, _ in _fields(row, kind)})


def _columns(sheet: Sheet, row: Row, kind: Kind) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, index in _fields(row, kind):
        if column.field in columns:
            both = f"{column_letters(columns[column.field])}、{column_letters(index)}"
            raise Refusal("column_twice", sheet=sheet.name, heading=column.label, columns=both)
        columns[column.field] = index
    missing = [column.label for column in LAYOUTS[kind] if column.required and column.field not in columns]
    if missing:
        raise Refusal("column_missing", sheet=sheet.name, headings="、".join(missing))
    return columns


def _refuse_if_named(sheet: Sheet) -> None:
    name = compact(sheet.name)
    if name in tuple(Kind):
        required = [column.label for column in LAYOUTS[Kind(name)] if column.required]
        raise Refusal("header_missing", sheet=sheet.name, headings="、".join(required))


def _stated_unit(rows: Sequence[Row], before: int) -> int:
    """The unit written above the header, as in 单位：元; registers are in 万元 otherwise."""
    for row in rows:
        if row.number >= before:
            break
        for cell in row.cells:
            stated = _STATED_UNIT.search(compact(shown(cell)))
            if stated:
                return UNITS[stated[1]]
    return FEN_IN_WAN


def _unit(heading: str, default: int) -> int:
    for inside in _BRACKETS.findall(compact(heading)):
        word = "".join(inside).removeprefix("单位:").removeprefix("人民币")
        if word in UNITS:
            return UNITS[word]
    return default

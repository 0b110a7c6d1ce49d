"""The question in which unit a table is, where nothing names it: asked with the first row as each answer reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm.imports.cells.amounts import read_amount
from crm.imports.cells.units import UNITS
from crm.imports.sheets.unnamed_units import depends_on_unit
from crm.imports.tables.blocks import HeaderBlock
from crm.imports.tables.choices import LEFT_OUT, MEANINGS, ColumnChoice, apply_choices
from crm.imports.tables.long import find_long_columns, list_unstated_rows
from crm.imports.tables.surroundings import TableSurroundings
from crm.imports.workbook.sheets import Sheet
from crm.money import wan

ASKED_UNITS = ("元", "千元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class UnitQuestion:
    """The columns of which nothing names the unit, the one they are all set to, and what a row is in each."""

    columns: frozenset[int]
    answer: str
    row: int
    readings: Mapping[str, str]


def ask_unit(
    sheet: Sheet, block: HeaderBlock, choices: Sequence[ColumnChoice], samples: Sequence[int]
) -> UnitQuestion | None:
    """The question for one table; None where the file names its units, or the cells their own."""
    columns, numbers = _without_unit(sheet, block, choices)
    rows = [row for row in sheet.rows if row.number in samples and (numbers is None or row.number in numbers)]
    cells = {row.number: {at: row.cells[at] for at in sorted(columns) if at < len(row.cells)} for row in rows}
    first = next((number for number, own in cells.items() if any(map(depends_on_unit, own.values()))), None)
    if first is None:
        return None
    words = {each.index: each.words for each in block.headings}
    shown = {words[at]: cell for at, cell in cells[first].items() if depends_on_unit(cell)}
    units = {choice.unit or "" for choice in choices if choice.index in columns}
    answer = units.pop() if len(units) == 1 else ""
    amounts = {
        unit: {name: read_amount(cell, UNITS[unit], signed=True) for name, cell in shown.items()}
        for unit in ASKED_UNITS
    }
    readings = {
        unit: "，".join(f"{name} {wan(fen)} 万元" for name, fen in read.items() if isinstance(fen, int))
        for unit, read in amounts.items()
    }
    return UnitQuestion(columns, answer, first, readings)


def answer_unit(choices: Sequence[ColumnChoice], columns: frozenset[int], unit: str) -> list[ColumnChoice]:
    """The choices with these columns in this unit."""
    return [replace(each, unit=unit) if each.index in columns else each for each in choices]


def _without_unit(
    sheet: Sheet, block: HeaderBlock, choices: Sequence[ColumnChoice]
) -> tuple[frozenset[int], set[int] | None]:
    """The columns of which nothing names the unit, and of a sheet with one figure a row the rows that name none."""
    around = TableSurroundings.of(sheet, block.rows)
    if around.unit() is not None:
        return frozenset(), None
    long = find_long_columns(apply_choices(block.headings, choices))
    rows = list_unstated_rows(sheet, around.header_row, long) if long else None
    named = {each.index for each in around.with_units(block.headings) if each.unit(None) is not None}
    amounts = {each.index for each in choices if each.meaning != LEFT_OUT and MEANINGS[each.meaning].takes_unit}
    return frozenset(amounts - named), rows

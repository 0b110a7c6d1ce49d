"""Reads a sheet that lists facts, by what the sheet says of its columns; every row is an item of its own."""

from collections.abc import Sequence
from typing import Any

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.characters import compact
from crm.imports.cells.periods import read_year
from crm.imports.cells.words.code_words import YES_OR_NO, read_word
from crm.imports.lists.list_sheet import ListColumn, ListSheet
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.staged import PlainValue, StagedItem
from crm.imports.tables.layout import label
from crm.imports.tables.table import SheetLine, Table, lines_of
from crm.rules.law.fields import FactKind


def read_items(sheet: ListSheet, tables: Sequence[Table], roll: Roll) -> list[StagedItem]:
    """The items of the sheet: two alike may both be real, for most items carry no number."""
    return [item for line in lines_of(tables) if (item := _read(sheet, line, roll)) is not None]


def _read(sheet: ListSheet, line: SheetLine, roll: Roll) -> StagedItem | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    lapsed = sheet.read_state(line.cell("state")) if sheet.read_state else None
    if isinstance(lapsed, Unreadable):
        line.reject(lapsed.reason)
        return None
    values: dict[str, PlainValue] = {}
    for column in sheet.fields:
        value = _value(sheet, column, line)
        if column.needed and (value is None or isinstance(value, Unreadable)):
            reason = value.reason if isinstance(value, Unreadable) else column.missing
            line.reject(reason, heading=label(sheet.name, column.field))
            return None
        values[column.field] = line.keep_readable(column.field, value)
    return StagedItem(line.number, uscc, values, line.sheet)


def _value(sheet: ListSheet, column: ListColumn, line: SheetLine) -> Any:
    """What a cell says, in the kind of its fact: a day as its ISO text, an amount in fen, a rank from 1."""
    field, cell = column.field, line.cell(column.field)
    if column.read:
        return column.read(cell)
    match sheet.kind(column):
        case FactKind.DATE:
            day = line.day(field)
            return day.isoformat() if day else None
        case FactKind.YEAR:
            return read_year(cell)
        case FactKind.MONEY:
            return line.amount(field)
        case FactKind.COUNT:
            return line.count(field, least=1)
        case FactKind.YES_NO:
            return read_word(cell, YES_OR_NO)
        case FactKind.CHOICE:
            return read_word(cell, {compact(each.zh).lower(): each.value for each in sheet.choices(column)})
    return line.text(field)

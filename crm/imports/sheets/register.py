"""Reads a whole register: its sheets in the order in which they lean on each other, into staged rows and findings."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from crm.imports.cells.cell import column_letters, show_cell
from crm.imports.cells.units import UnknownUnit, read_stated_unit
from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.sheets.enterprises import Roll, read_enterprises
from crm.imports.sheets.figures import read_figures
from crm.imports.sheets.findings import FindingKind, Findings
from crm.imports.sheets.items import read_items
from crm.imports.sheets.staged import SheetFrame, SheetRead, StagedRegister
from crm.imports.sheets.titles import read_titles
from crm.imports.sheets.unnamed_units import ask_for_units
from crm.imports.sheets.visits import read_visits
from crm.imports.tables.answers import NO_ANSWERS, RowAnswers
from crm.imports.tables.blocks import find_block, part_tables
from crm.imports.tables.choices import NO_MAPS, ColumnMaps
from crm.imports.tables.header import Header
from crm.imports.tables.headers import find_headers
from crm.imports.tables.layout import KINDS, SheetKind, column_of
from crm.imports.tables.surroundings import SEARCHED_BELOW
from crm.imports.tables.table import Table, returned_cell
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, Workbook

Rows = TypeVar("Rows")
Tables = dict[str, list[Table]]


def read_register(
    workbook: Workbook, terms: Mapping[str, int], maps: ColumnMaps = NO_MAPS, answers: RowAnswers = NO_ANSWERS
) -> StagedRegister:
    """The staged register; `terms` gives the years a title of each tier lasts, `maps` what people take columns for,
    `answers` what they said of rows without a code.

    Refuses a file without any sheet.
    """
    findings = Findings()
    headers = [(sheet, find_headers(sheet, maps)) for sheet in part_tables(workbook.sheets)]
    tables = _tables(headers, findings, answers)
    roll = read_enterprises(tables.get(SheetKind.ENTERPRISES, []))

    def rows(kind: str, read: Callable[[Sequence[Table], Roll], list[Rows]]) -> list[Rows]:
        return read(tables.get(kind, []), roll)

    return StagedRegister(
        sheets=[_sheet_read(sheet, made) for sheet, made in headers],
        hidden_sheets=list(workbook.hidden),
        enterprises=list(roll.accepted.values()),
        figures=rows(SheetKind.FIGURES, read_figures),
        titles=rows(SheetKind.TITLES, lambda tables, roll: read_titles(tables, roll, terms)),
        visits=rows(SheetKind.VISITS, read_visits),
        findings=findings.noted,
        items={name: read_items(sheet, tables.get(name, []), roll) for name, sheet in LIST_SHEETS.items()},
        mapped=[*_mapped(workbook, maps), *_answered(answers)],
    )


def _mapped(workbook: Workbook, maps: ColumnMaps) -> list[str]:
    """What people took the columns of this file for, in short: another reading of one file is another import."""
    blocks = (find_block(sheet) for sheet in part_tables(workbook.sheets)) if maps else ()
    used = {block.fingerprint: maps[block.fingerprint] for block in blocks if block and maps.get(block.fingerprint)}
    return [hashlib.sha256(repr(sorted(used.items())).encode()).hexdigest()] if used else []


def _answered(answers: RowAnswers) -> list[str]:
    """What people said of rows, in short: that makes another import of the file as well."""
    return [hashlib.sha256(repr(answers.as_json()).encode()).hexdigest()] if answers else []


def _tables(headers: Sequence[tuple[Sheet, Sequence[Header]]], findings: Findings, answers: RowAnswers) -> Tables:
    tables: Tables = {}
    for sheet, made in headers:
        for header in made:
            tables.setdefault(header.kind, []).append(Table(sheet, header, findings, answers))
            _name_columns_left_out(sheet, header, findings)
            ask_for_units(sheet, header, findings)
        if made:
            _remark_odd_rows(sheet, made[0], findings)
    if not tables:
        raise Refusal("no_register_sheet", sheets="、".join(KINDS))
    return tables


def _remark_odd_rows(sheet: Sheet, header: Header, findings: Findings) -> None:
    for number in sorted(row for row in sheet.hidden_rows if row > header.row):
        findings.add(FindingKind.REMARK, sheet.name, number, "hidden_row_read")
    if sheet.formats_unseen:
        findings.add(FindingKind.WARNING, sheet.name, header.row, "formats_unseen")
    for number in sorted(row for row in sheet.struck_rows if row > header.row):
        findings.add(FindingKind.WARNING, sheet.name, number, "struck_row_read")


def _name_columns_left_out(sheet: Sheet, header: Header, findings: Findings) -> None:
    """Columns nobody can calculate with, and columns that say again what a better one says."""
    for name, unit in header.units.items():
        if isinstance(unit, UnknownUnit) and column_of(header.kind, name).is_amount:
            _note_column(
                sheet,
                header,
                header.columns[name],
                findings,
                FindingKind.UNREADABLE,
                "unit_unknown",
                heading=header.words[header.columns[name]],
            )
    for indicator, count in header.unread_indicators:
        findings.add(FindingKind.UNREADABLE, sheet.name, header.row, "indicator_unknown", text=indicator, count=count)
    for index, name in header.also.items():
        better = header.words[header.columns[name]]
        _note_column(sheet, header, index, findings, FindingKind.REMARK, "column_again", better=better)


def _note_column(
    sheet: Sheet, header: Header, index: int, findings: Findings, note: FindingKind, reason: str, **values: str
) -> None:
    address = f"{column_letters(index)}{header.row}"
    findings.add(note, sheet.name, header.row, reason, cell=address, text=header.words[index], **values)


def _sheet_read(sheet: Sheet, headers: Sequence[Header]) -> SheetRead:
    hidden = sorted(sheet.hidden_rows)
    if not headers:
        return SheetRead(sheet.name, None, hidden_rows=hidden)
    first = headers[0]
    headings = [first.words.get(index, "") for index in range(max(first.words, default=-1) + 1)]
    also = list(dict.fromkeys(str(header.kind) for header in headers if header.kind is not first.kind))
    rows = (sheet.rows[0].number, sheet.rows[-1].number)
    unknown, frame = list(first.unknown), _frame(sheet, first.row)
    return SheetRead(sheet.name, str(first.kind), first.row, hidden, headings, unknown, also, frame, rows)


def _frame(sheet: Sheet, header_row: int) -> SheetFrame:
    """The rows over the table and the lines that name a unit below it: without them amounts would mean others."""
    rows = [[returned_cell(cell) for cell in row.cells] for row in sheet.rows if row.number <= header_row]
    above = sheet.rows[0].number - 1
    last = (row for row in sheet.rows[-SEARCHED_BELOW:] if row.number > header_row)
    lines = ("".join(show_cell(cell) for cell in row.cells if isinstance(cell, str)) for row in last)
    below = [line for line in lines if read_stated_unit(line) is not None]
    merges = [(top - above, left, bottom - above, right) for top, left, bottom, right in sheet.merges]
    return SheetFrame(rows, [merge for merge in merges if merge[2] <= len(rows)], below)

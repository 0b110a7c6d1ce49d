"""What an import left out, counted, and given back as a workbook in the layout it came in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from crm.imports.outcome.reasons import sentence
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import SheetRead
from crm.imports.tables.blocks import NUMBER, REASON

# Text stays text: nothing a cell holds may become a formula or a link in the file that is given back.
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# How many characters of a sheet's name a workbook takes.
LONGEST_SHEET_NAME = 31


def count_findings(findings: Sequence[RegisterFinding]) -> list[tuple[FindingKind, int]]:
    """How many findings there are of each kind, in the order in which a person looks at them."""
    numbers = Counter(finding.note for finding in findings)
    return [(note, numbers[note]) for note in FindingKind if numbers[note]]


def workbook(sheets: Sequence[SheetRead], findings: Sequence[RegisterFinding]) -> bytes:
    """A workbook with the rejected rows of each sheet under what stood over them; the reasons come behind the cells.

    Mended and sent again it is read as the file was: title, unit, groups of columns and columns stand where they did.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, TEXT_ONLY) as book:
        for sheet in sheets:
            rows = _rejected_rows(findings, sheet)
            if rows:
                _write_sheet(book.add_worksheet(_free_name(book, sheet.name)), sheet, rows)
        if not book.worksheets():
            book.add_worksheet().write_string(0, 0, _("没有未接收的行。"))
    return content.getvalue()


def _free_name(book: xlsxwriter.Workbook, name: str) -> str:
    """The name of a sheet, numbered where several tables stood on one."""
    taken = {page.get_name() for page in book.worksheets()}
    numbered = (name, *(f"{name[: LONGEST_SHEET_NAME - 4]}（{number}）" for number in range(2, len(taken) + 3)))
    return next(free for each in numbered if (free := each[:LONGEST_SHEET_NAME]) not in taken)


def _rejected_rows(findings: Sequence[RegisterFinding], sheet: SheetRead) -> dict[int, tuple[list[Any], list[str]]]:
    """The cells and the reasons of each row left out, by its number; a row may be left out for several."""
    rows: dict[int, tuple[list[Any], list[str]]] = {}
    for finding in findings:
        if finding.note is FindingKind.REJECTED and finding.sheet == sheet.name and sheet.has(finding.row):
            reasons = rows.setdefault(finding.row, (finding.values.get("cells", []), []))[1]
            reasons += [reason for reason in [sentence(finding)] if reason not in reasons]
    return dict(sorted(rows.items()))


def _write_sheet(page: Worksheet, sheet: SheetRead, rows: Mapping[int, tuple[list[Any], list[str]]]) -> None:
    over = sheet.frame.rows or [list(sheet.headings)]
    behind = max(len(cells) for cells in (*over, *(cells for cells, _ in rows.values())))
    for top, left, bottom, right in sheet.frame.merges:
        if (top, left) != (bottom, right):
            page.merge_range(top - 1, left, bottom - 1, right, "")
    for place, cells in enumerate(over):
        _write(page, place, cells)
    _write(page, len(over) - 1, [REASON, NUMBER], first=behind)
    for place, (number, (cells, reasons)) in enumerate(rows.items(), start=len(over)):
        _write(page, place, cells)
        _write(page, place, ["；".join(reasons), str(number)], first=behind)
    for place, line in enumerate(sheet.frame.below, start=len(over) + len(rows)):
        page.write_string(place, 0, line)


def _write(page: Worksheet, row: int, cells: Sequence[Any], *, first: int = 0) -> None:
    for column, cell in enumerate(cells, start=first):
        if isinstance(cell, (int, float)):
            page.write_number(row, column, cell)
        elif cell:
            page.write_string(row, column, cell)

"""Every cell of the registers kept by others is read, or its column or row is named; counted without the reader."""

from __future__ import annotations

import re
from collections import Counter

import openpyxl
import pytest

from crm.config.settings import ROOT
from crm.imports.cells.cell import column_letters
from crm.imports.tables.headers import find_headers
from crm.imports.tables.layout import KINDS
from crm.imports.workbook.files import read_file
from crm.imports.workbook.refusals import Refusal
from tests.imports.books import stage

FILES = ROOT / "tests" / "fixtures" / "imports"
BOOKS = sorted(str(path.relative_to(FILES)) for path in FILES.rglob("*.xlsx"))
CODE_LIKE = re.compile(r"[0-9A-Z]{18}")
# Facts of a layout that stand in its cells beside names, codes and serial numbers: read, and named as unread.
FACTS = {
    "L1a-published-list-with-code": (54, 18),
    "L1b-published-list-no-code": (0, 18),
    "L1c-published-list-name-code": (0, 36),
    "L2-two-row-header-years": (414, 0),
    "L3-one-sheet-per-street": (126, 0),
    "L4-years-as-columns": (324, 0),
    "L6-tax-office": (216, 108),
    "L7-statistics-qianyuan": (216, 36),
    "L9-titles-as-columns": (48, 0),
    "L10-park-visit-log": (228, 24),
    "L12-wps-office": (144, 0),
    "L15-grant-days": (180, 18),
}


def cells_of(path):
    """Sheet, row number and column of every cell that says something in a row of an enterprise, read by openpyxl."""
    for sheet in openpyxl.load_workbook(path):
        rows = list(sheet.iter_rows(values_only=True))
        by_name = not any(CODE_LIKE.fullmatch(str(cell).strip()) for row in rows for cell in row)
        for number, row in enumerate(rows, start=1):
            is_row = isinstance(row[0], int) if by_name else any(CODE_LIKE.fullmatch(str(c).strip()) for c in row)
            if is_row:
                yield from ((sheet.title, number, at) for at, c in enumerate(row) if c is not None and str(c).strip())


def headings_of(headers):
    """The places in which columns are named, where what is said counts for the whole column."""
    return {
        (sheet, f"{column_letters(at)}{header.row}")
        for sheet, own in headers.items()
        for header in own
        for at in header.words
    }


def account(path):
    """How many of these cells are read, and how many are named as unread; what is neither is listed."""
    staged, book = stage(path), read_file(path)
    headers = {sheet.name: find_headers(sheet) for sheet in book.sheets}
    rows = {(row.sheet, row.row) for kind in KINDS for row in staged.rows(kind)}
    noted = {(finding.sheet, finding.row) for finding in staged.findings}
    unreadable = {(each.sheet, each.cell) for each in staged.findings if each.note == "unreadable"}
    whole_columns = {(s, cell.rstrip("0123456789")) for s, cell in unreadable if (s, cell) in headings_of(headers)}
    unknown = {(sheet.name, word) for sheet in staged.sheets for word in sheet.unknown_columns}
    counts: Counter[str] = Counter()
    silent = []
    for sheet, number, at in cells_of(path):
        own = headers.get(sheet, [])
        words = next((header.words[at] for header in own if at in header.words), "")
        fields = {name for header in own for name, index in header.columns.items() if index == at}
        if fields & {"uscc", "name", "enterprise"} or words.strip() == "序号":
            continue
        letters = column_letters(at)
        if (sheet, f"{letters}{number}") in unreadable or (sheet, letters) in whole_columns:
            counts["named"] += 1
        elif fields and (sheet, number) in rows:
            counts["read"] += 1
        elif (sheet, number) in noted or (sheet, words) in unknown or not own:
            counts["named"] += 1
        else:
            silent.append((sheet, number, at))
    return counts["read"], counts["named"], silent


@pytest.mark.parametrize("name", BOOKS)
def test_no_cell_is_passed_over_in_silence(name):
    try:
        _read, _named, silent = account(FILES / name)
    except Refusal:
        return  # refused as a whole, in a sentence: nothing of it is taken

    assert silent == []


@pytest.mark.parametrize("name", FACTS)
def test_of_a_layout_so_many_facts_are_read_and_the_others_named(name):
    assert account(FILES / "layouts" / f"{name}.xlsx") == (*FACTS[name], [])

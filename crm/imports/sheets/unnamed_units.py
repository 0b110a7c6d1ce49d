"""Amounts of which neither heading nor sheet nor cell names the unit: a question, as a guess would be silent."""

from collections.abc import Iterable

from crm.imports.cells.amounts import read_amount
from crm.imports.cells.cell import Cell, column_letters
from crm.imports.sheets.findings import FindingKind, Findings, RegisterFinding
from crm.imports.tables.header import Header
from crm.imports.workbook.sheets import Sheet
from crm.money import FEN_IN_WAN, FEN_IN_YUAN

UNIT_UNNAMED = "unit_unnamed"


def depends_on_unit(cell: Cell) -> bool:
    """Whether a cell states an amount that is another one in another unit: not zero, and no unit of its own."""
    return read_amount(cell, FEN_IN_YUAN, signed=True) != read_amount(cell, FEN_IN_WAN, signed=True)


def ask_for_units(sheet: Sheet, header: Header, findings: Findings) -> None:
    """Note each column whose amounts wait until a person says their unit."""
    own = header.rows
    below = [row.cells for row in sheet.rows if row.number > header.row and (own is None or row.number in own)]
    for name in sorted(header.unstated, key=header.columns.__getitem__):
        index = header.columns[name]
        if any(index < len(cells) and depends_on_unit(cells[index]) for cells in below):
            cell, words = f"{column_letters(index)}{header.row}", header.words[index]
            values = {"kind": str(header.kind), "field": name, "heading": words}
            findings.add(FindingKind.HELD, sheet.name, header.row, UNIT_UNNAMED, cell=cell, text=words, **values)


def name_unnamed_units(findings: Iterable[RegisterFinding]) -> list[str]:
    """The headings of the columns that still wait for their unit."""
    return list(dict.fromkeys(each.values["heading"] for each in findings if each.reason == UNIT_UNNAMED))

"""Values that a register empties on purpose, by a word of its own; a blank cell erases nothing."""

from collections.abc import Mapping

from crm.imports.cells.cell import column_letters
from crm.imports.sheets.findings import FindingKind, Findings
from crm.imports.tables.header import Header
from crm.imports.tables.layout import ENTERPRISE_FACTS, SheetKind
from crm.imports.workbook.sheets import SheetRow
from crm.rules.law.fields import FIGURES

BLANKING = "清空"
BLANKED_COLUMNS: Mapping[str, str] = {
    **{name: name for name in ("street", "industry", "remark")},
    "product": "main_product",
}
"""The fields of an enterprise that can be emptied, with their columns."""
BLANKABLE: Mapping[str, frozenset[str]] = {
    SheetKind.ENTERPRISES: frozenset({*BLANKED_COLUMNS, *ENTERPRISE_FACTS}),
    SheetKind.FIGURES: frozenset(figure.id for figure in FIGURES),
}


def note_blanks(row: SheetRow, sheet: str, header: Header, findings: Findings) -> SheetRow:
    """The row with the word only where it can empty a value; of every cell that bears it is said what becomes of it."""
    refused = set()
    for field, index in header.columns.items():
        if index >= len(row.cells) or row.cells[index] != BLANKING:
            continue
        can_be = field in BLANKABLE.get(header.kind, ())
        note, reason = (FindingKind.WARNING, "blanked") if can_be else (FindingKind.UNREADABLE, "not_to_be_blanked")
        cell, heading = f"{column_letters(index)}{row.number}", header.words[index]
        findings.add(note, sheet, row.number, reason, cell=cell, text=BLANKING, heading=heading)
        refused |= set() if can_be else {index}
    return SheetRow(row.number, tuple(None if place in refused else cell for place, cell in enumerate(row.cells)))

"""Whose row it is: the sheets below the sheet of enterprises refer to an enterprise by its credit code."""

from crm.imports.cells.codes import BadCode, CreditCode
from crm.imports.cells.people_names import read_enterprise_name
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import FindingKind
from crm.imports.tables.column import NAME_BESIDE_ITEMS
from crm.imports.tables.layout import LISTS
from crm.imports.tables.table import SheetLine

OF_NOBODY = "row_of_nobody"
"""It may be anybody's, so that by its sheet no list is complete."""


def owner(line: SheetLine, roll: Roll) -> str | None:
    """The credit code of the enterprise this row belongs to; a row of nobody is rejected.

    A row without a code is never matched by name: two enterprises may share one. A valid code that this
    file does not list passes here, because the record may know the enterprise.
    """
    code = line.code()
    name = read_enterprise_name(_stated_name(line, code) or "").name
    left_out = roll.rejected_row(code.text, name)
    if left_out is not None and code.text not in roll.accepted:
        if line.table.header.is_derived:
            return None  # said already where the enterprise itself was left out
        line.reject("enterprise_left_out", first=left_out, code=code.text, name=name)
        return None
    if isinstance(code, BadCode):
        if line.table.header.is_derived:
            return None
        line.reject(code.reason, code=code.text, name=name)
        if not name and line.table.header.kind in LISTS:
            line.note(FindingKind.WARNING, "uscc", OF_NOBODY, kind=str(line.table.header.kind))
        return None
    return code.text


def _stated_name(line: SheetLine, code: CreditCode | BadCode) -> str | None:
    """Beside items a name only says whose row it is where the code does not."""
    beside_items = line.text(NAME_BESIDE_ITEMS.field) if isinstance(code, BadCode) else None
    return line.text("name") or beside_items

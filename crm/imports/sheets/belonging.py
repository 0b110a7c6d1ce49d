"""Whose row it is: the sheets below the sheet of enterprises refer to an enterprise by its credit code."""

from crm.imports.cells.codes import BadCode
from crm.imports.cells.people_names import read_enterprise_name
from crm.imports.sheets.enterprises import Roll
from crm.imports.tables.table import SheetLine


def owner(line: SheetLine, roll: Roll) -> str | None:
    """The credit code of the enterprise this row belongs to; a row of nobody is rejected.

    A row without a code is never matched by name: two enterprises may share one. A valid code that this
    file does not list passes here, because the record may know the enterprise.
    """
    code = line.code()
    name = read_enterprise_name(line.text("name") or "").name
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
        return None
    return code.text

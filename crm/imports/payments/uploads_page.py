"""A workbook sent to be read at once: its rows, and those that cannot be written, in words."""

from crm.awards.payments.wholesale import RowFault
from crm.imports.workbook.child import TableRow, read_table_apart
from crm.imports.workbook.memory import kept_in_memory
from crm.web.wiring import sentence

_SHOWN = 50


def rows_of(content: bytes) -> list[TableRow]:
    """The rows of the file, read in a child from memory; raises CrmError with what is wrong with it."""
    with kept_in_memory(content) as path:
        return read_table_apart(path)


def word_faults(faults: tuple[RowFault, ...]) -> list[tuple[int, str]]:
    """The first rows that cannot be written, each with why."""
    return [(one.row, sentence(one.error.code, one.error.values)) for one in faults[:_SHOWN]]

"""A workbook sent to be read at once: its rows, and those that cannot be written, in words."""

import os
from pathlib import Path

from crm.awards.payments.wholesale import RowFault
from crm.errors import CrmError
from crm.imports.workbook.child import TableRow, read_table_apart
from crm.imports.workbook.refusals import Refusal
from crm.web.wiring import sentence

_SHOWN = 50


def rows_of(content: bytes) -> list[TableRow]:
    """The rows of the file, read in a child from memory; raises CrmError with what is wrong with it."""
    descriptor = os.memfd_create("payments", 0)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as memory:
            memory.write(content)
        return read_table_apart(Path(f"/proc/self/fd/{descriptor}"))
    except Refusal as refusal:
        raise CrmError(refusal.code, **refusal.values) from refusal
    finally:
        os.close(descriptor)


def word_faults(faults: tuple[RowFault, ...]) -> list[tuple[int, str]]:
    """The first rows that cannot be written, each with why."""
    return [(one.row, sentence(one.error.code, one.error.values)) for one in faults[:_SHOWN]]

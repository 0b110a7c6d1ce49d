"""A workbook sent to be read at once: its form, its rows, and the rows that cannot be written in words."""

import os
from pathlib import Path

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from crm.awards.payments.wholesale import RowFault
from crm.errors import CrmError
from crm.imports.workbook.child import TableRow, read_table_apart
from crm.imports.workbook.refusals import Refusal
from crm.web.fields import DeskForm
from crm.web.wiring import sentence

_SHOWN = 50


class PaymentListForm(DeskForm):
    """A workbook to read."""

    file = FileField(_l("清单（.xlsx、.xls、.csv）"), [FileRequired(_l("请选择一个工作簿或 .csv 文件。"))])


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

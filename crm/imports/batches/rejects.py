"""What an import left out, counted, and given back as a workbook in the layout it came in."""

from collections import Counter
from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _

from crm.imports.batches.reasons import sentence
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import SheetRead

# Text stays text: nothing a cell holds may become a formula or a link in the file that is given back.
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# How many characters of a sheet's name a workbook takes.
LONGEST_SHEET_NAME = 31


def count_findings(findings: Sequence[RegisterFinding]) -> list[tuple[FindingKind, int]]:
    """How many findings there are of each kind, in the order in which a person looks at them."""
    numbers = Counter(finding.note for finding in findings)
    return [(note, numbers[note]) for note in FindingKind if numbers[note]]


def workbook(sheets: Sequence[SheetRead], findings: Sequence[RegisterFinding]) -> bytes:
    """A workbook with the rejected rows of each sheet: row number and reason, then the cells as they were."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, TEXT_ONLY) as book:
        for sheet in sheets:
            rows = [one for one in findings if one.note is FindingKind.REJECTED and one.sheet == sheet.name]
            if rows:
                page = book.add_worksheet(sheet.name[:LONGEST_SHEET_NAME])
                _write(page, 0, [_("原行号"), _("未接收的原因"), *sheet.headings])
                for place, finding in enumerate(rows, start=1):
                    told = [str(finding.row), sentence(finding)]
                    _write(page, place, [*told, *finding.values.get("cells", [])])
        if not book.worksheets():
            book.add_worksheet().write_string(0, 0, _("没有未接收的行。"))
    return content.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts):
        page.write_string(row, column, text)

"""A list as files: a workbook and comma-separated text in which no cell is ever a formula."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

# A spreadsheet takes a text that begins with one of these for a formula; an apostrophe in front keeps it a text.
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet; every cell is text, as it stands in the record."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, _TEXT_ONLY) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.set_column(0, 1, 28)
    return content.getvalue()


def write_csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for; a cell that looks like a formula is quoted off."""
    content = StringIO()
    writer = csv.writer(content, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return content.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would calculate."""
    return f"'{cell}" if cell.lstrip().startswith(_DANGEROUS) or cell.startswith(_DANGEROUS) else cell

"""The rows of a published list as they are printed; reading them is done in the child, as all reading of files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm.imports.published.columns import FIELDS, find_list
from crm.imports.sheets.findings import Findings
from crm.imports.tables.header import Header
from crm.imports.tables.table import Table, returned_cell
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, Workbook


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row with its number: what its cells, or the lines over the table, say of a field; "" where nothing does."""

    number: int
    cells: Mapping[str, str | int | float]


def read_published(workbook: Workbook, wanted: str) -> list[PublishedRow]:
    """The rows of the one sheet that lists enterprises, or of the sheet of this name.

    Refused where no sheet does, where several do and none is named, and where a row is hidden or struck out: whoever
    sends the list says whether it counts.
    """
    lists = [
        (sheet, header)
        for sheet in workbook.sheets
        if wanted in ("", sheet.name) and (header := find_list(sheet)) is not None
    ]
    if not lists:
        raise Refusal("published_without_names")
    if len(lists) > 1:
        raise Refusal("published_sheets", sheets="、".join(sheet.name for sheet, _ in lists))
    [(sheet, header)] = lists
    return _rows(sheet, header)


def _rows(sheet: Sheet, header: Header) -> list[PublishedRow]:
    rows = [
        PublishedRow(line.number, {field: returned_cell(line.cell(field)) for field in FIELDS})
        for line in Table(sheet, header, Findings()).lines()
    ]
    _refuse_unseen(sheet, rows)
    return rows


def _refuse_unseen(sheet: Sheet, rows: Sequence[PublishedRow]) -> None:
    unseen = sheet.hidden_rows | sheet.struck_rows
    hit = [str(row.number) for row in rows if row.number in unseen]
    if hit:
        raise Refusal("published_rows_unseen", sheet=sheet.name, count=len(hit), first=hit[0])

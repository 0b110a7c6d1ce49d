"""The first rows of a sheet as texts: enough to show what each column was taken for, and to try other readings."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crm.imports.cells.cell import Cell, plain_cell, show_cell
from crm.imports.cells.personal import without_personal_numbers, without_resident_ids
from crm.imports.tables.blocks import HeaderBlock, find_block, part_tables
from crm.imports.tables.surroundings import SEARCHED_BELOW
from crm.imports.workbook.sheets import Merge, Sheet, SheetRow

SAMPLED_ROWS = 3
LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    """One row with its number, its cells as a person reads them."""

    number: int
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The rows of a sheet down to the header, the first ones below it, and the last ones, among which a unit may
    stand. `samples` are the numbers of the rows that are shown."""

    name: str
    rows: list[ExcerptRow]
    merges: list[Merge] = field(default_factory=list)
    samples: list[int] = field(default_factory=list)

    def as_sheet(self) -> Sheet:
        """A sheet that is read as the whole one is, up to its samples."""
        rows = (SheetRow(row.number, tuple(text or None for text in row.texts)) for row in self.rows)
        return Sheet(self.name, tuple(rows), merges=tuple(self.merges))


def take_excerpts(sheets: Iterable[Sheet]) -> list[Excerpt]:
    """An excerpt of each sheet that has a header, or a row that could be one."""
    return [_excerpt(sheet, block) for sheet in part_tables(sheets) if (block := find_block(sheet)) is not None]


def _excerpt(sheet: Sheet, block: HeaderBlock) -> Excerpt:
    header = block.rows[-1].number
    below = [row for row in sheet.rows if row.number > header and not row.is_blank][:SAMPLED_ROWS]
    last = below[-1].number if below else header
    rows = [row for row in sheet.rows if row.number <= last]
    rows += [row for row in sheet.rows[-SEARCHED_BELOW:] if row.number > last]
    amounts = {each.index for each in block.headings if any(column.is_amount for column in each.fields.values())}
    merges = [merge for merge in sheet.merges if merge[2] <= header]
    texts = [
        ExcerptRow(row.number, [_text(cell, at in amounts) for at, cell in enumerate(row.cells)]) for row in rows
    ]
    return Excerpt(sheet.name, texts, merges, [row.number for row in below])


def _text(cell: Cell, is_amount: bool) -> str:
    """What a cell shows; what looks like a number to reach somebody by is covered, unless it is an amount."""
    text = show_cell(plain_cell(cell))[:LONGEST_TEXT]
    return without_resident_ids(text) if is_amount else without_personal_numbers(text)

"""Where the headings of a sheet stand: the rows whose words speak of most, or those a person may explain."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm.imports.cells.characters import compact
from crm.imports.tables.headings import ColumnHeading, read_headings
from crm.imports.tables.layout import KINDS, SAYING_MORE, SheetKind
from crm.imports.tables.long import find_long_columns
from crm.imports.workbook.sheets import Sheet, SheetRow

SEARCHED_ROWS = 60
LEAST_MATCHES = 3
# A header may stand in so many rows: groups of groups over the columns.
DEEPEST = 3
# What stands beside the rows of a workbook that gives back what was left out.
REASON, NUMBER = "未接收的原因", "原行号"
OWN_COLUMNS = frozenset({REASON, NUMBER})
# Fewer columns make no table a person could explain.
LEAST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The rows of a header, the last of which names the columns, with the headings in them.

    `is_recognised` says that the words alone make a table; what is not recognised is only read as a person says.
    """

    rows: Sequence[SheetRow]
    headings: list[ColumnHeading]
    is_recognised: bool

    @property
    def fingerprint(self) -> str:
        """The same for the same headings in the same columns, whatever stands around them."""
        words = (f"{each.index}:{compact(each.group)}|{compact(each.words)}" for each in self.headings)
        return hashlib.sha256("\n".join(words).encode()).hexdigest()


def find_block(sheet: Sheet) -> HeaderBlock | None:
    """The header of a sheet, or None; one without words we know is the first row with the most texts."""
    blocks = list(_blocks(sheet))
    best = max(blocks, key=lambda block: (_meanings(block[1]), -len(block[0]), -block[0][-1].number), default=None)
    if best and any(_weight(best[1], kind) >= LEAST_MATCHES for kind in KINDS):
        return HeaderBlock(*best, is_recognised=True)
    single = [(rows, headings) for rows, headings in blocks if len(rows) == 1 and _are_texts(rows[0])]
    widest = max(single, key=lambda block: (_words(block[1]), -block[0][0].number), default=None)
    if widest is None or _words(widest[1]) < LEAST_COLUMNS:
        return None
    return HeaderBlock(*widest, is_recognised=False)


def plain_columns(headings: Sequence[ColumnHeading], kind: str) -> dict[str, list[ColumnHeading]]:
    """The columns of a kind that belong to no year, by field."""
    columns: dict[str, list[ColumnHeading]] = {}
    for heading in headings:
        if kind in heading.fields and not (kind is SheetKind.FIGURES and heading.year):
            columns.setdefault(heading.fields[kind].field, []).append(heading)
    return columns


def _words(headings: Sequence[ColumnHeading]) -> int:
    """How many different words a row has: a title merged over all columns is one."""
    return len({heading.words for heading in headings})


def _weight(headings: Sequence[ColumnHeading], kind: str) -> int:
    """How many fields of a kind the columns have; a figure under its year, an indicator and its value count as well."""
    plain = len(plain_columns(headings, kind).keys() - SAYING_MORE)
    if kind is not SheetKind.FIGURES:
        return plain
    yearly = {each.fields[kind].field for each in headings if each.year and kind in each.fields}
    return plain + len(yearly) + (2 if find_long_columns(headings) else 0)


def _blocks(sheet: Sheet) -> Iterator[tuple[Sequence[SheetRow], list[ColumnHeading]]]:
    searched = sheet.rows[:SEARCHED_ROWS]
    for end in range(1, len(searched) + 1):
        for depth in range(1, min(DEEPEST, end) + 1):
            rows = searched[end - depth : end]
            if not rows[-1].is_blank:
                yield rows, [each for each in read_headings(sheet, rows) if each.words not in OWN_COLUMNS]


def _meanings(headings: Sequence[ColumnHeading]) -> int:
    """How many different things the columns say."""
    fields = {(tuple(column.field for column in each.fields.values()), each.year) for each in headings if each.fields}
    return len(fields) + len({(each.title.title, each.title.field) for each in headings if each.title})


def _are_texts(row: SheetRow) -> bool:
    """Whether every cell of a row that says something is a text: numbers and days are no headings."""
    return all(cell is None or isinstance(cell, str) for cell in row.cells)

"""Where the headings of a sheet stand: the rows whose words speak of most, or those a person may explain."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crm.imports.cells.cell import show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.units import read_stated_unit
from crm.imports.tables.column import CODE, NAME_BESIDE_ITEMS
from crm.imports.tables.footers import is_footer, is_like_a_code
from crm.imports.tables.headings import ColumnHeading, heading_words, read_headings
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
# What says whose row it is, by a part of its words that names of enterprises do not have.
_WHOSE = frozenset(
    {*CODE.headings, *NAME_BESIDE_ITEMS.headings, *("企业全称", "单位详细名称", "纳税人名称", "法人单位名称")}
)
_PARTS_OF_WHOSE = ("名称", "代码", "全称", "识别号")
_LONGEST_HEADING = 20
# A line over a table has its title and a unit, no more.
_MOST_TEXTS = 2
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


def part_tables(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets, one on which several tables stand below each other as a sheet for each.

    A second header is a table of its own where it has other words, or where a line over it names a unit.
    """
    return [part for sheet in sheets for part in _parts_of(sheet)]


def _parts_of(sheet: Sheet) -> list[Sheet]:
    starts = []
    first: SheetRow | None = None
    for place, row in enumerate(sheet.rows):
        if not _names_whose(row):
            continue
        begin = _begin(sheet.rows, place)
        above = sheet.rows[begin:place]
        if first is None or (place and _names_whose(sheet.rows[place - 1])):
            first = first or row  # the first header, or a further row of the same one
        elif row.cells != first.cells or any(_states_unit(each) for each in above):
            starts.append(begin)
            first = row
    bounds = [0, *starts, len(sheet.rows)]
    return [_between(sheet, *pair) for pair in pairwise(bounds)] if starts else [sheet]


def _between(sheet: Sheet, begin: int, end: int) -> Sheet:
    """The rows from one place to before another as a sheet of the same name."""
    rows = sheet.rows[begin:end]
    first, last = rows[0].number, rows[-1].number

    def within(numbers: frozenset[int]) -> frozenset[int]:
        return frozenset(number for number in numbers if first <= number <= last)

    return replace(
        sheet,
        rows=rows,
        hidden_rows=within(sheet.hidden_rows),
        struck_rows=within(sheet.struck_rows),
        merges=tuple(merge for merge in sheet.merges if first <= merge[0] and merge[2] <= last),
    )


def _names_whose(row: SheetRow) -> bool:
    """Whether a row has texts only, among them headings that say whose a row is, and no code."""
    short = (cell for cell in row.cells if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING)
    if not any(_is_whose(cell) for cell in short):
        return False
    texts = [cell for cell in row.cells if cell is not None]
    return len(texts) >= LEAST_MATCHES and all(isinstance(cell, str) for cell in texts)


def _is_whose(text: str) -> bool:
    return any(part in text for part in _PARTS_OF_WHOSE) and heading_words(text) in _WHOSE


def _begin(rows: Sequence[SheetRow], header: int) -> int:
    """The place of the first line that belongs to a header: what stands directly over it, or over the gap above it."""
    begin = header
    while begin and _is_a_line(rows[begin - 1]):
        begin -= 1
    if begin == header and begin and rows[begin - 1].is_blank:
        above = begin - 1
        while above and _is_a_line(rows[above - 1]) and not is_footer(_line(rows[above - 1])):
            above -= 1
            begin = above
    return begin


def _is_a_line(row: SheetRow) -> bool:
    """Whether a row is a title or a note, and none of a table."""
    texts = {show_cell(cell).strip() for cell in row.cells if cell is not None} - {""}
    is_text = all(cell is None or isinstance(cell, str) for cell in row.cells)
    return is_text and 0 < len(texts) <= _MOST_TEXTS and not any(map(is_like_a_code, texts))


def _line(row: SheetRow) -> str:
    return "".join(show_cell(cell) for cell in row.cells if cell is not None)


def _states_unit(row: SheetRow) -> bool:
    return read_stated_unit(_line(row)) is not None


def plain_columns(headings: Sequence[ColumnHeading], kind: str) -> dict[str, list[ColumnHeading]]:
    """The columns of a kind that belong to no year but that of their row, by field."""
    columns: dict[str, list[ColumnHeading]] = {}
    for heading in headings:
        if kind in heading.fields and not (kind is SheetKind.FIGURES and (heading.year or heading.years_back)):
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
    fields = {
        (tuple(column.field for column in each.fields.values()), each.year, each.years_back)
        for each in headings
        if each.fields
    }
    unread = {(each.no_year, each.year, each.group, each.words) for each in headings if each.no_year}
    return len(fields) + len(unread) + len({(each.title.title, each.title.field) for each in headings if each.title})


def _are_texts(row: SheetRow) -> bool:
    """Whether every cell of a row that says something is a text: numbers and days are no headings."""
    return all(cell is None or isinstance(cell, str) for cell in row.cells)

"""Which columns of a published list name the enterprise, its code, the title and the day: by their words, or by shape.

Words count before shapes. A day or a title is taken by its shape only where no heading stands over it: under words of
its own a column of days may say anything.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from crm.imports.cells.cell import Cell, column_letters, show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.codes import CreditCode, read_code
from crm.imports.cells.days import Day, read_day
from crm.imports.cells.units import without_brackets
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.tables.blocks import SEARCHED_ROWS, plain_columns
from crm.imports.tables.header import Header
from crm.imports.tables.headings import ColumnHeading, read_headings
from crm.imports.tables.layout import SheetKind, label
from crm.imports.tables.surroundings import TableSurroundings
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, SheetRow

FIELDS = ("name", "uscc", "tier", "granted_on", "certificate")
_NUMBERED = frozenset({"编号", "证书"})
_PLACE_IN_LIST = re.compile(r"\d{1,5}")
_OF_SOMEBODY = re.compile(r"(?:公司|集团|厂|研究院|研究所|事务所|中心|合作社|合伙企业)$")


@dataclass(frozen=True, slots=True)
class _Heads:
    """The row of the headings with what they mean; none where the rows begin at once."""

    row: SheetRow | None
    headings: list[ColumnHeading]

    @property
    def number(self) -> int:
        return self.row.number if self.row else 0

    def count(self) -> int:
        return len(set(plain_columns(self.headings, SheetKind.TITLES)) & set(FIELDS))


def find_list(sheet: Sheet) -> Header | None:
    """The table of a published list on a sheet; none where no column names enterprises. Refuses a heading twice."""
    heads = _find_heads(sheet)
    columns = _by_words(sheet, heads)
    below = [row for row in sheet.rows if row.number > heads.number and not row.is_blank]
    words = {heading.index: heading.words for heading in heads.headings}
    for field in ("uscc", "granted_on", "tier", "name"):
        if field not in columns:
            spoken = words if field in ("granted_on", "tier") else _meant(heads)
            columns |= _by_shape(field, below, {*columns.values(), *spoken})
    if "name" not in columns:
        return None
    columns |= _numbers_of_certificates(heads, below, columns)
    first = heads.row or next(row for row in below if _is_of_somebody(row, columns))
    over = _over(sheet, first, columns)
    last = heads.number or first.number - 1
    return Header(SheetKind.TITLES, last, columns, {}, dict.fromkeys(columns.values(), "") | words, fixed=over)


def _find_heads(sheet: Sheet) -> _Heads:
    rows = [row for row in sheet.rows[:SEARCHED_ROWS] if not row.is_blank]
    heads = [_Heads(row, read_headings(sheet, [row])) for row in rows]
    best = max(heads, key=_Heads.count, default=None)
    return best if best and best.count() else _Heads(None, [])


def _by_words(sheet: Sheet, heads: _Heads) -> dict[str, int]:
    """The columns whose words we know; of several the most usual words, and never one of two that say the same."""
    columns = {}
    for field, named in plain_columns(heads.headings, SheetKind.TITLES).items():
        if field not in FIELDS:
            continue
        ordered = sorted(named, key=lambda heading: heading.place(SheetKind.TITLES))
        twins = [one for one in ordered if one.place(SheetKind.TITLES) == ordered[0].place(SheetKind.TITLES)]
        if len(twins) > 1:
            both = "、".join(column_letters(one.index) for one in twins)
            raise Refusal("column_twice", sheet=sheet.name, heading=label(SheetKind.TITLES, field), columns=both)
        columns[field] = ordered[0].index
    return columns


def _numbers_of_certificates(heads: _Heads, rows: Collection[SheetRow], columns: Mapping[str, int]) -> dict[str, int]:
    """The column headed 编号, where none says 证书编号 and it does not only count the rows."""
    if "certificate" in columns:
        return {}
    for heading in heads.headings:
        if without_brackets(heading.words) in _NUMBERED and heading.index not in columns.values():
            cells = [show_cell(row.cells[heading.index]).strip() for row in rows if heading.index < len(row.cells)]
            if any(cell and not _PLACE_IN_LIST.fullmatch(cell) for cell in cells):
                return {"certificate": heading.index}
    return {}


def _meant(heads: _Heads) -> set[int]:
    """The columns whose words mean something of a title, whatever it is."""
    return {heading.index for heading in heads.headings if SheetKind.TITLES in heading.fields}


def _by_shape(field: str, rows: Collection[SheetRow], taken: Collection[int]) -> dict[str, int]:
    """The first column free to be it in which at least half of what stands there has the shape."""
    width = max((len(row.cells) for row in rows), default=0)
    for index in (index for index in range(width) if index not in taken):
        stated = [row.cells[index] for row in rows if index < len(row.cells) and show_cell(row.cells[index]).strip()]
        if stated and 2 * sum(map(_SHAPES[field], stated)) >= len(stated):
            return {field: index}
    return {}


def _over(sheet: Sheet, first: SheetRow, columns: Mapping[str, int]) -> dict[str, Cell]:
    """What the lines over the table say of every row."""
    said = TableSurroundings.of(sheet, [first]).fixed_for(SheetKind.TITLES, columns)
    return {field: cell for field, cell in said.items() if field in FIELDS and field not in columns}


def _is_of_somebody(row: SheetRow, columns: Mapping[str, int]) -> bool:
    """Whether a row names an enterprise, or has a code: without headings the first that does begins the list."""
    cells = {field: row.cells[columns[field]] for field in columns if columns[field] < len(row.cells)}
    return any(field in cells and _SHAPES[field](cells[field]) for field in ("name", "uscc"))


def _names_somebody(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_OF_SOMEBODY.search(without_brackets(compact(cell))))


def _is_whole_day(cell: Cell) -> bool:
    day = read_day(cell) if isinstance(cell, str | date) else None
    return isinstance(day, Day) and not day.assumed


def _reads_as(kind: type, read: Callable[[Cell], object], cell: Cell) -> bool:
    return isinstance(read(cell), kind)


_SHAPES: dict[str, Callable[[Cell], bool]] = {
    "uscc": partial(_reads_as, CreditCode, read_code),
    "granted_on": _is_whole_day,
    "tier": partial(_reads_as, TitleWord, read_title),
    "name": _names_somebody,
}

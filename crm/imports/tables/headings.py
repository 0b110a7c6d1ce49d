"""What the headings over a table say: fields, years, titles and units, from one row or from groups over several."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.units import UnknownUnit, list_brackets, read_unit_word, without_brackets, without_unit
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.tables.column import Column
from crm.imports.tables.layout import LAYOUTS
from crm.imports.workbook.sheets import Sheet, SheetRow

_LEADING = re.compile(r"^(?:其中|\d{1,2}[.、])[:：]?|^[*※#]+")
_YEAR = re.compile(r"(?:20|19)\d{2}(?:年度?)?")
_TITLE_COLUMN = re.compile(
    r"^(?P<title>.+?)(?:(?P<granted>认定时间|认定日期|认定|公布时间|公布日期|授予时间|发证日期|获批时间|时间|日期)"
    r"|(?P<expires>有效期至|有效期|到期日期|到期时间))$"
)


@dataclass(frozen=True, slots=True)
class TitleColumn:
    """A title that stands as a column: the words it is named by, what they mean, and which day the cells state."""

    words: str
    title: TitleWord
    field: str


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """The heading of one column: its own words, those of the group it stands in, the year it names, and its field.

    `fields` has the field of each kind of sheet in which these words mean one; `title` is set where the words name a
    title and the cells below are its days. `unit_set` is the unit a person gave the column, whatever its words say.
    """

    index: int
    words: str
    group: str
    year: int | None
    fields: dict[str, Column]
    title: TitleColumn | None = None
    unit_set: int | None = None

    def unit(self, default: int | UnknownUnit) -> int | UnknownUnit:
        """The unit in the heading's brackets or behind it; without one, the unit of the sheet."""
        if self.unit_set is not None:
            return self.unit_set
        for words in (self.words, self.group):
            named = read_unit_word("、".join(list_brackets(words))) or without_unit(without_brackets(words))[1]
            if named is not None:
                return named
        return default

    def place(self, kind: str) -> int:
        """How usual these words are among those the field goes by; 0 is the most usual, and what a person chose."""
        words = [heading.lower() for heading in self.fields[kind].headings]
        return next((words.index(each) for each in _spellings(self.words) if each in words), 0)


def heading_words(cell: Cell) -> str:
    """A heading without brackets, marks, blanks and line ends: what synonyms are compared with."""
    return _LEADING.sub("", without_brackets(show_cell(cell))).strip(":*、,").lower()


def read_headings(sheet: Sheet, rows: Sequence[SheetRow]) -> list[ColumnHeading]:
    """The headings in these rows, the last of which names the columns; the rows above it name groups of columns."""
    width = max(len(row.cells) for row in rows)
    return [heading for index in range(width) if (heading := _heading(sheet, rows, index)) is not None]


def _heading(sheet: Sheet, rows: Sequence[SheetRow], index: int) -> ColumnHeading | None:
    own = sheet.text(rows[-1], index)
    over = [_over(sheet, row, index) for row in rows[:-1]]
    group = "".join(dict.fromkeys(text for text in over if text and text != own))
    if not own.strip():
        return None
    year = _YEAR.search(compact(own)) or _YEAR.search(compact(group))
    fields = dict(_fields(own))
    return ColumnHeading(
        index=index,
        words=own,
        group=group,
        year=int(year[0][:4]) if year else None,
        fields=fields,
        title=None if fields else _title(own),
    )


def _over(sheet: Sheet, row: SheetRow, index: int) -> str:
    """The text over a column: its own, or that of the group which began further to the left."""
    return next((text for place in range(index, -1, -1) if (text := sheet.text(row, place).strip())), "")


def _spellings(words: str) -> list[str]:
    plain = heading_words(words)
    without_year = _YEAR.sub("", plain).strip("年度:：-—_/")
    return [plain, without_unit(plain)[0], without_year, without_unit(without_year)[0]]


def _fields(words: str) -> Iterator[tuple[str, Column]]:
    spellings = _spellings(words)
    for kind, columns in LAYOUTS.items():
        by_heading = {heading.lower(): column for column in columns for heading in column.headings}
        column = next((by_heading[each] for each in spellings if each in by_heading), None)
        if column is not None:
            yield kind, column


def _title(words: str) -> TitleColumn | None:
    parted = _TITLE_COLUMN.match(compact(words))
    named = read_title(parted["title"]) if parted else None
    if parted is None or named is None or isinstance(named, Unreadable):
        return None
    return TitleColumn(parted["title"], named, "expires_on" if parted["expires"] else "granted_on")

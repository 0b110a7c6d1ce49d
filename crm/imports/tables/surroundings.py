"""What stands around the rows of a table and counts for all of them: a unit, a year, a street, a title and its days."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.periods import list_partial_years
from crm.imports.cells.units import Unit, UnknownUnit, read_stated_unit, read_unit_word, without_brackets
from crm.imports.cells.words.title_words import read_title
from crm.imports.tables.blocks import SEARCHED_ROWS
from crm.imports.tables.headings import ColumnHeading
from crm.imports.tables.layout import SheetKind
from crm.imports.workbook.sheets import Sheet, SheetRow

# Below the rows a unit stands in one of the last lines, among notes and signatures.
SEARCHED_BELOW = 12
# A year over the table counts for its rows, unless it is that of a day, a quarter or a batch.
_YEAR_OVER = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年(?:度|全年|末|1[-—–~至]12月)?(?![\d第]|[上下]半年|前[\d一二三]|[一二三四]季)"
)
_ONLY_A_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?|财年)?")
_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_DAYS_OVER = {
    "granted_on": re.compile(rf"(?:认定|授予|发证|公布|公告)(?:时间|日期)?[:为]?(?P<day>{_DAY})"),
    "expires_on": re.compile(rf"有效期限?[:为自从]*(?:{_DAY})?[-—–~～至到止:]*(?P<day>{_DAY})"),
}
# What stands around the name of a title in the heading of a published list.
_A_LIST = re.compile(r"名单|名录|一览表|公告|公布")
_NOT_THE_TITLE = re.compile(
    r"附件\d*[:：]?|第[一二三四]季度|[（(].*?[)）]|(?:名单|名录|一览表|公告|公布|通过)的?|关于|的?通知$"
)
_STREET_OF_A_SHEET = re.compile(r"^(?P<street>[㐀-鿿]{2,8}?(?:街道|地区|镇|乡)(?:办事处|办)?)(?:企业|台账|名单)*$")
_STREET_OVER = re.compile(r"(?:^|区)(?P<street>[㐀-鿿]{2,4}?街道)(?![、和及与])")
_A_CODE = re.compile(r"[0-9A-Z]{18}", re.IGNORECASE)
# Words that stand in a row of units under figures that are no amounts.
_COUNTED = frozenset({"人", "个", "家", "户", "项", "件", "%", "年", "名", "次"})


@dataclass(frozen=True, slots=True)
class TableSurroundings:
    """The lines over a header and the last ones below its rows; `units` has those of a row under the header by column.

    `header_row` is the last row that belongs to the header.
    """

    sheet: Sheet
    first_row: int
    header_row: int
    units: Mapping[int, Unit] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet, rows: Sequence[SheetRow]) -> "TableSurroundings":
        first, last = rows[0].number, rows[-1].number
        below = next((row for row in sheet.rows if row.number > last and not row.is_blank), None)
        units = _units_in(below) if below else {}
        return cls(sheet, first, below.number if below and units else last, units)

    @staticmethod
    def partial_years(sheet: Sheet, header_row: int) -> frozenset[int]:
        """The years of which the lines over a header, or the name of the sheet, name a part only, or plans."""
        over = (row for row in sheet.rows[:SEARCHED_ROWS] if row.number < header_row)
        lines = ("".join(cell for cell in row.cells if isinstance(cell, str)) for row in over)
        return frozenset(year for line in (*lines, sheet.name) for year in list_partial_years(line))

    def with_units(self, headings: Sequence[ColumnHeading]) -> list[ColumnHeading]:
        """The headings, those without a unit of their own with the one below them."""
        return [
            replace(each, unit_set=unit)
            if each.unit_set is None and each.own_unit() is None and (unit := self.units.get(each.index)) is not None
            else each
            for each in headings
        ]

    def fixed_for(self, kind: str, columns: Collection[str]) -> dict[str, Cell]:
        """What the lines over the table, or the name of the sheet, say of every row of a kind with these columns."""
        lines = [compact("".join(show_cell(cell) for cell in row.cells if cell is not None)) for row in self._above()]
        if kind is SheetKind.TITLES and "tier" not in columns:
            titles = [_NOT_THE_TITLE.sub("", line) for line in lines if _names_a_title(line)]
            named: dict[str, Cell] = {"tier": titles[-1]} if titles else {}
            return named | _days_in(lines)
        if kind is SheetKind.ENTERPRISES:
            street = self._street(lines)
            return {"street": street} if street else {}
        year = self._year(lines) if kind in (SheetKind.FIGURES, SheetKind.VISITS) else None
        return {"year": year} if year else {}

    def unit(self) -> Unit:
        """The unit written above the header or below the rows, as in 单位：元, or else in the name of the sheet."""
        stated = _stated_in(self.lines_around()) or _stated_in([self.sheet.name])
        if len(stated) > 1:
            return UnknownUnit("、".join(sorted(str(getattr(unit, "words", unit)) for unit in stated)))
        return next(iter(stated), None)

    def lines_around(self) -> Iterator[str]:
        """The texts of the rows above and below that are no rows of the table."""
        for row in (*self._above(), *self.sheet.rows[-SEARCHED_BELOW:]):
            texts = [cell for cell in row.cells if isinstance(cell, str)]
            is_around = row.number < self.first_row or row.number > self.header_row
            if is_around and not any(_A_CODE.fullmatch(compact(text)) for text in texts):
                yield "".join(texts)

    def _street(self, lines: Sequence[str]) -> str | None:
        """The street in the name of the sheet, or else the one that the lines over the table name."""
        named = _STREET_OF_A_SHEET.match(without_brackets(self.sheet.name))
        over = {match["street"] for line in lines for match in _STREET_OVER.finditer(line)}
        return named["street"] if named else over.pop() if len(over) == 1 else None

    def _year(self, lines: Sequence[str]) -> int | None:
        """The one year that the lines over the table name, or else the name of the sheet."""
        over = {year for line in lines for year in _YEAR_OVER.findall(line)}
        name = compact(self.sheet.name)
        alone = _ONLY_A_YEAR.fullmatch(name)
        years = over or set([alone[1]] if alone else _YEAR_OVER.findall(name))
        return int(years.pop()) if len(years) == 1 else None

    def _above(self) -> list[SheetRow]:
        return [row for row in self.sheet.rows[:SEARCHED_ROWS] if row.number < self.first_row]


def _stated_in(lines: Iterable[str]) -> set[int | UnknownUnit]:
    return {unit for line in lines if (unit := read_stated_unit(line)) is not None}


def _units_in(row: SheetRow) -> dict[int, Unit]:
    """The units of a row in which nothing else stands; none when it is a row of the table."""
    texts = {index: compact(show_cell(cell)).strip("()") for index, cell in enumerate(row.cells) if cell is not None}
    texts = {index: text for index, text in texts.items() if text and text not in ("-", "—", "/")}
    units = {index: read_unit_word(text) for index, text in texts.items()}
    has_others = any(units[index] is None and text not in _COUNTED for index, text in texts.items())
    return {} if has_others or not any(isinstance(unit, int) for unit in units.values()) else units


def _days_in(lines: Sequence[str]) -> dict[str, Cell]:
    """The days of a title that the lines over a published list name."""
    found = ((name, days.search(line)) for name, days in _DAYS_OVER.items() for line in lines)
    return {name: match["day"] for name, match in found if match}


def _names_a_title(line: str) -> bool:
    word = read_title(_NOT_THE_TITLE.sub("", line))
    return bool(_A_LIST.search(line)) and word is not None and not isinstance(word, Unreadable)

"""Finds the tables of a sheet: where the header is, and which tables its columns make over the same rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, column_letters, show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.units import UnknownUnit, read_stated_unit
from crm.imports.cells.words.title_words import read_title
from crm.imports.tables.blocks import OWN_COLUMNS, SEARCHED_ROWS, find_block, plain_columns
from crm.imports.tables.choices import NO_MAPS, ColumnMaps, apply_choices
from crm.imports.tables.column import IDENTITY
from crm.imports.tables.headings import ColumnHeading
from crm.imports.tables.layout import KINDS, LAYOUTS, SheetKind, column_of, label
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, SheetRow
from crm.money import FEN_IN_WAN

# Below the rows a unit stands in one of the last lines, among notes and signatures.
SEARCHED_BELOW = 12
_YEAR_IN_TITLE = re.compile(r"((?:19|20)\d{2})年")
# What stands around the name of a title in the heading of a published list.
_A_LIST = re.compile(r"名单|公告|公布")
_NOT_THE_TITLE = re.compile(
    r"附件\d*[:：]?|第[一二三四]季度|[（(].*?[)）]|(?:名单|公告|公布|通过|拟认定)的?|关于|的通知"
)
_STREET_OF_A_SHEET = re.compile(r"^(?P<street>[㐀-鿿]{2,8}?)(?:街道|地区|镇|乡)(?:办事处|办)?$")


@dataclass(frozen=True, slots=True)
class Header:
    """One table of a sheet: its kind, the row its columns are named in, and what the columns mean.

    A unit is the fen of one, or words that are no unit. `fixed` holds what stands over the table and counts for every
    row: a year, a title, a street. A derived table is read from the same rows as another.
    """

    kind: str
    row: int
    columns: Mapping[str, int]
    units: Mapping[str, int | UnknownUnit]
    words: Mapping[int, str]
    unknown: tuple[str, ...] = ()
    also: Mapping[int, str] = field(default_factory=dict)
    fixed: Mapping[str, Cell] = field(default_factory=dict)
    is_derived: bool = False

    def unit(self, name: str) -> int | UnknownUnit:
        return self.units.get(name, FEN_IN_WAN)


def find_headers(sheet: Sheet, maps: ColumnMaps = NO_MAPS) -> list[Header]:
    """The tables of a sheet, the one its columns speak of most first; none for an explanation.

    `maps` has what people took columns for under headings they have seen before. Refuses a sheet that bears a register
    sheet's name without its columns, and one in which the same heading stands twice: taking one would be a guess.
    """
    block = find_block(sheet)
    choices = maps.get(block.fingerprint) if block else None
    if block and choices:
        headings = apply_choices(block.headings, choices)
        is_read = any(each.fields or each.title for each in headings)
        return _Reader(sheet, block.rows, headings).headers() if is_read else []
    if block is None or not block.is_recognised:
        _refuse_if_named(sheet)
        return []
    return _Reader(sheet, block.rows, block.headings).headers()


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Sheet
    rows: Sequence[SheetRow]
    headings: list[ColumnHeading]

    def headers(self) -> list[Header]:
        primary = self._primary()
        derived = [*self._years(), *self._titles(), *self._beside(primary)]
        if primary.kind is SheetKind.FIGURES and derived and "year" not in primary.columns:
            first, *rest = derived  # every figure stands under its year
        else:
            self._check(primary)
            first, rest = primary, derived
        return [replace(first, unknown=self._left_out((first, *rest))), *rest]

    def _left_out(self, headers: Sequence[Header]) -> tuple[str, ...]:
        """The columns of which nothing is read, by their words; one without words by its letters."""
        used = {index for header in headers for index in header.columns.values()}
        named = {heading.index: heading.words for heading in self.headings}
        below = [row.cells for row in self.sheet.rows if row.number > self.rows[-1].number]
        width = max((len(cells) for cells in below), default=0)
        nameless = {
            index: f"{column_letters(index)} 列（没有表头）"
            for index in range(width)
            if index not in named
            and self.sheet.text(self.rows[-1], index) not in OWN_COLUMNS
            and any(index < len(cells) and _says_something(cells[index]) for cells in below)
        }
        every = sorted({**named, **nameless}.items())
        return tuple(dict.fromkeys(words for index, words in every if index not in used))

    def _primary(self) -> Header:
        kind = max(KINDS, key=lambda each: len(plain_columns(self.headings, each)))
        if kind is SheetKind.ENTERPRISES and "tier" in self._over_the_table(SheetKind.TITLES):
            kind = SheetKind.TITLES  # a published list is a list of titles, not of the district's enterprises
        return self._header(kind, plain_columns(self.headings, kind), self._over_the_table(kind))

    def _years(self) -> Iterator[Header]:
        for year in sorted({one.year for one in self.headings if one.year and SheetKind.FIGURES in one.fields}):
            columns: dict[str, list[ColumnHeading]] = self._identity(SheetKind.FIGURES)
            for one in self.headings:
                if one.year == year and SheetKind.FIGURES in one.fields:
                    columns.setdefault(one.fields[SheetKind.FIGURES].field, []).append(one)
            yield self._header(SheetKind.FIGURES, columns, {"year": year}, is_derived=True)

    def _titles(self) -> Iterator[Header]:
        dated = [(heading, heading.title) for heading in self.headings if heading.title]
        for title in dict.fromkeys(column.title for _, column in dated):
            columns: dict[str, list[ColumnHeading]] = self._identity(SheetKind.TITLES)
            own = [(heading, column) for heading, column in dated if column.title == title]
            for heading, column in own:
                columns.setdefault(column.field, []).append(heading)
            if "granted_on" in columns:
                yield self._header(SheetKind.TITLES, columns, {"tier": own[0][1].words}, is_derived=True)

    def _beside(self, primary: Header) -> Iterator[Header]:
        """Titles and figures that stand on a sheet of enterprises, each with all that it needs."""
        if primary.kind is not SheetKind.ENTERPRISES:
            return
        titles, figures = (
            plain_columns(self.headings, SheetKind.TITLES),
            plain_columns(self.headings, SheetKind.FIGURES),
        )
        if {"tier", "granted_on"} <= set(titles):
            yield self._header(SheetKind.TITLES, titles, {}, is_derived=True)
        fixed = self._over_the_table(SheetKind.FIGURES)
        if any(column_of(SheetKind.FIGURES, name).is_amount for name in figures) and (
            "year" in figures or "year" in fixed
        ):
            yield self._header(SheetKind.FIGURES, figures, fixed, is_derived=True)

    def _identity(self, kind: str) -> dict[str, list[ColumnHeading]]:
        return {name: found for name, found in plain_columns(self.headings, kind).items() if name in IDENTITY}

    def _over_the_table(self, kind: str) -> dict[str, Cell]:
        """What the lines over the header, or the name of the sheet, say of every row."""
        named: dict[str, Cell] = {}
        street = _STREET_OF_A_SHEET.match(compact(self.sheet.name))
        if kind is SheetKind.ENTERPRISES and street:
            named["street"] = self.sheet.name
        lines = [compact("".join(show_cell(cell) for cell in row.cells if cell is not None)) for row in self._above()]
        if kind is SheetKind.TITLES and "tier" not in plain_columns(self.headings, kind):
            named.update(("tier", _NOT_THE_TITLE.sub("", line)) for line in lines if _names_a_title(line))
        years = {year for line in lines for year in _YEAR_IN_TITLE.findall(line)}
        if kind is SheetKind.FIGURES and len(years) == 1:
            named["year"] = int(years.pop())
        return named

    def _above(self) -> list[SheetRow]:
        return [row for row in self.sheet.rows[:SEARCHED_ROWS] if row.number < self.rows[0].number]

    def _header(
        self,
        kind: str,
        named: Mapping[str, list[ColumnHeading]],
        fixed: Mapping[str, Cell],
        *,
        is_derived: bool = False,
    ) -> Header:
        columns: dict[str, int] = {}
        also: dict[int, str] = {}
        for name, headings in named.items():
            ordered = sorted(headings, key=lambda one: one.place(kind) if kind in one.fields else 0)
            self._refuse_twins(kind, name, ordered)
            columns[name] = ordered[0].index
            also.update((other.index, name) for other in ordered[1:])
        default = self._unit()
        units = {name: self._at(index).unit(default) for name, index in columns.items()}
        words = {one.index: one.words for one in self.headings}
        row = self.rows[-1].number
        fixed = {name: cell for name, cell in fixed.items() if name == "street" or name not in columns}
        return Header(kind, row, columns, units, words, (), also, fixed, is_derived)

    def _at(self, index: int) -> ColumnHeading:
        return next(one for one in self.headings if one.index == index)

    def _refuse_twins(self, kind: str, name: str, ordered: Sequence[ColumnHeading]) -> None:
        twins = [one for one in ordered if kind in one.fields and one.place(kind) == ordered[0].place(kind)]
        if len(twins) > 1:
            both = "、".join(column_letters(one.index) for one in twins)
            raise Refusal("column_twice", sheet=self.sheet.name, heading=label(kind, name), columns=both)

    def _check(self, header: Header) -> None:
        known = {*header.columns, *header.fixed}
        if {"period_from", "period_to"} <= known:
            known.add("year")
        missing = [column.label for column in LAYOUTS[header.kind] if column.required and column.field not in known]
        if missing:
            raise Refusal("column_missing", sheet=self.sheet.name, headings="、".join(missing))

    def _unit(self) -> int | UnknownUnit:
        """The unit written above the header or below the rows, as in 单位：元; registers are in 万元 otherwise."""
        below = [row for row in self.sheet.rows[-SEARCHED_BELOW:] if row.number > self.rows[-1].number]
        around = (*self._above(), *below)
        lines = ("".join(show_cell(cell) for cell in row.cells if isinstance(cell, str)) for row in around)
        stated = {unit for line in lines if (unit := read_stated_unit(line)) is not None}
        if len(stated) > 1:
            return UnknownUnit("、".join(sorted(str(getattr(unit, "words", unit)) for unit in stated)))
        return stated.pop() if stated else FEN_IN_WAN


def _names_a_title(line: str) -> bool:
    word = read_title(_NOT_THE_TITLE.sub("", line))
    return bool(_A_LIST.search(line)) and word is not None and not isinstance(word, Unreadable)


def _says_something(cell: Cell) -> bool:
    return cell is not None and bool(show_cell(cell).strip())


def _refuse_if_named(sheet: Sheet) -> None:
    name = compact(sheet.name)
    if name in KINDS:
        required = [column.label for column in LAYOUTS[name] if column.required]
        raise Refusal("header_missing", sheet=sheet.name, headings="、".join(required))

"""Finds the tables of a sheet: where the header is, and which tables its columns make over the same rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, column_letters, show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.title_words import read_title
from crm.imports.cells.units import UnknownUnit, read_stated_unit
from crm.imports.workbook.headings import ColumnHeading, read_headings, title_field, title_words
from crm.imports.workbook.layout import AMOUNTS, IDENTITY, LAYOUTS, SheetKind
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, SheetRow
from crm.money import FEN_IN_WAN

SEARCHED_ROWS = 60
# Below the rows a unit stands in one of the last lines, among notes and signatures.
SEARCHED_BELOW = 12
LEAST_MATCHES = 3
# A header may stand in so many rows: groups of groups over the columns.
DEEPEST = 3
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

    kind: SheetKind
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


def find_headers(sheet: Sheet) -> list[Header]:
    """The tables of a sheet, the one its columns speak of most first; none for an explanation.

    Refuses a sheet that bears a register sheet's name without its columns, and one in which the same heading
    stands twice: taking one of the two would be a guess.
    """
    blocks = list(_blocks(sheet))
    best = max(blocks, key=lambda block: (_meanings(block[1]), -len(block[0]), -block[0][-1].number), default=None)
    if best is None or not any(len(_plain(best[1], kind)) >= LEAST_MATCHES for kind in SheetKind):
        _refuse_if_named(sheet)
        return []
    return _Reader(sheet, *best).headers()


def _blocks(sheet: Sheet) -> Iterator[tuple[Sequence[SheetRow], list[ColumnHeading]]]:
    searched = sheet.rows[:SEARCHED_ROWS]
    for end in range(1, len(searched) + 1):
        for depth in range(1, min(DEEPEST, end) + 1):
            rows = searched[end - depth : end]
            if not rows[-1].is_blank:
                yield rows, read_headings(sheet, rows)


def _meanings(headings: Sequence[ColumnHeading]) -> int:
    """How many different things the columns say."""
    by_field = {(tuple(each.field for each in one.fields.values()), one.year) for one in headings if one.fields}
    return len(by_field) + len({(one.title, title_field(one.words)) for one in headings if one.title})


def _plain(headings: Sequence[ColumnHeading], kind: SheetKind) -> dict[str, list[ColumnHeading]]:
    """The columns of a kind that belong to no year, by field."""
    columns: dict[str, list[ColumnHeading]] = {}
    for one in headings:
        if kind in one.fields and not (kind is SheetKind.FIGURES and one.year):
            columns.setdefault(one.fields[kind].field, []).append(one)
    return columns


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Sheet
    rows: Sequence[SheetRow]
    headings: list[ColumnHeading]

    def headers(self) -> list[Header]:
        primary = self._primary()
        derived = [*self._years(), *self._titles(), *self._beside(primary)]
        if primary.kind is SheetKind.FIGURES and derived and "year" not in primary.columns:
            return derived  # every figure stands under its year
        self._check(primary)
        used = {index for header in (primary, *derived) for index in (*header.columns.values(), *header.also)}
        unknown = tuple(one.words for one in self.headings if one.index not in used)
        again = tuple(primary.words[index] for index in primary.also)
        return [_with_unknown(primary, (*again, *unknown)), *derived]

    def _primary(self) -> Header:
        kind = max(SheetKind, key=lambda each: len(_plain(self.headings, each)))
        if kind is SheetKind.ENTERPRISES and "tier" in self._over_the_table(SheetKind.TITLES):
            kind = SheetKind.TITLES  # a published list is a list of titles, not of the district's enterprises
        return self._header(kind, _plain(self.headings, kind), self._over_the_table(kind))

    def _years(self) -> Iterator[Header]:
        for year in sorted({one.year for one in self.headings if one.year and SheetKind.FIGURES in one.fields}):
            columns: dict[str, list[ColumnHeading]] = self._identity(SheetKind.FIGURES)
            for one in self.headings:
                if one.year == year and SheetKind.FIGURES in one.fields:
                    columns.setdefault(one.fields[SheetKind.FIGURES].field, []).append(one)
            yield self._header(SheetKind.FIGURES, columns, {"year": year}, is_derived=True)

    def _titles(self) -> Iterator[Header]:
        for title in dict.fromkeys(one.title for one in self.headings if one.title):
            columns: dict[str, list[ColumnHeading]] = self._identity(SheetKind.TITLES)
            own = [one for one in self.headings if one.title == title]
            for one in own:
                columns.setdefault(title_field(one.words), []).append(one)
            if "granted_on" in columns:
                yield self._header(SheetKind.TITLES, columns, {"tier": title_words(own[0].words)}, is_derived=True)

    def _beside(self, primary: Header) -> Iterator[Header]:
        """Titles and figures that stand on a sheet of enterprises, each with all that it needs."""
        if primary.kind is not SheetKind.ENTERPRISES:
            return
        titles, figures = _plain(self.headings, SheetKind.TITLES), _plain(self.headings, SheetKind.FIGURES)
        if {"tier", "granted_on"} <= set(titles):
            yield self._header(SheetKind.TITLES, titles, {}, is_derived=True)
        fixed = self._over_the_table(SheetKind.FIGURES)
        if any(name in figures for name in AMOUNTS) and ("year" in figures or "year" in fixed):
            yield self._header(SheetKind.FIGURES, figures, fixed, is_derived=True)

    def _identity(self, kind: SheetKind) -> dict[str, list[ColumnHeading]]:
        return {name: found for name, found in _plain(self.headings, kind).items() if name in IDENTITY}

    def _over_the_table(self, kind: SheetKind) -> dict[str, Cell]:
        """What the lines over the header, or the name of the sheet, say of every row."""
        named: dict[str, Cell] = {}
        street = _STREET_OF_A_SHEET.match(compact(self.sheet.name))
        if kind is SheetKind.ENTERPRISES and street:
            named["street"] = self.sheet.name
        lines = [compact("".join(show_cell(cell) for cell in row.cells if cell is not None)) for row in self._above()]
        if kind is SheetKind.TITLES and "tier" not in _plain(self.headings, kind):
            named.update(("tier", _NOT_THE_TITLE.sub("", line)) for line in lines if _names_a_title(line))
        years = {year for line in lines for year in _YEAR_IN_TITLE.findall(line)}
        if kind is SheetKind.FIGURES and len(years) == 1:
            named["year"] = int(years.pop())
        return named

    def _above(self) -> list[SheetRow]:
        return [row for row in self.sheet.rows[:SEARCHED_ROWS] if row.number < self.rows[0].number]

    def _header(
        self,
        kind: SheetKind,
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

    def _refuse_twins(self, kind: SheetKind, name: str, ordered: Sequence[ColumnHeading]) -> None:
        twins = [one for one in ordered if kind in one.fields and one.place(kind) == ordered[0].place(kind)]
        if len(twins) > 1:
            label = next(column.label for column in LAYOUTS[kind] if column.field == name)
            both = "、".join(column_letters(one.index) for one in twins)
            raise Refusal("column_twice", sheet=self.sheet.name, heading=label, columns=both)

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


def _with_unknown(header: Header, unknown: tuple[str, ...]) -> Header:
    return replace(header, unknown=tuple(dict.fromkeys(unknown)))


def _refuse_if_named(sheet: Sheet) -> None:
    name = compact(sheet.name)
    if name in tuple(SheetKind):
        required = [column.label for column in LAYOUTS[SheetKind(name)] if column.required]
        raise Refusal("header_missing", sheet=sheet.name, headings="、".join(required))

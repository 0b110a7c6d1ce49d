"""Finds the tables of a sheet: where the header is, and which tables its columns make over the same rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crm.imports.cells.cell import Cell, column_letters, show_cell
from crm.imports.cells.characters import compact
from crm.imports.tables.blocks import OWN_COLUMNS, HeaderBlock, find_block, plain_columns
from crm.imports.tables.choices import NO_MAPS, ColumnMaps, apply_choices
from crm.imports.tables.column import IDENTITY
from crm.imports.tables.header import Header
from crm.imports.tables.headings import FIGURE_FIELDS, ColumnHeading
from crm.imports.tables.layout import KINDS, LAYOUTS, SheetKind, column_of, label
from crm.imports.tables.long import LongColumns, find_long_columns, split_by_indicator
from crm.imports.tables.surroundings import TableSurroundings
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, SheetRow


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
        return _read(sheet, block.rows, headings) if is_read else []
    if block is None or not (
        block.is_recognised or _is_published_list(sheet, block) or _bears_its_name(sheet, block)
    ):
        _refuse_if_named(sheet)
        return []
    return _name_partial_years(sheet, _read(sheet, block.rows, block.headings))


def _is_published_list(sheet: Sheet, block: HeaderBlock) -> bool:
    """Whether names stand under a title: a list of who was recognised, whatever else it says of them."""
    has_names = "name" in plain_columns(block.headings, SheetKind.TITLES)
    return has_names and "tier" in TableSurroundings.of(sheet, block.rows).fixed_for(SheetKind.TITLES, ())


def _bears_its_name(sheet: Sheet, block: HeaderBlock) -> bool:
    """Whether a sheet bears the name of a register sheet and has what that needs, however little that is."""
    kind = compact(sheet.name)
    needed = {column.field for column in LAYOUTS.get(kind, ()) if column.required}
    return bool(needed) and needed <= set(plain_columns(block.headings, kind))


def _read(sheet: Sheet, rows: Sequence[SheetRow], headings: Sequence[ColumnHeading]) -> list[Header]:
    around = TableSurroundings.of(sheet, rows)
    return _Reader(sheet, rows, around.with_units(headings), around).headers()


def _name_partial_years(sheet: Sheet, headers: Sequence[Header]) -> list[Header]:
    """The tables with the years of which the lines over them say that there is a part only, or a plan."""
    partial = TableSurroundings.partial_years(sheet, headers[0].row) if headers else frozenset()
    return [replace(each, partial_years=partial) for each in headers] if partial else list(headers)


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Sheet
    rows: Sequence[SheetRow]
    headings: list[ColumnHeading]
    around: TableSurroundings

    def headers(self) -> list[Header]:
        primary = self._primary()
        derived = [*self._years(), *self._titles(), *self._beside(primary), *self._years_before()]
        long = find_long_columns(self.headings) if primary.kind is SheetKind.FIGURES and not derived else None
        if long:
            return self._long(primary, long)
        if derived and self._says_no_figure(primary):
            first, *rest = derived  # every figure stands under its year
        else:
            self._check(primary)
            first, rest = primary, derived
        return [replace(first, unknown=self._left_out((first, *rest))), *rest]

    def _says_no_figure(self, primary: Header) -> bool:
        """Whether a table of figures has none for the year of its rows, or no such year."""
        figures = [name for name in primary.columns if name in FIGURE_FIELDS]
        has_year = "year" in primary.columns or (figures and "year" in primary.fixed)
        return primary.kind is SheetKind.FIGURES and not has_year

    def _long(self, primary: Header, long: LongColumns) -> list[Header]:
        self._check(replace(primary, fixed={**primary.fixed, "year": long.years[0]}) if long.years else primary)
        stated = {index: self._at(index).unit(self.around.unit()) for index in long.values}
        first, *rest = split_by_indicator(self.sheet, primary, long, stated)
        also_used = frozenset(place for place in (long.indicator, long.unit) if place is not None)
        return [replace(first, unknown=self._left_out((first, *rest), also_used)), *rest]

    def _left_out(self, headers: Sequence[Header], also_used: frozenset[int] = frozenset()) -> tuple[str, ...]:
        """The columns of which nothing is read, by their words; one without words by its letters."""
        used = also_used | {index for header in headers for index in header.columns.values()}
        words = [heading.words for heading in self.headings]
        named = {
            each.index: f"{each.group} {each.words}" if each.group and words.count(each.words) > 1 else each.words
            for each in self.headings
        }
        below = [row.cells for row in self.sheet.rows if row.number > self.around.header_row]
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
        has_figures = any(each.year and SheetKind.FIGURES in each.fields for each in self.headings)
        if (has_figures or find_long_columns(self.headings)) and set(plain_columns(self.headings, kind)) <= IDENTITY:
            kind = SheetKind.FIGURES  # names and codes beside figures are whose they are, not a register
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

    def _years_before(self) -> Iterator[Header]:
        """Figures of the year before the one that the rows or the lines over the table name."""
        fixed = self._over_the_table(SheetKind.FIGURES)
        of_rows = {"year", "period_from", "period_to"}
        plain = plain_columns(self.headings, SheetKind.FIGURES)
        shared = {name: found for name, found in plain.items() if name in IDENTITY | of_rows}
        for back in sorted({one.years_back for one in self.headings if one.years_back}):
            columns: dict[str, list[ColumnHeading]] = dict(shared)
            for one in self.headings:
                if one.years_back == back:
                    columns.setdefault(one.fields[SheetKind.FIGURES].field, []).append(one)
            if of_rows & {*columns, *fixed}:
                made = self._header(SheetKind.FIGURES, columns, fixed, is_derived=True)
                yield replace(made, years_back=back)

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
        return self.around.fixed_for(kind, plain_columns(self.headings, kind))

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
        stated = self.around.unit()
        named_units = {name: self._at(index).unit(stated) for name, index in columns.items()}
        units = {name: unit for name, unit in named_units.items() if unit is not None}
        amounts = {column.field for column in LAYOUTS[kind] if column.is_amount}
        unstated = frozenset(amounts & (named_units.keys() - units.keys()))
        words = {one.index: one.words for one in self.headings}
        row = self.around.header_row
        fixed = {name: cell for name, cell in fixed.items() if name == "street" or name not in columns}
        return Header(kind, row, columns, units, words, (), also, fixed, is_derived, unstated=unstated)

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
        if header.kind == SheetKind.TITLES and {"tier", "name"} <= known and "tier" in header.fixed:
            known |= {"uscc", "granted_on"}  # of a list by name a person says whose each row is, and since when
        missing = [column.label for column in LAYOUTS[header.kind] if column.required and column.field not in known]
        if missing:
            raise Refusal("column_missing", sheet=self.sheet.name, headings="、".join(missing))


def _says_something(cell: Cell) -> bool:
    return cell is not None and bool(show_cell(cell).strip())


def _refuse_if_named(sheet: Sheet) -> None:
    name = compact(sheet.name)
    if name in KINDS:
        required = [column.label for column in LAYOUTS[name] if column.required]
        raise Refusal("header_missing", sheet=sheet.name, headings="、".join(required))

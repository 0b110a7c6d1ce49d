"""Long sheets: one row for each enterprise, indicator and year, read as a table for each indicator they name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crm.imports.cells.cell import show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.periods import read_year
from crm.imports.cells.units import Unit, list_brackets, read_unit_word
from crm.imports.tables.column import INDICATOR, LONG_WORDS, UNIT, VALUE
from crm.imports.tables.header import Header
from crm.imports.tables.headings import FIGURE_FIELDS, ColumnHeading, find_fields, heading_words
from crm.imports.tables.layout import SheetKind
from crm.imports.workbook.sheets import Sheet


@dataclass(frozen=True, slots=True)
class LongColumns:
    """Which columns of a long sheet name the indicator, its values and, where there is one, its unit.

    A column of values counts for the year it is headed by; None where a column of its own names the year.
    """

    indicator: int
    values: Mapping[int, int | None]
    unit: int | None

    @property
    def years(self) -> list[int]:
        """The years that head columns of values."""
        return [year for year in self.values.values() if year]


def find_long_columns(headings: Sequence[ColumnHeading]) -> LongColumns | None:
    """The columns of a long sheet; None where a figure has a column of its own, or there is no value to read."""
    if any(
        each.fields[SheetKind.FIGURES].field in FIGURE_FIELDS for each in headings if SheetKind.FIGURES in each.fields
    ):
        return None
    parts = {each.long_part: each.index for each in reversed(headings) if each.long_part}
    valued = [each for each in headings if each.long_part == VALUE] or [each for each in headings if _is_a_year(each)]
    yearly: dict[int, int | None] = (
        {} if _name_the_year(headings) else {each.index: each.year for each in valued if each.year}
    )
    values: dict[int, int | None] = yearly or ({parts[VALUE]: None} if VALUE in parts else {})
    return LongColumns(parts[INDICATOR], values, parts.get(UNIT)) if INDICATOR in parts and values else None


def _name_the_year(headings: Sequence[ColumnHeading]) -> bool:
    return any(
        each.fields[SheetKind.FIGURES].field == "year" for each in headings if SheetKind.FIGURES in each.fields
    )


def _is_a_year(heading: ColumnHeading) -> bool:
    """Whether a column is headed by a year and nothing else, as the columns of values in a yearbook are."""
    return bool(heading.year) and not heading.fields and isinstance(read_year(heading_words(heading.words)), int)


def split_by_indicator(sheet: Sheet, base: Header, long: LongColumns, stated: Mapping[int, Unit]) -> list[Header]:
    """The sheet as one table for each indicator and unit, over the rows that name it; `base` has the other columns.

    `stated` is the unit of each column of values where a row names none. What no figure goes by is named in the first
    table, with how many rows of it are not read.
    """
    rows: dict[tuple[str, str], list[int]] = {}
    for number, indicator, unit in _indicators(sheet, base.row, long):
        rows.setdefault((indicator, unit), []).append(number)
    tables: list[Header] = []
    unread: list[tuple[str, int]] = []
    for (indicator, unit), numbers in rows.items():
        column = dict(find_fields(indicator)).get(SheetKind.FIGURES)
        if column is None or column.field not in FIGURE_FIELDS:
            unread.append((indicator, len(numbers)))
            continue
        named = _unit_of_row(indicator, unit)
        tables += [
            replace(
                base,
                columns={**base.columns, column.field: value},
                units={} if (own := stated[value] if named is None else named) is None else {column.field: own},
                unstated=frozenset({column.field} if own is None and column.is_amount else ()),
                words={**base.words, value: indicator},
                fixed={**base.fixed, "year": year} if year else base.fixed,
                rows=frozenset(numbers),
                is_derived=bool(tables) or value != next(iter(long.values)),
            )
            for value, year in long.values.items()
        ]
    first, *others = tables or [replace(base, rows=frozenset())]
    return [replace(first, unread_indicators=tuple(unread)), *others]


def list_unstated_rows(sheet: Sheet, header_row: int, long: LongColumns) -> set[int]:
    """The numbers of the rows with an amount of which the row itself names no unit."""
    return {
        number
        for number, indicator, unit in _indicators(sheet, header_row, long)
        if (column := dict(find_fields(indicator)).get(SheetKind.FIGURES))
        and column.is_amount
        and _unit_of_row(indicator, unit) is None
    }


def _unit_of_row(indicator: str, unit: str) -> Unit:
    """The unit a row names beside its indicator or in a cell of its own."""
    return read_unit_word("、".join([*list_brackets(indicator), unit]))


def _indicators(sheet: Sheet, header_row: int, long: LongColumns) -> Iterator[tuple[int, str, str]]:
    """The number of each row, the indicator it names and its unit."""
    for row in sheet.rows:
        words = [
            show_cell(row.cells[at]) if at is not None and at < len(row.cells) else ""
            for at in (long.indicator, long.unit)
        ]
        if row.number > header_row and compact(words[0]) and heading_words(words[0]) not in LONG_WORDS[INDICATOR]:
            yield row.number, words[0], words[1]

"""Reads the sheet of yearly figures, and notes amounts that look as if two units had been mixed up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crm.config.service_rules import service_rules
from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.periods import PART_OF_A_YEAR, read_year, whole_year
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import FindingKind
from crm.imports.sheets.staged import StagedFigures
from crm.imports.tables.layout import SheetKind as Sheet
from crm.imports.tables.layout import label
from crm.imports.tables.table import SheetLine, Table, lines_of
from crm.rules.law.fields import FIGURES, STEADY, FactKind, larger_parts, leaps


def read_figures(tables: Sequence[Table], roll: Roll) -> list[StagedFigures]:
    """One row for each enterprise and year; a second row for the same year is merged or rejected."""
    read: dict[tuple[str, int], tuple[SheetLine, StagedFigures]] = {}
    for line in lines_of(tables):
        figures = _read(line, roll, read)
        if figures is not None:
            first, _ = read.get((figures.uscc, figures.year), (line, None))
            read[figures.uscc, figures.year] = (first, figures)
    _warn_of_leaps(read)
    return [figures for _, figures in read.values()]


def _read(
    line: SheetLine, roll: Roll, read: dict[tuple[str, int], tuple[SheetLine, StagedFigures]]
) -> StagedFigures | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    year = read_year(line.cell("year"))
    if year is None and line.cell("period_from") is not None:
        year = whole_year(line.day("period_from"), line.day("period_to"))
    if year is None or isinstance(year, Unreadable):
        reason = "year_unreadable" if year is None else year.reason
        line.reject(reason if reason == PART_OF_A_YEAR else "year_unreadable", text=line.text("year") or "")
        return None
    if year in line.table.header.partial_years:
        line.reject("figures_of_a_part", year=year)
        return None
    year -= line.table.header.years_back
    first = read.get((uscc, year))
    figures = _details(line, uscc, year)
    return figures if first is None else _joined(line, figures, *first)


def _details(line: SheetLine, uscc: str, year: int) -> StagedFigures:
    values = {
        figure.id: line.count(figure.id)
        if figure.kind is FactKind.COUNT
        else line.amount(figure.id, signed=figure.signed)
        for figure in FIGURES
    }
    for part, whole in larger_parts(values):
        line.note(FindingKind.WARNING, part, "part_exceeds_whole", whole=label(Sheet.FIGURES, whole))
    source = line.text("source")
    blanked = line.list_blanks()
    return StagedFigures(line.number, uscc, year, values, source=source, sheet=line.sheet, blanked=blanked)


def _joined(
    line: SheetLine, figures: StagedFigures, first_line: SheetLine, first: StagedFigures
) -> StagedFigures | None:
    """What another row says of the same year fills gaps; other figures for the same year cannot both be true."""
    pairs = {name: (first.values[name], value) for name, value in figures.values.items() if value is not None}
    if any(old not in (None, new) for old, new in pairs.values()):
        line.reject("year_twice", year=figures.year, first=first_line.number)
        return None
    added = {name: new for name, (old, new) in pairs.items() if old is None}
    if not added and not figures.blanked:
        line.note(FindingKind.MERGED, "uscc", "repeated", first=first_line.number, fields="")
        return None
    values = {**first.values, **added}
    for part, whole in larger_parts(values):
        if part in added or whole in added:
            line.note(FindingKind.WARNING, part, "part_exceeds_whole", whole=label(Sheet.FIGURES, whole))
    return replace(first, values=values, blanked=[*first.blanked, *figures.blanked])


def _warn_of_leaps(read: dict[tuple[str, int], tuple[SheetLine, StagedFigures]]) -> None:
    factor = service_rules().figures.unlike_factor
    for key in sorted(read):
        uscc, year = key
        before = read.get((uscc, year - 1))
        if before is None:
            continue
        line, figures = read[key]
        for field in _leaping(before[1], figures, factor):
            heading = label(Sheet.FIGURES, field)
            line.note(FindingKind.WARNING, field, "leaps", heading=heading, factor=factor)


def _leaping(before: StagedFigures, after: StagedFigures, factor: int) -> Iterator[str]:
    """A figure so many times the one of the year before was probably typed in another unit."""
    for field in STEADY:
        if leaps(before.values.get(field), after.values.get(field), factor):
            yield field

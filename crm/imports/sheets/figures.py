"""Reads the sheet of yearly figures, and notes amounts that look as if two units had been mixed up."""

from collections.abc import Iterator, Sequence

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.periods import PART_OF_A_YEAR, read_year, whole_year
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import Note
from crm.imports.sheets.staged import COUNT_FIELDS, MONEY_FIELDS, StagedFigures
from crm.imports.workbook.layout import Kind, label
from crm.imports.workbook.table import Line, Table, lines_of

# A figure that leaps by more than this from one year to the next was probably typed in another unit.
SUSPICIOUS_FACTOR = 100
# A profit may come from next to nothing in a year, so its leaps say nothing about units.
STEADY_FIELDS = tuple(field for field in MONEY_FIELDS if field != "net_profit")
PARTS_OF_A_WHOLE = (("main_revenue", "revenue"), ("rd_staff", "employees"))


def read_figures(tables: Sequence[Table], roll: Roll) -> list[StagedFigures]:
    """One row for each enterprise and year; a second row for the same year is merged or rejected."""
    read: dict[tuple[str, int], tuple[Line, StagedFigures]] = {}
    for line in lines_of(tables):
        figures = _read(line, roll, read)
        if figures is not None:
            read[figures.uscc, figures.year] = (line, figures)
    _warn_of_leaps(read)
    return [figures for _, figures in read.values()]


def _read(line: Line, roll: Roll, read: dict[tuple[str, int], tuple[Line, StagedFigures]]) -> StagedFigures | None:
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
    first = read.get((uscc, year))
    if first is not None:
        _repeated(line, first[0], year)
        return None
    return _details(line, uscc, year)


def _details(line: Line, uscc: str, year: int) -> StagedFigures:
    amounts = {field: line.amount(field, signed=field == "net_profit") for field in MONEY_FIELDS}
    counts = {field: line.count(field) for field in COUNT_FIELDS}
    _warn_of_large_parts(line, {**amounts, **counts})
    source = line.text("source")
    return StagedFigures(sheet=line.sheet, row=line.number, uscc=uscc, year=year, source=source, **amounts, **counts)


def _warn_of_large_parts(line: Line, figures: dict[str, int | None]) -> None:
    for part, whole in PARTS_OF_A_WHOLE:
        less, more = figures[part], figures[whole]
        if less is not None and more is not None and less > more:
            line.note(Note.WARNING, part, "part_exceeds_whole", whole=label(Kind.FIGURES, whole))


def _repeated(line: Line, first: Line, year: int) -> None:
    """The same figures again are merged; other figures for the same year cannot both be true."""
    fields = (*MONEY_FIELDS, *COUNT_FIELDS)
    if all(line.cell(field) == first.cell(field) for field in fields):
        line.note(Note.MERGED, "uscc", "repeated", first=first.number, fields="")
    else:
        line.reject("year_twice", year=year, first=first.number)


def _warn_of_leaps(read: dict[tuple[str, int], tuple[Line, StagedFigures]]) -> None:
    for key in sorted(read):
        uscc, year = key
        before = read.get((uscc, year - 1))
        if before is None:
            continue
        line, figures = read[key]
        for field in _leaping(before[1], figures):
            heading = label(Kind.FIGURES, field)
            line.note(Note.WARNING, field, "leaps", heading=heading, factor=SUSPICIOUS_FACTOR)


def _leaping(before: StagedFigures, after: StagedFigures) -> Iterator[str]:
    for field in STEADY_FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old and new and max(abs(old), abs(new)) > SUSPICIOUS_FACTOR * min(abs(old), abs(new)):
            yield field

"""The tables of a file as the page draws them: what each column was taken for, and what its first cells read as."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.imports.cells.cell import column_letters
from crm.imports.cells.units import UNITS, UnknownUnit
from crm.imports.columns.unit_question import UnitQuestion, ask_unit
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.register import read_register
from crm.imports.tables.blocks import HeaderBlock, find_block, plain_columns
from crm.imports.tables.choices import LEFT_OUT, LONG, MEANINGS, YEAR_BEFORE, ColumnChoice, ColumnMaps, list_twins
from crm.imports.tables.column import IDENTITY, INDICATOR, UNIT, VALUE
from crm.imports.tables.header import Header
from crm.imports.tables.headers import find_headers
from crm.imports.tables.headings import ColumnHeading
from crm.imports.tables.layout import KINDS, SheetKind, code_of
from crm.imports.tables.long import LongColumns, find_long_columns
from crm.imports.workbook.excerpts import Excerpt
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, Workbook

# What people write over figures of the year before, and type for it.
WORD_FOR_YEAR_BEFORE = "上年"
_UNIT_WORDS = {fen: word for word, fen in UNITS.items()}


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One column: its heading, what it is taken for, the unit its amounts are read in, and its first cells."""

    index: int
    words: str
    group: str
    choice: ColumnChoice
    unit: str
    texts: list[str]
    complaints: list[RegisterFinding]

    @property
    def letters(self) -> str:
        return column_letters(self.index)

    @property
    def year(self) -> str:
        """The year as it is typed: the one before that of a row in a word."""
        return WORD_FOR_YEAR_BEFORE if self.choice.year == YEAR_BEFORE else str(self.choice.year or "")

    @property
    def takes_year(self) -> bool:
        return self.choice.meaning != LEFT_OUT and MEANINGS[self.choice.meaning].takes_year

    @property
    def takes_unit(self) -> bool:
        return self.choice.meaning != LEFT_OUT and MEANINGS[self.choice.meaning].takes_unit


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """The sheets under one header. `counts` says how many rows of each kind the first rows make, `rejected` why some
    make none; a table that cannot be read carries its refusal, one without a unit the question for it."""

    names: list[str]
    fingerprint: str
    row: int
    samples: list[int]
    columns: list[ShownColumn]
    counts: dict[str, int] = field(default_factory=dict)
    rejected: list[RegisterFinding] = field(default_factory=list)
    refusal: tuple[str, Mapping[str, Any]] | None = None
    question: UnitQuestion | None = None

    def choices(self) -> list[ColumnChoice]:
        """What each column is taken for."""
        return [column.choice for column in self.columns]


def draw_tables(excerpts: Sequence[Excerpt], maps: ColumnMaps, terms: Mapping[str, int]) -> list[ColumnTable]:
    """Each header of a file once, with the sheets that have it, read by `maps` where they say something."""
    tables: dict[str, ColumnTable] = {}
    for excerpt in excerpts:
        sheet = excerpt.as_sheet()
        block = find_block(sheet)
        if block is None:
            continue
        if block.fingerprint in tables:
            tables[block.fingerprint].names.append(sheet.name)
        else:
            tables[block.fingerprint] = _draw(sheet, block, excerpt, maps, terms)
    return list(tables.values())


def _draw(
    sheet: Sheet, block: HeaderBlock, excerpt: Excerpt, maps: ColumnMaps, terms: Mapping[str, int]
) -> ColumnTable:
    headers, refusal = _headers(sheet, block, maps)
    choices = maps.get(block.fingerprint) or _recognised(block, headers)
    effect = _Effect.of(sheet, excerpt, maps, terms) if headers else _Effect()
    columns = [
        _column(heading, choice, headers, sheet, excerpt.samples, effect)
        for heading, choice in zip(block.headings, choices, strict=True)
    ]
    row = block.rows[-1].number
    drawn = [excerpt.name], block.fingerprint, row, excerpt.samples, columns
    question = ask_unit(sheet, block, choices, excerpt.samples)
    return ColumnTable(*drawn, effect.counts, effect.rejected, refusal, question)


def _headers(
    sheet: Sheet, block: HeaderBlock, maps: ColumnMaps
) -> tuple[list[Header], tuple[str, Mapping[str, Any]] | None]:
    for twins in list_twins(maps.get(block.fingerprint, ())):
        return [], ("column_set_twice", twins)
    try:
        return find_headers(sheet, maps), None
    except Refusal as refusal:
        return [], (refusal.code, refusal.values)


def _recognised(block: HeaderBlock, headers: Sequence[Header]) -> list[ColumnChoice]:
    """What the columns are taken for by their words: as the tables read them, or by their words alone."""
    read = {index: (header.kind, name) for header in headers for name, index in header.columns.items()}
    long = find_long_columns(block.headings) if any(header.rows is not None for header in headers) else None
    if long:
        return [_of_long(heading, long, read.get(heading.index)) for heading in block.headings]
    if not read:
        return _guessed(block)
    return [_as_read(heading, read.get(heading.index)) for heading in block.headings]


def _of_long(heading: ColumnHeading, long: LongColumns, read: tuple[str, str] | None) -> ColumnChoice:
    """What a column of a sheet with one figure a row is taken for; its values count for each indicator of the rows."""
    if heading.index in long.values:
        return ColumnChoice(heading.index, f"{LONG}.{VALUE}", long.values[heading.index])
    part = {long.indicator: INDICATOR, long.unit: UNIT}.get(heading.index)
    return ColumnChoice(heading.index, f"{LONG}.{part}") if part else _as_read(heading, read)


def _as_read(heading: ColumnHeading, read: tuple[str, str] | None) -> ColumnChoice:
    if read is None:
        return ColumnChoice(heading.index, LEFT_OUT)
    if heading.title is not None:
        return ColumnChoice(heading.index, f"title.{heading.title.title.tier}.{heading.title.field}")
    year = YEAR_BEFORE if heading.years_back else heading.year
    return ColumnChoice(heading.index, _code(*read), year if read[0] is SheetKind.FIGURES else None)


def _guessed(block: HeaderBlock) -> list[ColumnChoice]:
    """Each column by its words alone; a second one of the same words stays open, as one of the two would be a guess."""
    kinds = sorted(KINDS, key=lambda kind: -len(plain_columns(block.headings, kind)))
    choices: list[ColumnChoice] = []
    for heading in block.headings:
        kind = next((each for each in kinds if each in heading.fields), None)
        read = None if kind is None or not block.is_recognised else (kind, heading.fields[kind].field)
        choice = _as_read(heading, read)
        is_twin = bool(list_twins([*choices, choice]))
        choices.append(ColumnChoice(heading.index, LEFT_OUT) if is_twin else choice)
    return choices


def _code(kind: str, name: str) -> str:
    if name in IDENTITY:
        return "name" if name == "enterprise" else name
    return f"{code_of(kind)}.{name}"


def _column(
    heading: ColumnHeading,
    choice: ColumnChoice,
    headers: Sequence[Header],
    sheet: Sheet,
    samples: Sequence[int],
    effect: "_Effect",
) -> ShownColumn:
    read = [(header, name) for header in headers for name, at in header.columns.items() if at == heading.index]
    units = [header.units[name] for header, name in read if name in header.units]
    unit = next((each.words if isinstance(each, UnknownUnit) else _UNIT_WORDS.get(each, "") for each in units), "")
    rows = [row for row in sheet.rows if row.number in samples]
    texts = [sheet.text(row, heading.index) for row in rows]
    own = column_letters(heading.index)
    complaints = [each for each in effect.complaints if each.cell.rstrip("0123456789") == own]
    return ShownColumn(heading.index, heading.words, heading.group, choice, unit, texts, complaints)


@dataclass(frozen=True, slots=True)
class _Effect:
    """What the first rows come to."""

    counts: dict[str, int] = field(default_factory=dict)
    rejected: list[RegisterFinding] = field(default_factory=list)
    complaints: list[RegisterFinding] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: Sheet, excerpt: Excerpt, maps: ColumnMaps, terms: Mapping[str, int]) -> "_Effect":
        """Read the excerpt as the whole sheet will be read; only the rows that are shown count."""
        try:
            staged = read_register(Workbook((sheet,), ()), terms, maps)
        except Refusal:
            return cls()
        counts = {str(kind): sum(row.row in excerpt.samples for row in staged.rows(kind)) for kind in KINDS}
        noted = list(_of_samples(staged.findings, excerpt))
        rejected = [each for each in noted if each.note is FindingKind.REJECTED]
        complaints = [each for each in noted if each.note in (FindingKind.UNREADABLE, FindingKind.WARNING)]
        return cls({kind: count for kind, count in counts.items() if count}, rejected, complaints)


def _of_samples(findings: Sequence[RegisterFinding], excerpt: Excerpt) -> Iterator[RegisterFinding]:
    """The findings of the rows that are shown, and those of their header."""
    first = min(excerpt.samples, default=0)
    return (each for each in findings if each.row in excerpt.samples or (each.cell and each.row < first))

"""The rows under a header, and reading the fields of one row while noting what could not be read."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from crm.imports.cells.amounts import NONE_GIVEN, Silence, Unreadable, read_amount
from crm.imports.cells.cell import Cell, Formula, column_letters, plain_cell, show_cell
from crm.imports.cells.characters import clean, compact, one_line
from crm.imports.cells.codes import EXAMPLE_CODE, BadCode, CreditCode, read_code
from crm.imports.cells.counts import read_count
from crm.imports.cells.days import Day, read_day
from crm.imports.cells.personal import without_personal_numbers, without_resident_ids
from crm.imports.cells.units import UnknownUnit
from crm.imports.cells.words.code_words import read_word
from crm.imports.sheets.findings import FindingKind, Findings
from crm.imports.tables.answers import NO_ANSWERS, RowAnswers
from crm.imports.tables.blanking import BLANKING, note_blanks
from crm.imports.tables.column import IDENTITY
from crm.imports.tables.footers import is_footer, is_like_a_code
from crm.imports.tables.header import Header
from crm.imports.workbook.sheets import Sheet, SheetRow

LONGEST_LINE = 200
LONGEST_TEXT = 10_000
_SPAN = re.compile(r"\s*(?:至|到|—+|–|~|～)\s*(?=\d{4})")
_NUMBERS = frozenset({"序号", "编号", "行号", "序", "no", "no.", "#"})
_DITTO = frozenset({"同上", "同前", "〃", "″", '"', "″″", "--〃--", "“"})
_ERROR_VALUES = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header found."""

    sheet: Sheet
    header: Header
    findings: Findings
    answers: RowAnswers = NO_ANSWERS

    @property
    def year(self) -> int | None:
        """The year over the table, to which days belong that name none."""
        year = self.header.fixed.get("year")
        return year if isinstance(year, int) else None

    def lines(self) -> "Iterator[SheetLine]":
        """Every row that states something: no blank rows, no footers, no header printed a second time."""
        above: SheetRow | None = None
        own = self.header.rows
        numbered = {index for index, word in self.header.words.items() if compact(word) in _NUMBERS}
        for row in self.sheet.rows:
            if own is not None and row.number not in own:
                continue
            if row.number <= self.header.row or row.is_blank or _is_numbered_only(row, numbered):
                continue
            if self._is_example(row):
                self._remark(row, "example_row")
            elif self._repeats_header(row):
                self._remark(row, "header_again")
            elif self._is_lonely(row):
                self._remark(
                    row, "row_without_enterprise", text=one_line("".join(show_cell(cell) for cell in row.cells))
                )
            elif not self._is_footer(row) and self._says_something(row):
                above = self._without_ditto(row, above)
                if BLANKING in above.cells:
                    above = note_blanks(above, self.sheet.name, self.header, self.findings)
                yield SheetLine(self, above)

    def _remark(self, row: SheetRow, reason: str, text: str = "") -> None:
        """Said once for the rows of a sheet, not again for each table that is read from them."""
        if not self.header.is_derived:
            self.findings.add(FindingKind.REMARK, self.sheet.name, row.number, reason, text=text)

    def _says_something(self, row: SheetRow) -> bool:
        """Whether a row of a derived table has anything of its own; every row of another table has."""
        own = [index for name, index in self.header.columns.items() if name not in IDENTITY]
        return not self.header.is_derived or any(
            _is_stated(row.cells[index]) for index in own if index < len(row.cells)
        )

    def _without_ditto(self, row: SheetRow, above: SheetRow | None) -> SheetRow:
        """The row with its ditto marks replaced by what stands above them; names and codes are never repeated so."""
        marked = {place for place, cell in enumerate(row.cells) if isinstance(cell, str) and compact(cell) in _DITTO}
        marked -= {self.header.columns.get(field) for field in ("uscc", "name", "enterprise")}
        if not marked:
            return row
        over = above.cells if above else (None,) * len(row.cells)
        if above is None:
            self.findings.add(FindingKind.UNREADABLE, self.sheet.name, row.number, "ditto_of_nothing")
        cells = (over[place] if place in marked else cell for place, cell in enumerate(row.cells))
        return SheetRow(row.number, tuple(cells))

    def _is_footer(self, row: SheetRow) -> bool:
        """A total, a signature or a remark below the rows; a row with anything like a credit code is never one."""
        code = self.header.columns.get("uscc")
        if code is not None and is_like_a_code(show_cell(row.cells[code])):
            return False
        first = next(cell for cell in row.cells if show_cell(cell).strip())
        return is_footer(show_cell(first))

    def _is_lonely(self, row: SheetRow) -> bool:
        """A single text that is neither a name nor a code nor a footer, such as a heading between the rows."""
        filled = (index for index, cell in enumerate(row.cells) if cell is not None and show_cell(cell).strip())
        first = list(islice(filled, 2))
        own = (self.header.columns.get(field) for field in ("uscc", "name", "enterprise"))
        return len(first) == 1 and first[0] not in own and not self._is_footer(row)

    def _is_example(self, row: SheetRow) -> bool:
        """The row of a template that shows how the others are filled in."""
        index = self.header.columns.get("uscc")
        return index is not None and index < len(row.cells) and row.cells[index] == EXAMPLE_CODE

    def _repeats_header(self, row: SheetRow) -> bool:
        places = [index for index in self.header.columns.values() if index < len(row.cells)]
        return bool(places) and all(show_cell(row.cells[index]) == self.header.words[index] for index in places)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of a table; each reading notes what it cannot read and answers None for it."""

    table: Table
    row: SheetRow

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    def cell(self, field: str) -> Cell:
        index = self.table.header.columns.get(field)
        if index is None:
            return self.table.header.fixed.get(field)
        own = None if index >= len(self.row.cells) else self.row.cells[index]
        if own == BLANKING:
            return None
        return self.table.header.fixed.get(field) if own is None or own == "" else own

    def list_blanks(self) -> list[str]:
        """The fields that are to be emptied."""
        if BLANKING not in self.row.cells:
            return []
        places = ((field, index) for field, index in self.table.header.columns.items() if index < len(self.row.cells))
        return [field for field, index in places if self.row.cells[index] == BLANKING]

    def code(self) -> CreditCode | BadCode:
        """Whose row it is, by its cell or by what a person said of it."""
        answered = self.table.answers.codes.get((self.sheet, self.number))
        if answered:
            return CreditCode(answered, repaired=False)
        return read_code(self.cell("uscc"), self.table.answers.confirmed)

    def address(self, field: str) -> str:
        index = self.table.header.columns.get(field)
        return "" if index is None else f"{column_letters(index)}{self.number}"

    def note(self, note: FindingKind, field: str, reason: str, **values: Any) -> None:
        """Note a finding at one cell of this row."""
        text = without_personal_numbers(one_line(show_cell(self.cell(field))))
        sheet = self.table.sheet.name
        self.table.findings.add(note, sheet, self.number, reason, cell=self.address(field), text=text, **values)

    def reject(self, reason: str, **values: Any) -> None:
        """Note that this row as a whole is left out; its cells are kept, to be given back for mending."""
        cells = [returned_cell(cell) for cell in self.row.cells]
        whose = self.code()
        owner = {"owner": whose.text} if isinstance(whose, CreditCode) else {}
        about = {"cells": cells, "kind": str(self.table.header.kind), **owner, **values}
        self.table.findings.add(FindingKind.REJECTED, self.table.sheet.name, self.number, reason, **about)

    def text(self, field: str) -> str | None:
        """A text on one line; personal numbers in it are covered, whatever column it stands in."""
        text = self._text(field, one_line(show_cell(self.cell(field))), LONGEST_LINE)
        return self._covered(field, text) if text else None

    def numbers(self, field: str, *, longest: int) -> str | None:
        """A text of numbers to reach somebody by, which whoever keeps it seals."""
        return self._text(field, one_line(show_cell(self.cell(field))), longest)

    def prose(self, field: str) -> str | None:
        """A longer text that keeps its line ends."""
        return self._text(field, clean(show_cell(self.cell(field))), LONGEST_TEXT)

    def prose_without_numbers(self, field: str) -> str | None:
        """A longer text in which mobiles are covered: they are kept in the cards of contacts only, sealed."""
        return self._covered(field, self.prose(field))

    def _covered(self, field: str, text: str | None) -> str | None:
        covered = without_personal_numbers(text or "")
        if covered != (text or ""):
            self.note(FindingKind.WARNING, field, "mobile_withheld")
        return covered or None

    def _text(self, field: str, text: str, longest: int) -> str | None:
        if not text:
            if isinstance(self.cell(field), Formula):
                self.note(FindingKind.UNREADABLE, field, "formula_without_result")
            return None
        if without_resident_ids(text) != text:
            self.note(FindingKind.WARNING, field, "resident_id_withheld")
            text = without_resident_ids(text)
        if text in _ERROR_VALUES:
            self.note(FindingKind.UNREADABLE, field, "error_value")
            return None
        if len(text) > longest:
            self.note(FindingKind.UNREADABLE, field, "text_too_long", limit=longest)
            return None
        if isinstance(self.cell(field), Formula):
            self.note(FindingKind.REMARK, field, "formula_as_text")
        return text

    def amount(self, field: str, *, signed: bool = False) -> int | None:
        """Fen."""
        unit = self.table.header.unit(field)
        if isinstance(unit, UnknownUnit):
            return None
        return self._number(field, read_amount(self.cell(field), unit, signed=signed))

    def count(self, field: str, *, least: int = 0) -> int | None:
        return self._number(field, read_count(self.cell(field), least=least))

    def _number(self, field: str, number: int | Silence | Unreadable) -> int | None:
        if number is Silence.BY_WORD:
            self.note(FindingKind.MISSING, field, "none_given")
        return self.keep_readable(field, None if isinstance(number, Silence) else number)

    def day(self, field: str) -> date | None:
        """A calendar day; what had to be assumed to name it is noted."""
        day = self.named_day(field)
        return day.date if day else None

    def answered_day(self) -> Day | None:
        """The day a person gave for the titles of a list that names none; not for a row that states one."""
        day = self.table.answers.granted_on
        return Day(day) if day and self.cell("granted_on") is None else None

    def last_day(self, field: str) -> date | None:
        """A calendar day, or the last one of a span such as 2024年5月8日至2027年5月7日."""
        cell = self.cell(field)
        if isinstance(cell, str) and _SPAN.search(cell):
            day = read_day(_SPAN.split(cell)[-1])
            return day.date if isinstance(day, Day) and not day.assumed else self.day(field)
        return self.day(field)

    def named_day(self, field: str) -> Day | None:
        """A calendar day with how exactly the cell names it."""
        day = self.keep_readable(
            field, read_day(self.cell(field), since_1904=self.table.sheet.since_1904, year=self.table.year)
        )
        if day and day.assumed:
            self.note(FindingKind.ASSUMED, field, day.assumed, day=day.date.isoformat())
        return day

    def word(self, field: str, words: Mapping[str, Value]) -> Value | None:
        return self.keep_readable(field, read_word(self.cell(field), words))

    def keep_readable(self, field: str, value: Value | None | Unreadable) -> Value | None:
        """The value of a field; one that cannot be read is noted and None."""
        if isinstance(value, Unreadable):
            self.note(FindingKind.UNREADABLE, field, self._reason(field, value))
            return None
        return value

    def _reason(self, field: str, unreadable: Unreadable) -> str:
        return "formula_without_result" if isinstance(self.cell(field), Formula) else unreadable.reason


def returned_cell(cell: Cell) -> str | int | float:
    """A cell as it is given back for mending: as it was, but for numbers of identity cards and endless texts."""
    plain = plain_cell(cell)
    return without_resident_ids(clean(plain))[:LONGEST_TEXT] if isinstance(plain, str) else plain


def _is_numbered_only(row: SheetRow, numbered: Collection[int]) -> bool:
    """A row in which numbers were filled down before anything else was written."""
    filled = ((index, compact(show_cell(cell))) for index, cell in enumerate(row.cells) if cell is not None)
    return all(index in numbered and text.isdigit() for index, text in filled if text)


def _is_stated(cell: Cell) -> bool:
    return compact(show_cell(cell)).lower() not in {"", *NONE_GIVEN}


def lines_of(tables: Iterable[Table]) -> Iterator[SheetLine]:
    """The rows of several tables, one table after the other."""
    for table in tables:
        yield from table.lines()

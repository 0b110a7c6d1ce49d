"""The sheets of a workbook as rows of plain cells: values by calamine, texts of unsaved formulas by openpyxl."""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zipfile import ZipFile

from defusedxml import ElementTree
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from crm.imports.cells.cell import Cell, Formula, show_cell
from crm.imports.cells.characters import clean
from crm.imports.workbook.formats import appearance
from crm.imports.workbook.parts import PartTraits
from crm.imports.workbook.styles import read_styles, styled_cells

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell

# First row, first column, last row, last column; rows by their number, columns counted from 0.
Merge = tuple[int, int, int, int]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with its number as the sheet shows it; cells count from column A."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return all(
            cell is None or (isinstance(cell, (str, Formula)) and not clean(show_cell(cell))) for cell in self.cells
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet, read whole; hidden rows are among the rows."""

    name: str
    rows: tuple[SheetRow, ...]
    hidden_rows: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    since_1904: bool = False
    merges: tuple[Merge, ...] = ()
    formats_unseen: bool = False

    def text(self, row: SheetRow, index: int) -> str:
        """What a person reads at a place: the text of the cell, or of the merged cells it belongs to."""
        own = show_cell(row.cells[index]) if index < len(row.cells) else ""
        if own.strip():
            return own
        for top, left, bottom, right in self.merges:
            if top <= row.number <= bottom and left <= index <= right:
                first = self.rows[top - self.rows[0].number]
                return show_cell(first.cells[left]) if left < len(first.cells) else ""
        return own


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets in their order, and the names of the hidden ones, which are not read."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...]


def read_workbook(path: Path, traits: Mapping[str, PartTraits]) -> Workbook:
    """Read a workbook that `container.inspect` has passed. Libraries may raise anything on a broken part."""
    parts, since_1904 = _parts(path)
    sheets, hidden = [], []
    with ZipFile(path) as archive, CalamineWorkbook.from_path(path) as workbook:
        styles = read_styles(archive)
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                hidden.append(meta.name)
                continue
            trait = traits.get(parts.get(meta.name, ""), PartTraits())
            formulas = _formulas(path, meta.name) if trait.has_formulas else {}
            styled = styled_cells(archive, parts.get(meta.name, ""), styles)
            rows, merges = read_rows(workbook.get_sheet_by_name(meta.name), formulas, styled.formats)
            sheets.append(Sheet(meta.name, rows, trait.hidden_rows, styled.struck_rows, since_1904, merges))
    return Workbook(tuple(sheets), tuple(hidden))


def _rows(
    sheet: CalamineSheet, formulas: Mapping[tuple[int, int], Cell], formats: Mapping[tuple[int, int], str]
) -> Iterator[SheetRow]:
    if sheet.start is None:
        return
    margin = (None,) * sheet.start[1]
    width = 1 + max((index for _, index in formulas), default=-1)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [*margin, *(_plain(value) for value in values)]
        cells += [None] * (width - len(cells))
        for index, cell in enumerate(cells):
            if cell is None and (number, index) in formulas:
                cells[index] = formulas[number, index]
            elif cell is not None and (number, index) in formats:
                cells[index] = appearance(formats[number, index], cell)
        yield SheetRow(number, tuple(cells))


def _merges(sheet: CalamineSheet) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)


def _filled(rows: tuple[SheetRow, ...], merges: Sequence[Merge]) -> tuple[SheetRow, ...]:
    """The rows with cells that are merged downwards repeated, as a person reads them: one enterprise over many rows."""
    places = {row.number: place for place, row in enumerate(rows)}
    cells = {number: list(rows[place].cells) for number, place in places.items()}
    for top, left, bottom, right in merges:
        if left != right or top not in cells or left >= len(cells[top]):
            continue
        for number in range(top + 1, bottom + 1):
            if number in cells and left < len(cells[number]) and cells[number][left] is None:
                cells[number][left] = cells[top][left]
    return tuple(SheetRow(row.number, tuple(cells[row.number])) for row in rows)


def read_rows(
    sheet: CalamineSheet, errors: Mapping[tuple[int, int], Cell], formats: Mapping[tuple[int, int], str]
) -> tuple[tuple[SheetRow, ...], tuple[Merge, ...]]:
    """The rows of a sheet as they are shown with these errors and formats, and its merged cells."""
    merges = _merges(sheet)
    return _filled(tuple(_rows(sheet, errors, formats)), merges), merges


def _plain(value: object) -> Cell:
    """Numbers without a fraction become whole; an empty text is no cell at all."""
    if value is None or (isinstance(value, str) and not value):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, timedelta):
        return str(value)
    return value  # type: ignore[return-value]  # calamine gives the types of Cell and nothing else


def _formulas(path: Path, name: str) -> dict[tuple[int, int], Cell]:
    """Formula texts and error values by row number and column index: what calamine shows as empty."""
    import openpyxl  # takes a quarter of a second, which only the child that reads a workbook should pay

    found: dict[tuple[int, int], Cell] = {}
    with warnings.catch_warnings(), path.open("rb") as file:
        # openpyxl warns of styles and extensions it leaves out; none of them is read here.
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=False)
        sheet = workbook[name]
        sheet.reset_dimensions()
        for row in cast("Iterable[tuple[ReadOnlyCell, ...]]", sheet.iter_rows()):
            for cell in row:
                # A gap in a row is an empty cell without a place; its type is that of a number.
                if cell.data_type == "f":
                    found[cell.row, cell.column - 1] = Formula(str(getattr(cell.value, "text", cell.value)))
                elif cell.data_type == "e":
                    found[cell.row, cell.column - 1] = str(cell.value)
        workbook.close()
    return found


def _parts(path: Path) -> tuple[dict[str, str], bool]:
    """Which part holds which sheet, and whether its day numbers count from 1904."""
    with ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {relation.get("Id"): relation.get("Target", "").lstrip("/") for relation in relations}
    parts = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        parts[sheet.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    properties = book.find(f"{_MAIN}workbookPr")
    return parts, properties is not None and properties.get("date1904") in ("1", "true")

"""Which cells of a sheet have a format or a font that changes what a person reads; what they show is in `formats`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # nosec B405  (a type; parsing is defusedxml's)
from zipfile import ZipFile

from defusedxml import ElementTree

from crm.imports.cells.cell import column_number
from crm.imports.workbook.formats import changes_what_is_read

STYLES_PART = "xl/styles.xml"
# The numbers of formats every program knows without their being written down.
BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy", 16: "d-mmm"}
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(\s[^<>]*)?>")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a workbook by their number: formats under which a cell shows something else, and struck fonts."""

    formats: Mapping[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()

    @property
    def are_plain(self) -> bool:
        return not self.formats and not self.struck


@dataclass(frozen=True, slots=True)
class StyledCells:
    """The cells of a sheet by row number and column index: what format they have, and the rows struck out."""

    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck_rows: frozenset[int] = frozenset()


def read_styles(archive: ZipFile) -> Styles:
    """The styles that matter; a workbook without a part for them has none."""
    if STYLES_PART not in archive.namelist():
        return Styles()
    root = ElementTree.fromstring(archive.read(STYLES_PART), forbid_dtd=True)
    codes = {
        **BUILT_IN,
        **{
            int(each.get("numFmtId", "0")): each.get("formatCode", "")
            for each in root.iter()
            if _is(each.tag, "numFmt")
        },
    }
    fonts = next((each for each in root if _is(each.tag, "fonts")), ())
    struck = {place for place, font in enumerate(fonts) if any(_strikes(each) for each in font)}
    used = next((list(each) for each in root if _is(each.tag, "cellXfs")), [])
    formats = {place: codes.get(int(each.get("numFmtId", "0")), "") for place, each in enumerate(used)}
    return Styles(
        {place: code for place, code in formats.items() if code and changes_what_is_read(code)},
        frozenset(place for place, each in enumerate(used) if int(each.get("fontId", "0")) in struck),
    )


def styled_cells(archive: ZipFile, part: str, styles: Styles) -> StyledCells:
    """Where on a sheet the styles that matter are used; a row is struck out when more than half of its cells are."""
    if styles.are_plain or part not in archive.namelist():
        return StyledCells()
    formats: dict[tuple[int, int], str] = {}
    cells: dict[int, int] = {}
    struck: dict[int, int] = {}
    for row, column, style in _cells(archive.read(part)):
        cells[row] = cells.get(row, 0) + 1
        if style in styles.formats:
            formats[row, column] = styles.formats[style]
        if style in styles.struck:
            struck[row] = struck.get(row, 0) + 1
    return StyledCells(formats, frozenset(row for row, count in struck.items() if 2 * count > cells[row]))


def _cells(text: bytes) -> Iterator[tuple[int, int, int]]:
    """Row number, column index and style of every cell; a place that is not written follows the one before."""
    row = column = 0
    for match in _TAG.finditer(text):
        attributes = match[2] or b""
        place = _PLACE.search(attributes)
        if match[1] == b"row":
            row, column = int(place[2]) if place else row + 1, -1
            continue
        column = column_number(place[1].decode()) - 1 if place and place[1] else column + 1
        style = _STYLE.search(attributes)
        yield int(place[2]) if place else row, column, int(style[1]) if style else 0


def _is(tag: str, name: str) -> bool:
    return tag.rpartition("}")[2] == name


def _strikes(element: Element) -> bool:
    return _is(element.tag, "strike") and element.get("val", "1") not in ("0", "false")

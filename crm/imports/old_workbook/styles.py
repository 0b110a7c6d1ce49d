"""What a workbook in the format before 2007 (BIFF 8) says of its cells beside their values: formats, struck fonts,
hidden rows, day numbers since 1904. The values are read elsewhere; a record is a number, a length and its content."""

import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crm.imports.cells.cell import Cell, Formula
from crm.imports.old_workbook.compound import stream_of
from crm.imports.workbook.formats import changes_what_is_read
from crm.imports.workbook.styles import BUILT_IN, StyledCells, Styles

_BIFF8 = 0x0600
_BOF, _EOF, _FORMAT, _XF, _FONT, _SHEET, _SINCE_1904, _ROW = 0x0809, 0x0A, 0x041E, 0xE0, 0x31, 0x85, 0x22, 0x0208
# Cells that hold a number, a text, a truth or a formula, or nothing but a format; then rows of several such.
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x0205, 0x0006, 0x0201})
_NUMBERS, _BLANKS = 0x00BD, 0x00BE
_EMPTY = frozenset({0x0201, _BLANKS})
_FORMULA, _TRUTH_OR_ERROR = 0x0006, 0x0205
_NO_NUMBER, _IS_TEXT, _IS_ERROR, _IS_EMPTY = 0xFFFF, 0, 2, 3
# The text a formula came to stands in a record of its own behind it.
_TEXT_OF_FORMULA = 0x0207
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HIDDEN, _STRUCK, _WIDE = 0x20, 0x08, 0x01
# No font has this index: the fourth one is skipped in counting.
_FONT_LEFT_OUT = 4

OldRecord = tuple[int, memoryview]


@dataclass(frozen=True, slots=True)
class OldSheet:
    """What is to be known of one sheet beside its values; `unvalued` has its errors, and formulas without a result."""

    styled: StyledCells
    hidden_rows: frozenset[int]
    since_1904: bool
    unvalued: Mapping[tuple[int, int], Cell]


@dataclass(slots=True)
class _Globals:
    """What the records before the sheets say; styles hold the numbers of their font and their format."""

    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    fonts: list[bool] = field(default_factory=list)
    styles: list[tuple[int, int]] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)
    since_1904: bool = False


def read_old_styles(content: bytes) -> Mapping[str, OldSheet]:
    """The sheets by name; none where the file is of a still older kind. Raises ValueError where it is damaged."""
    try:
        book = memoryview(stream_of(content, "Workbook"))
        if len(book) < 6 or _word(book, 4) != _BIFF8:
            return {}
        known = _read_globals(book)
        styles = _styles(known)
        return {name: _read_sheet(book, start, styles, known.since_1904) for name, start in known.sheets.items()}
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError("damaged workbook") from error


def _read_globals(book: memoryview) -> _Globals:
    known = _Globals()
    for kind, data in _records(book, 0):
        if kind == _FORMAT:
            known.formats[_word(data, 0)] = _text(data[2:], _word(data, 2), 2)
        elif kind == _FONT:
            known.fonts.append(bool(_word(data, 2) & _STRUCK))
            if len(known.fonts) == _FONT_LEFT_OUT:
                known.fonts.append(False)
        elif kind == _XF:
            known.styles.append((_word(data, 0), _word(data, 2)))
        elif kind == _SINCE_1904:
            known.since_1904 = _word(data, 0) == 1
        elif kind == _SHEET:
            known.sheets[_text(data[6:], data[6], 1)] = struct.unpack_from("<I", data)[0]
    return known


def _styles(known: _Globals) -> Styles:
    codes = {place: known.formats.get(number, "") for place, (_font, number) in enumerate(known.styles)}
    struck = {index for index, is_struck in enumerate(known.fonts) if is_struck}
    return Styles(
        {place: code for place, code in codes.items() if code and changes_what_is_read(code)},
        frozenset(place for place, (font, _number) in enumerate(known.styles) if font in struck),
    )


def _read_sheet(book: memoryview, start: int, styles: Styles, since_1904: bool) -> OldSheet:
    formats: dict[tuple[int, int], str] = {}
    cells: Counter[int] = Counter()
    struck: Counter[int] = Counter()
    hidden: set[int] = set()
    unvalued: dict[tuple[int, int], Cell] = {}
    awaits_text: tuple[int, int] | None = None
    for kind, data in _records(book, start):
        if kind == _TEXT_OF_FORMULA and awaits_text:
            del unvalued[awaits_text]
            awaits_text = None
        if kind == _ROW and _word(data, 12) & _HIDDEN:
            hidden.add(_word(data, 0) + 1)
        for row, column, style in _cells(kind, data):
            cells[row] += 1
            struck[row] += style in styles.struck
            if style in styles.formats and kind not in _EMPTY:
                formats[row, column] = styles.formats[style]
            shown = _error(kind, data) or _without_result(kind, data)
            if shown is not None:
                unvalued[row, column] = shown
            awaits_text = (row, column) if isinstance(shown, Formula) and data[6] == _IS_TEXT else None
    rows = frozenset(row for row, count in struck.items() if 2 * count > cells[row])
    return OldSheet(StyledCells(formats, rows), frozenset(hidden), since_1904, unvalued)


def _cells(kind: int, data: memoryview) -> Iterator[tuple[int, int, int]]:
    """Row number, column index and style of the cells of a record."""
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", data)
        yield row + 1, column, style
    elif kind in (_NUMBERS, _BLANKS):
        row, first = struct.unpack_from("<HH", data)
        size = 6 if kind == _NUMBERS else 2
        for place, at in enumerate(range(4, len(data) - 2, size)):
            yield row + 1, first + place, _word(data, at)


def _error(kind: int, data: memoryview) -> str | None:
    """The error a cell shows in place of a value; it stands there as a code."""
    if kind == _TRUTH_OR_ERROR and data[7]:
        return _ERRORS.get(data[6], "#N/A")
    if kind == _FORMULA and _word(data, 12) == _NO_NUMBER and data[6] == _IS_ERROR:
        return _ERRORS.get(data[8], "#N/A")
    return None


def _without_result(kind: int, data: memoryview) -> Formula | None:
    """A formula that was never calculated, as far as can be seen: nothing is stored, or a text that may not follow."""
    is_empty = kind == _FORMULA and _word(data, 12) == _NO_NUMBER and data[6] in (_IS_TEXT, _IS_EMPTY)
    return Formula("") if is_empty else None


def _records(book: memoryview, start: int) -> Iterator[OldRecord]:
    """The records of one part of the workbook, without those of charts within it."""
    depth, at = 0, start
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length
    raise ValueError("a part of the workbook has no end")


def _text(data: memoryview, length: int, head: int) -> str:
    """A text behind its length, which takes `head` bytes, and the sign whether it is written wide."""
    wide = bool(data[head] & _WIDE)
    raw = bytes(data[head + 1 : head + 1 + length * (2 if wide else 1)])
    return raw.decode("utf-16-le" if wide else "latin-1")


def _word(data: memoryview, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])

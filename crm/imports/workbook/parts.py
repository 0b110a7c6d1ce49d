"""What one XML part of a workbook contains, found while its bytes stream by; no part is parsed or kept here."""

import re
from dataclasses import dataclass, field

from crm.imports.cells.cell import column_number
from crm.imports.workbook.refusals import Refusal

_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]+)(\d+)["'][^<>]*?(/?)>""")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s(?=[^<>]*?\bhidden\s*=\s*["'](?:1|true)["'])[^<>]*?\br\s*=\s*["'](\d+)["']"""
)
_SPECIAL = re.compile(rb"""<(?:\w+:)?f[\s>/]|\bt\s*=\s*["']e["']""")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding=["']([^"']*)["']""")
# No tag that matters is longer; a longer tail is the text of a cell.
_TAIL = 4_096


@dataclass(frozen=True, slots=True)
class PartTraits:
    """Length in bytes, the furthest cell that holds something, hidden rows, and formulas or error values."""

    length: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: frozenset[int] = frozenset()
    has_formulas: bool = False


@dataclass(slots=True)
class PartScan:
    """Takes a part's bytes piece by piece; refuses document types and encodings no workbook needs."""

    is_xml: bool
    length: int = 0
    _last_row: int = 0
    _last_column: int = 0
    _hidden: set[int] = field(default_factory=set)
    _has_formulas: bool = False
    _tail: bytes = b""

    def feed(self, block: bytes) -> None:
        """Look at the next piece; what stands across two pieces is seen with the second."""
        if self.is_xml and not self.length:
            _check_encoding(block)
        self.length += len(block)
        if not self.is_xml:
            return
        text = self._tail + block
        cut = text.rfind(b"<")
        self._look(text if cut < 0 else text[:cut])
        self._tail = text[cut:] if cut >= 0 and len(text) - cut <= _TAIL else text[-_TAIL:]

    def finish(self) -> PartTraits:
        """The traits of all that was fed."""
        self._look(self._tail)
        return PartTraits(self.length, self._last_row, self._last_column, frozenset(self._hidden), self._has_formulas)

    def _look(self, text: bytes) -> None:
        if b"<!" in text and _FORBIDDEN.search(text):
            raise Refusal("file_damaged")
        self._has_formulas = self._has_formulas or bool(_SPECIAL.search(text))
        if b"hidden" in text:
            self._hidden.update(int(row) for row in _HIDDEN_ROW.findall(text))
        places = [(letters, row) for letters, row, empty in _CELL.findall(text) if not empty]
        rows, columns = {row[:9] for _, row in places}, {letters[:8] for letters, _ in places}
        self._last_row = max([self._last_row, *map(int, rows)])
        self._last_column = max([self._last_column, *(column_number(each.decode()) for each in columns)])


def _check_encoding(start: bytes) -> None:
    """Only UTF-8: in another encoding the marks that are looked for would go unseen."""
    declared = _ENCODING.search(start.removeprefix(b"\xef\xbb\xbf"))
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start[:64]:
        raise Refusal("file_damaged")
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Refusal("file_damaged")

"""Tables that are no workbook of parts: comma-separated text, and web tables saved under a workbook's name."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from html.parser import HTMLParser
from pathlib import Path

from crm.imports.workbook.container import Limits
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, SheetRow, Workbook

_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<table|<meta|<\?xml[^>]*\?>\s*<html)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# GB18030 reads everything that GBK and GB2312 can write.
_CHINESE = {"gbk", "gb2312", "gb_2312-80", "x-gbk"}
_SEPARATORS = ",\t;|"
_LOOKED_AT = 4096
_LONGEST_SPAN = 200


def is_web_table(start: bytes) -> bool:
    """Whether a file begins as a page of the web does, whatever its name says."""
    return bool(_HTML.match(start.removeprefix(b"\xef\xbb\xbf")))


def read_text_table(path: Path, limits: Limits, name: str) -> Workbook:
    """A comma-separated file in UTF-8, GB18030 or marked UTF-16 as one sheet; refuses any other, and one too large."""
    text = _decoded(_content(path, limits))
    separator = max(_SEPARATORS, key=text[:_LOOKED_AT].count)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error:
        raise Refusal("file_damaged") from None
    if separator not in text:
        raise Refusal("file_no_workbook")
    return _workbook([(name, rows)], limits)


def read_web_tables(path: Path, limits: Limits) -> Workbook:
    """Every table of a page as a sheet; nothing in it is followed or run."""
    content = _content(path, limits)
    named = _CHARSET.search(content[:_LOOKED_AT])
    page = _Page()
    page.feed(_decoded(content, named[1].decode().lower() if named else ""))
    page.close()
    return _workbook([(f"表{number}", rows) for number, rows in enumerate(page.tables, start=1)], limits)


def _content(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.file_bytes:
        raise Refusal("file_too_large", limit=limits.file_bytes >> 20)
    return path.read_bytes()


def _decoded(content: bytes, charset: str = "") -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content[:_LOOKED_AT]:
        raise Refusal("file_no_workbook")
    else:
        encodings = ("gb18030",) if charset in _CHINESE else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("file_no_workbook")


def _workbook(tables: list[tuple[str, list[list[str]]]], limits: Limits) -> Workbook:
    sheets = []
    for name, rows in tables:
        width = max((len(row) for row in rows), default=0)
        if width > limits.columns:
            raise Refusal("sheet_too_wide", limit=limits.columns)
        if len(rows) > limits.rows or len(rows) * width > limits.cells:
            raise Refusal("sheet_too_long", limit=limits.rows)
        cells = (tuple(cell or None for cell in row) + (None,) * (width - len(row)) for row in rows)
        sheets.append(Sheet(name, tuple(SheetRow(number, row) for number, row in enumerate(cells, start=1))))
    return Workbook(tuple(sheets), ())


class _Page(HTMLParser):
    """Collects the cells of every table. A cell over several columns leaves the others blank, one over several rows
    is repeated in each of them, as merged cells are read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._columns = self._rows = 1
        # What reaches down into this row, and from it into those below, by column: for how many rows, and the text.
        self._above: dict[int, tuple[int, str]] = {}
        self._below: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._below = {}
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append([])
            self._above, self._below = self._below, {}
            self._reach_down()
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._end_cell()
            self._cell, self._columns, self._rows = [], _span(attrs, "colspan"), _span(attrs, "rowspan")
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text, row = "".join(self._cell).strip(), self.tables[-1][-1]
        for place in range(self._columns):
            if self._rows > 1:
                self._below[len(row)] = self._rows - 1, "" if place else text
            row.append("" if place else text)
        self._cell = None
        self._reach_down()

    def _reach_down(self) -> None:
        """Fill the next places of the row with what reaches into them from above."""
        row = self.tables[-1][-1]
        while len(row) in self._above:
            left, text = self._above.pop(len(row))
            if left > 1:
                self._below[len(row)] = left - 1, text
            row.append(text)


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    """Over how many columns or rows a cell stands; no more than a table may have."""
    span = dict(attrs).get(name) or "1"
    return max(1, min(int(span), _LONGEST_SPAN)) if span.isdecimal() else 1

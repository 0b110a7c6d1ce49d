"""What the lines of a pasted list say: a name each, and a code where one is printed; numbers and headings are none."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from crm.enterprises.identity.credit_codes import read_code
from crm.errors import CrmError

MOST_LINES = 3000
_LONGEST_NAME = 200
_LONGEST_CERTIFICATE = 200
_CELLS = re.compile(r"[\t|]|\s{2,}")
_NUMBER = re.compile(r"[（(]?\d{1,5}[)）.、．]?")
_LEADING = re.compile(r"^[（(]?\d{1,5}(?:[)）.、．]\s*|\s+)")
_CERTIFICATE_HEADINGS = ("证书编号", "证书号", "编号")
_HEADINGS = {
    *{"序号", "企业名称", "名称", "单位名称", "统一社会信用代码", "信用代码", "所属区", "区", "备注"},
    *_CERTIFICATE_HEADINGS,
}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the list as it is printed."""

    name: str
    code: str | None = None
    certificate: str | None = None


def read_lines(text: str) -> list[PrintedLine]:
    """The lines that name somebody; raises CrmError when there are none or too many."""
    lines = list(_lines(text))
    if not lines:
        raise CrmError("list_empty")
    if len(lines) > MOST_LINES:
        raise CrmError("list_too_long", most=MOST_LINES, count=len(lines))
    return lines


def _lines(text: str) -> Iterator[PrintedLine]:
    numbered = None
    for line in text.splitlines():
        cells = [_clean(each) for each in _CELLS.split(line.strip("\r\n "))]
        if _is_heading(cells):
            numbered = _certificate_column(cells)
            continue
        certificate = None
        if numbered is not None and numbered < len(cells):
            certificate = _certificate(cells[numbered])
            cells[numbered] = "" if certificate else cells[numbered]
        cells[0] = _LEADING.sub("", cells[0])
        printed = read_cells(cells, certificate)
        if printed is not None:
            yield printed


def _is_heading(cells: list[str]) -> bool:
    return any(cells) and all(not cell or set(cell.split()) <= _HEADINGS for cell in cells)


def _certificate_column(cells: list[str]) -> int | None:
    """Where the numbers of certificates stand under these headings; the words that say so most plainly count first."""
    return next((cells.index(words) for words in _CERTIFICATE_HEADINGS if words in cells), None)


def _certificate(cell: str) -> str | None:
    """The number of a certificate; one that only counts the lines is none, nor is a code or too long a text."""
    if not cell or _NUMBER.fullmatch(cell) or _code_in(cell) or len(cell) > _LONGEST_CERTIFICATE:
        return None
    return cell


def read_cells(cells: list[str], certificate: str | None = None) -> PrintedLine | None:
    """A line by its cells: the first that is neither a number, a heading nor a code is the name."""
    code = None
    names = []
    for cell in map(_clean, cells):
        if not cell or set(cell.split()) <= _HEADINGS or _NUMBER.fullmatch(cell):
            continue
        known = _code_in(cell)
        if known is not None:
            code = known
        else:
            names.append(cell)
    return PrintedLine(names[0][:_LONGEST_NAME], code, certificate) if names else None


def spellings(name: str) -> set[str]:
    """A name with its brackets as printed, wide and narrow."""
    narrow = name.replace("（", "(").replace("）", ")")
    wide = name.replace("(", "（").replace(")", "）")
    return {name, narrow, wide}


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _code_in(text: str) -> str | None:
    try:
        return read_code(text)
    except CrmError:
        return None

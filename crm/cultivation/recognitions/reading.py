"""What the lines of a pasted list say: a name each, and a code where one is printed; numbers and headings are none."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from crm.enterprises.identity.credit_codes import read_code
from crm.errors import CrmError

MOST_LINES = 3000
_LONGEST_NAME = 200
_CELLS = re.compile(r"[\t|]|\s{2,}")
_NUMBER = re.compile(r"[（(]?\d{1,5}[)）.、．]?")
_LEADING = re.compile(r"^[（(]?\d{1,5}(?:[)）.、．]\s*|\s+)")
_HEADINGS = {"序号", "企业名称", "名称", "单位名称", "统一社会信用代码", "信用代码", "所属区", "区", "备注"}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the list as it is printed."""

    name: str
    code: str | None = None


def read_lines(text: str) -> list[PrintedLine]:
    """The lines that name somebody; raises CrmError when there are none or too many."""
    lines = list(_lines(text))
    if not lines:
        raise CrmError("list_empty")
    if len(lines) > MOST_LINES:
        raise CrmError("list_too_long", most=MOST_LINES, count=len(lines))
    return lines


def _lines(text: str) -> Iterator[PrintedLine]:
    for line in text.splitlines():
        found = read_cells(_CELLS.split(_LEADING.sub("", line.strip())))
        if found is not None:
            yield found


def read_cells(cells: list[str]) -> PrintedLine | None:
    """A line by its cells: the first that is neither a number, a heading nor a code is the name."""
    code = None
    names = []
    for cell in (_clean(each) for each in cells):
        if not cell or set(cell.split()) <= _HEADINGS or _NUMBER.fullmatch(cell):
            continue
        known = _code_in(cell)
        if known is not None:
            code = known
        else:
            names.append(cell)
    return PrintedLine(names[0][:_LONGEST_NAME], code) if names else None


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

"""Which unit of money the words around a table name: in a heading, above or below the rows, in the title."""

import re
from dataclasses import dataclass

from crm.imports.cells.characters import compact
from crm.money import FEN_IN_WAN, FEN_IN_YUAN

UNITS = {
    "元": FEN_IN_YUAN,
    "百元": 100 * FEN_IN_YUAN,
    "千元": 1_000 * FEN_IN_YUAN,
    "万": FEN_IN_WAN,
    "万元": FEN_IN_WAN,
    "十万元": 10 * FEN_IN_WAN,
    "百万元": 100 * FEN_IN_WAN,
    "千万元": 1_000 * FEN_IN_WAN,
    "亿": 10_000 * FEN_IN_WAN,
    "亿元": 10_000 * FEN_IN_WAN,
}
_WORD = "|".join(sorted(UNITS, key=len, reverse=True))
_ANY_UNIT = re.compile(_WORD)
# 人民币 and RMB alone say whose money it is, not how much of it one stands for.
_CURRENCY = re.compile(r"人民币|rmb|cny|[¥￥]", re.IGNORECASE)
_FOREIGN = re.compile(
    r"[美欧日港韩澳加]元|港币|英镑|卢布|欧|usd|eur|jpy|hkd|gbp|[$€£]|%|‰|比例|占比|[吨件台套]$", re.IGNORECASE
)
_STATED = re.compile(r"单位(?:[:为是]|均为|名称)*(?P<words>[^)\]】]*)")
_NAME_OF_A_BODY = re.compile(
    r"(?:填报|填表|报送|主管|责任|承办|建设|编制|制表|监制)单位|单位(?:名称|负责人|盖章|公章|\()"
)
_ONLY_A_UNIT = re.compile(rf"\((?:人民币|rmb)?(?P<unit>{_WORD})(?:人民币)?\)", re.IGNORECASE)
_SUFFIX = re.compile(rf"^(?P<rest>.+?)(?:[/·_-]|(?<!千)(?<!百)(?<!十))(?P<unit>{_WORD})$")


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """Words that name a unit, but none that amounts could be read in: another currency, a share, or two units."""

    words: str


Unit = int | UnknownUnit | None
"""The fen of one; a unit nobody can calculate with; or None where none is named."""


def read_unit_word(words: str) -> Unit:
    """The unit that these words name, such as those inside the brackets of a heading."""
    text = compact(words).lower()
    if _FOREIGN.search(text):
        return UnknownUnit(text)
    named = {UNITS[word] for word in _ANY_UNIT.findall(text)}
    if len(named) == 1:
        return named.pop()
    return UnknownUnit(text) if named or _CURRENCY.search(text) else None


def read_stated_unit(line: str) -> Unit:
    """The unit that a line outside the rows states, as in 单位：元、人 or in a title that ends with （元）."""
    text = compact(line)
    if not _NAME_OF_A_BODY.search(text):
        stated = _STATED.search(text)
        if stated and (_ANY_UNIT.search(stated["words"]) or _FOREIGN.search(stated["words"].lower())):
            return read_unit_word(stated["words"])
    alone = _ONLY_A_UNIT.search(text)
    return UNITS[alone["unit"]] if alone else None


def without_unit(heading: str) -> tuple[str, Unit]:
    """A heading that ends with a unit outside brackets, as in 营业收入/元 or 营业收入 元, parted in two."""
    parted = _SUFFIX.match(compact(heading))
    return (parted["rest"], UNITS[parted["unit"]]) if parted else (heading, None)

"""Amounts of money as a register spells them, read as integer fen; heads and years are read in `counts`."""

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto
from typing import TypeGuard

from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact, narrow
from crm.imports.cells.units import UNITS
from crm.money import FEN_IN_WAN, LARGEST_FEN

NONE_GIVEN = frozenset(
    {
        "-",
        "--",
        "—",
        "——",
        "–",
        "―",
        "/",
        "\\",
        "无",
        "未提供",
        "未填",
        "未填报",
        "未报",
        "未报送",
        "暂无",
        "暂缺",
        "缺",
        "不详",
        "未知",
        "空",
        "无数据",
        "n/a",
        "na",
        "nil",
        "none",
        "null",
    }
)
_SPELLING = re.compile(
    r"(?P<outer>[-+−])?(?:[¥￥]|rmb|cny|人民币)?\s*(?P<sign>[-+−])?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.(?P<part>\d{1,10}))?"
    r"\s*(?P<unit>亿元|亿|千万元|百万元|十万元|万元|万|千元|百元|元)?(?:(?<=元)[整正])?(?:人民币)?",
    re.ASCII | re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?P<inner>[^()]+)\)")
_ABOUT = ("约", "大约", "近", "左右", "上下", "余", "多", "~", "～", ">", "<", "≥", "≤", "≈")


class Silence(Enum):
    """A cell without an amount: empty, or saying in a word that none was given. Both are unknown."""

    BLANK = auto()
    BY_WORD = auto()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that says something which is no amount, with the code of the reason."""

    reason: str


def read_amount(cell: Cell, unit: int = FEN_IN_WAN, *, signed: bool = False) -> int | Silence | Unreadable:
    """The fen a cell states; `unit` is the fen of one when the cell itself names no unit.

    Unless `signed`, a negative amount is unreadable: only a profit may be negative.
    """
    if cell is None:
        return Silence.BLANK
    if isinstance(cell, str):
        fen = _from_text(cell, unit)
    elif _is_number(cell):
        fen = _from_number(cell, unit)
    else:
        return Unreadable("not_an_amount")
    if isinstance(fen, int) and fen < 0 and not signed:
        return Unreadable("negative")
    return fen


def _is_number(cell: Cell) -> TypeGuard[int | float]:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _from_number(number: int | float, unit: int) -> int | Unreadable:
    """A number cell: rounded to the fen, because a calculated cell carries the dust of binary fractions."""
    if isinstance(number, float) and not math.isfinite(number):
        return Unreadable("not_finite")
    amount = Decimal(repr(number)) * unit
    if abs(amount) > LARGEST_FEN:
        return Unreadable("too_large")
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _from_text(cell: str, unit: int) -> int | Silence | Unreadable:
    text = narrow(cell)
    if not text:
        return Silence.BLANK
    if compact(text).lower() in NONE_GIVEN:
        return Silence.BY_WORD
    spelling, negative = _SPELLING.fullmatch(text), False
    brackets = _IN_BRACKETS.fullmatch(text)
    if brackets:
        # Accountants write a loss in brackets.
        spelling, negative = _SPELLING.fullmatch(brackets["inner"]), True
    if not spelling or _signs(spelling) + negative > 1:
        return Unreadable(_why_not(text))
    amount = Decimal(spelling["whole"].replace(",", "") + "." + (spelling["part"] or "0"))
    amount *= UNITS[spelling["unit"]] if spelling["unit"] else unit
    if amount > LARGEST_FEN:
        return Unreadable("too_large")
    if amount != int(amount):
        return Unreadable("finer_than_fen")
    minus = negative or "-" in _signs_of(spelling)
    return -int(amount) if minus else int(amount)


def _signs_of(spelling: re.Match[str]) -> str:
    return ((spelling["outer"] or "") + (spelling["sign"] or "")).replace("−", "-")


def _signs(spelling: re.Match[str]) -> int:
    return len(_signs_of(spelling))


def _why_not(text: str) -> str:
    if text.startswith("#"):
        return "error_value"
    if text.endswith("%"):
        return "percent"
    if any(word in text for word in _ABOUT) and any(sign.isdigit() for sign in text):
        return "about"
    return "not_an_amount"

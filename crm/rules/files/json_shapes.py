"""Readers of single JSON values, each strict about its type and range; it knows no dossier.

Absent and null both read as None. A reader takes the path (for the complaint) and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from crm.rules.law.problems import DossierError

T = TypeVar("T")
Reader = Callable[[str, object], T]

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
EARLIEST_DATE, LATEST_DATE = date(1900, 1, 1), date(2100, 12, 31)
FEN_PER_YUAN = 100

_MONEY = re.compile(r"-?[0-9]+(?:\.[0-9]{1,2})?", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LONE = re.compile("[\ud800-\udfff]")
MOST_DIGITS = 1000


def text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise DossierError(where, "应为文字")
    if not value.strip():
        raise DossierError(where, "文字不能为空")
    if _LONE.search(value):
        raise DossierError(where, "文字含有不成对的代理字符")
    return value


def _decimal(where: str, value: object, pattern: re.Pattern[str], wanted: str) -> str:
    written = text(where, value)
    if len(written) > MOST_DIGITS or not pattern.fullmatch(written):
        raise DossierError(where, f"“{written[:40]}”不是{wanted}")
    return written


def signed_money(where: str, value: object) -> int:
    """Yuan as a decimal string, answered in fen."""
    written = _decimal(where, value, _MONEY, "最多两位小数的金额（元，写作字符串）")
    yuan, _, rest = written.lstrip("-").partition(".")
    fen = int(yuan) * FEN_PER_YUAN + int(rest.ljust(2, "0"))
    return -fen if written.startswith("-") else fen


def money(where: str, value: object) -> int:
    fen = signed_money(where, value)
    if fen < 0:
        raise DossierError(where, "金额不能为负")
    return fen


def _fraction(where: str, value: object, most: int) -> Fraction:
    number = Fraction(_decimal(where, value, _DECIMAL, "数字（写作字符串）"))
    if not 0 <= number <= most:
        raise DossierError(where, f"应在 0 到 {most} 之间")
    return number


def share(where: str, value: object) -> Fraction:
    return _fraction(where, value, 1)


def score(where: str, value: object) -> Fraction:
    return _fraction(where, value, 100)


def whole(lowest: int, highest: int | None = None) -> Reader[int]:
    """A reader of whole numbers from `lowest` to `highest`."""
    bounds = f"不小于 {lowest}" if highest is None else f"{lowest} 到 {highest}"

    def read(where: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise DossierError(where, "应为整数")
        if value < lowest or (highest is not None and value > highest):
            raise DossierError(where, f"应为{bounds} 的整数")
        return value

    return read


year = whole(EARLIEST_YEAR, LATEST_YEAR)


def day(where: str, value: object) -> date:
    written = _decimal(where, value, _DATE, "日期（写作 YYYY-MM-DD）")
    try:
        read = date.fromisoformat(written)
    except ValueError:
        raise DossierError(where, f"日期“{written}”不存在") from None
    if not EARLIEST_DATE <= read <= LATEST_DATE:
        raise DossierError(where, f"日期应在 {EARLIEST_DATE.year} 年到 {LATEST_DATE.year} 年之间")
    return read


def yes_no(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise DossierError(where, "应为 true 或 false")
    return value


def one_of(words: frozenset[str | int]) -> Reader[str]:
    """A reader of one of the given words."""

    def read(where: str, value: object) -> str:
        written = text(where, value)
        if written not in words:
            raise DossierError(where, f"“{written[:40]}”不在可选值之内：{'、'.join(sorted(map(str, words)))}")
        return written

    return read


def optional(read: Reader[T], where: str, value: object) -> T | None:
    return None if value is None else read(where, value)


def mapping(where: str, value: object, known: frozenset[str]) -> dict[str, Any]:
    """An object that uses no other keys than the known ones."""
    if not isinstance(value, dict):
        raise DossierError(where, "应为对象")
    for key in value:
        if key not in known:
            raise DossierError(f"{where}.{key}" if where else key, "不认识的字段")
    return value


def items(where: str, value: object, read: Reader[T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise DossierError(where, "应为列表")
    return tuple(read(f"{where}[{index}]", item) for index, item in enumerate(value))

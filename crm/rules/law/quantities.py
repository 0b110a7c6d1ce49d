"""Amounts with their units, as policy files write them and as people read them; no limit stands here."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction

FEN_PER_WAN = 1_000_000
FEN_PER_YI = 10_000 * FEN_PER_WAN


class Unit(StrEnum):
    """What a number counts: money is in fen, a ratio is a part of one."""

    MONEY = "money"
    RATIO = "ratio"
    YEARS = "years"
    COUNT = "count"
    POINTS = "points"
    RANK = "rank"


WRITTEN = {
    "万元": (Unit.MONEY, Fraction(FEN_PER_WAN)),
    "亿元": (Unit.MONEY, Fraction(FEN_PER_YI)),
    "%": (Unit.RATIO, Fraction(1, 100)),
    "years": (Unit.YEARS, Fraction(1)),
}
PLAIN = frozenset({Unit.COUNT, Unit.POINTS, Unit.RANK})
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(万元|亿元|%|years)", re.ASCII)


def quantity(written: object, unit: Unit) -> Fraction:
    """Read a limit; raise ValueError, in words, when it is no number of `unit`."""
    if isinstance(written, int) and not isinstance(written, bool):
        if unit in PLAIN:
            return Fraction(written)
        raise ValueError(f"{written!r} needs a unit, {_example(unit)}")
    match = _QUANTITY.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise ValueError(f"{written!r} is no quantity; write {_example(unit)}")
    found, scale = WRITTEN[match[2]]
    if found is not unit:
        raise ValueError(f"the unit of {written!r} does not fit; write {_example(unit)}")
    return Fraction(match[1]) * scale


def _example(unit: Unit) -> str:
    signs = [f"a number with {sign!r}" for sign, (means, _) in WRITTEN.items() if means is unit]
    return " or ".join(signs) or "a whole number without unit"


SHOWN = {
    Unit.MONEY: (1, FEN_PER_WAN, " 万元"),
    Unit.RATIO: (100, 1, "%"),
    Unit.YEARS: (1, 1, " 年"),
    Unit.COUNT: (1, 1, " 项"),
    Unit.POINTS: (1, 1, " 分"),
    Unit.RANK: (1, 1, ""),
}
SCALES = tuple(10**places for places in (2, 4, 6, 9))
"""The numbers of decimals that may be shown."""


def show_number(value: Fraction, unit: Unit, beside: Fraction | None = None) -> str:
    """A number for people: two decimals, or as many as it takes to stay on its own side of `beside`."""
    return shown_quotient(value.numerator, value.denominator, unit, beside)


def shown_quotient(top: int, bottom: int, unit: Unit, beside: Fraction | None = None) -> str:
    """The same for a quotient that need not be in its lowest terms; `bottom` is positive."""
    times, over, sign = SHOWN[unit]
    top, bottom = top * times, bottom * over
    if beside is None:
        text = _rounded(top, bottom, None)
    else:
        text = _rounded(top, bottom, (beside.numerator * times, beside.denominator * over))
    return f"第 {text} 名" if unit is Unit.RANK else text + sign


def gap(value: Fraction, limit: Fraction, unit: Unit) -> str:
    """How far `value` is from `limit`, in the unit's own words and never shown as nothing."""
    times, over, sign = SHOWN[unit]
    away = abs(limit - value)
    text = _rounded(away.numerator * times, away.denominator * over, (0, 1))
    if unit is Unit.RATIO:
        return f"{text} 个百分点"
    return f"{text} 位" if unit is Unit.RANK else text + sign


def _rounded(top: int, bottom: int, beside: tuple[int, int] | None) -> str:
    """The quotient with the fewest decimals that leave it on its own side of `beside`."""
    side = None if beside is None else _side(top, bottom, beside)
    for scale in SCALES:
        rounded = (2 * abs(top) * scale + bottom) // (2 * bottom) * (-1 if top < 0 else 1)
        if beside is None or _side(rounded, scale, beside) == side:
            break
    return _decimal(rounded, scale)


def _side(top: int, bottom: int, beside: tuple[int, int]) -> int:
    difference = top * beside[1] - beside[0] * bottom
    return (difference > 0) - (difference < 0)


def _decimal(scaled: int, scale: int) -> str:
    whole, part = divmod(abs(scaled), scale)
    text = f"{whole}.{str(scale + part)[1:]}".rstrip("0") if part else str(whole)
    return f"-{text}" if scaled < 0 else text

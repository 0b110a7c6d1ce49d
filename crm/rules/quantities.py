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
    Unit.MONEY: (Fraction(1, FEN_PER_WAN), " 万元"),
    Unit.RATIO: (Fraction(100), "%"),
    Unit.YEARS: (Fraction(1), " 年"),
    Unit.COUNT: (Fraction(1), " 项"),
    Unit.POINTS: (Fraction(1), " 分"),
    Unit.RANK: (Fraction(1), ""),
}


def shown(value: Fraction, unit: Unit, beside: Fraction | None = None) -> str:
    """A number for people: two decimals, or as many as it takes to stay on its own side of `beside`."""
    scale, sign = SHOWN[unit]
    text = _rounded(value * scale, None if beside is None else beside * scale)
    if unit is Unit.RANK:
        return f"第 {text} 名"
    return text + sign


def gap(value: Fraction, limit: Fraction, unit: Unit) -> str:
    """How far `value` is from `limit`, in the unit's own words and never shown as nothing."""
    scale, sign = SHOWN[unit]
    text = _rounded(abs(limit - value) * scale, Fraction(0))
    if unit is Unit.RATIO:
        return f"{text} 个百分点"
    return f"{text} 位" if unit is Unit.RANK else text + sign


def _rounded(value: Fraction, beside: Fraction | None) -> str:
    for places in (2, 4, 6, 9):
        rounded = Fraction(round(value * 10**places), 10**places)
        if beside is None or _side(rounded, beside) == _side(value, beside):
            return _decimal(rounded, places)
    return _decimal(rounded, places)


def _side(value: Fraction, beside: Fraction) -> int:
    return (value > beside) - (value < beside)


def _decimal(value: Fraction, places: int) -> str:
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, part = divmod(scaled, 10**places)
    tail = f"{part:0{places}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' + tail if tail else ''}"

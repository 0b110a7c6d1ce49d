"""The sizing table of 2011-300: which class an enterprise falls into, as far as it can be known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.rules.reference.facts import Facts
from tests.rules.reference.truth import Truth

CLASSES = ("large", "medium", "small", "micro")
STAFF, REVENUE, ASSETS = "employees", "revenue", "total_assets"


@dataclass(frozen=True)
class Industry:
    """Lower bounds of large, medium and small by indicator; staff in heads, money in 万元."""

    codes: tuple[str, ...]
    bounds: dict[str, tuple[int, int, int]]


def by(codes: str, **bounds: tuple[int, int, int]) -> Industry:
    return Industry(tuple(codes.split()), bounds)


TABLE = (
    by("A", revenue=(20000, 500, 50)),
    by("B C D", employees=(1000, 300, 20), revenue=(40000, 2000, 300)),
    by("E", revenue=(80000, 6000, 300), total_assets=(80000, 5000, 300)),
    by("F51", employees=(200, 20, 5), revenue=(40000, 5000, 1000)),
    by("F52", employees=(300, 50, 10), revenue=(20000, 500, 100)),
    by("G54 G55 G56 G57 G58", employees=(1000, 300, 20), revenue=(30000, 3000, 200)),
    by("G59", employees=(200, 100, 20), revenue=(30000, 1000, 100)),
    by("G60", employees=(1000, 300, 20), revenue=(30000, 2000, 100)),
    by("H61 H62", employees=(300, 100, 10), revenue=(10000, 2000, 100)),
    by("I63 I64", employees=(2000, 100, 10), revenue=(100000, 1000, 100)),
    by("I65", employees=(300, 100, 10), revenue=(10000, 1000, 50)),
    by("K701", revenue=(200000, 1000, 100), total_assets=(10000, 5000, 2000)),
    by("K702", employees=(1000, 300, 100), revenue=(5000, 1000, 500)),
    by("L", employees=(300, 100, 10), total_assets=(120000, 8000, 100)),
    by("M N O R Q85 K703 K709", employees=(300, 100, 10)),
)


def industry_of(code: str | None) -> Industry | None:
    for industry in TABLE:
        if code is not None and code.startswith(industry.codes):
            return industry
    return None


def class_by(value: Fraction, bounds: tuple[int, int, int], unit: int) -> int:
    """The place in CLASSES: 0 is large, 3 is micro."""
    return sum(value < bound * unit for bound in bounds)


def known_classes(facts: Facts, industry: Industry) -> list[int | None]:
    classes: list[int | None] = []
    for name, bounds in industry.bounds.items():
        value = facts.figure(name)
        classes.append(None if value is None else class_by(value, bounds, 1 if name == STAFF else 10_000))
    return classes


def is_not_large(facts: Facts) -> Truth:
    """The smallest class among the indicators is the size, so any known class below large settles it."""
    industry = industry_of(facts.one("industry"))
    if industry is None:
        return None
    classes = known_classes(facts, industry)
    if any(one is not None and one > 0 for one in classes):
        return True
    return None if None in classes else False


def size_class(facts: Facts) -> str | None:
    """The class itself; with an indicator missing only a known micro settles it."""
    industry = industry_of(facts.one("industry"))
    if industry is None:
        return None
    classes = known_classes(facts, industry)
    known = [one for one in classes if one is not None]
    if not known or (None in classes and max(known) < CLASSES.index("micro")):
        return None
    return CLASSES[max(known)]

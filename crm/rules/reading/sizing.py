"""The sizing table: which size an enterprise has by its industry; the bounds stand in the policy file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from crm.rules.law.metrics import METRICS, FigureMetric
from crm.rules.law.nodes import Text
from crm.rules.reading.policy_words import read_text
from crm.rules.reading.written import PlacedValue, read_file

CLASSES = ("large", "medium", "small", "micro")
"""From the largest to the smallest; the last has no bound of its own."""

SIZE_WORDS: Mapping[str, str] = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}


@dataclass(frozen=True, slots=True)
class SizeIndicator:
    """One figure of Y with the least number of each class above micro, in the order of CLASSES."""

    field: str
    bounds: tuple[Fraction, ...]

    def size(self, value: int) -> int:
        """The class as a place in CLASSES."""
        reached = (place for place, bound in enumerate(self.bounds) if value >= bound)
        return next(reached, len(self.bounds))


@dataclass(frozen=True, slots=True)
class Industry:
    """Industries that share their bounds, by the beginnings of their codes."""

    text: Text
    codes: tuple[str, ...]
    indicators: tuple[SizeIndicator, ...]


@dataclass(frozen=True, slots=True)
class Sizing:
    """The whole table."""

    id: str
    document: str
    text: Text
    industries: tuple[Industry, ...]

    def industry(self, code: str) -> Industry | None:
        """The row of an industry code, or None where the table lists none."""
        return next((row for row in self.industries if code.startswith(row.codes)), None)


def load_sizing(path: Path) -> Sizing:
    table = read_file(path).section("id document text industries")
    industries = tuple(_industry(row) for row in table["industries"].items())
    _apart(table["industries"], [code for row in industries for code in row.codes])
    return Sizing(table["id"].text(), table["document"].text(), read_text(table["text"]), industries)


def _apart(written: PlacedValue, codes: list[str]) -> None:
    for place, code in enumerate(codes):
        for other in codes[place + 1 :]:
            if code.startswith(other) or other.startswith(code):
                raise written.fail(f"the codes {code!r} and {other!r} overlap")


def _industry(written: PlacedValue) -> Industry:
    entries = written.section("text codes bounds")
    codes = tuple(code.text() for code in entries["codes"].items())
    indicators = tuple(_indicator(name, one) for name, one in entries["bounds"].mapping().items())
    if not codes or not indicators:
        raise written.fail("needs codes and bounds")
    return Industry(read_text(entries["text"]), codes, indicators)


def _indicator(field: str, written: PlacedValue) -> SizeIndicator:
    metric = METRICS.get(field)
    if not isinstance(metric, FigureMetric) or metric.positive:
        raise written.fail(f"{field!r} is no yearly figure")
    entries = written.section(" ".join(CLASSES[:-1]))
    bounds = tuple(entries[name].quantity(metric.unit) for name in CLASSES[:-1])
    if list(bounds) != sorted(set(bounds), reverse=True):
        raise written.fail("the bounds must fall from large to small")
    return SizeIndicator(field, bounds)

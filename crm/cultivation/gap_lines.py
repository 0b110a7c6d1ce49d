"""The lines of a gap as values: criteria with their branches, points and evidence, and what will be asked later."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FactBasis:
    """A fact a row rests on: its Chinese name, year (None: no yearly fact), grade and source; missing has no value."""

    field: str
    label: str
    year: int | None
    grade: str | None
    source: str
    missing: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One line of a score table: the points it has for certain, may get, and could give at most."""

    text: str
    low: int
    high: int
    most: int


@dataclass(frozen=True, slots=True)
class Points:
    """A score as an interval beside its threshold, with the indicators it adds up."""

    low: int
    high: int
    threshold: int
    indicators: tuple[IndicatorLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A named alternative inside a row."""

    id: str
    text: str
    status: str
    actual: str
    required: str
    shortfall: str | None
    score: Points | None


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: what is required, what actually is, what is lacking, and when time alone would mend it.

    `to_verify` are the self-declared figures that make it met and that nobody has verified.
    """

    id: str
    text: str
    clause: str
    status: str
    actual: str
    required: str
    shortfall: str | None
    close: bool
    met_on: date | None
    evidence: tuple[FactBasis, ...]
    missing: tuple[FactBasis, ...]
    branches: tuple[Branch, ...]
    score: Points | None
    to_verify: tuple[FactBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """A criterion whose requirement another rulebook changes from a day on."""

    day: date
    text: str
    clause: str
    document: str
    now: str
    then: str

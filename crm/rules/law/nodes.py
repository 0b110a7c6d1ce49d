"""The tree a rulebook is read into; both interpreters fold over it and neither adds a limit of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from crm.rules.law.catalogue import PropertyCount
from crm.rules.law.metrics import FigureMetric, Metric


class Relation(StrEnum):
    """How a number stands to its limit; both include the limit."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the policy in both languages."""

    zh: str
    en: str


def bound_of(metric: Metric, limit: Fraction) -> Fraction:
    """What the metric's pair is compared with when the policy's limit is `limit`."""
    if isinstance(metric, FigureMetric) and metric.compounds:
        return (1 + limit) ** metric.compounds
    return limit


@dataclass(frozen=True, slots=True)
class Compare:
    """A metric of the year Y + `offset` against a limit, seen `days_later` days after the as-of date."""

    metric: Metric
    relation: Relation
    limit: Fraction
    offset: int = 0
    days_later: int = 0
    bound: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bound", bound_of(self.metric, self.limit))


@dataclass(frozen=True, slots=True)
class PropertyRules:
    """What makes an item of intellectual property count under one rulebook.

    An item transferred in counts from the anniversary after `transferred_years` years, with None never;
    `holder_rank` is the last rank among the right holders that counts, with None any.
    """

    related_to_main_product: bool
    economic_benefit: bool
    transferred_years: int | None
    holder_rank: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of intellectual property items that count under `rules`."""

    count: PropertyCount
    rules: PropertyRules
    at_least: int


@dataclass(frozen=True, slots=True)
class HoldsTitle:
    """A title of the tier that is valid on the as-of date."""

    tier: str


@dataclass(frozen=True, slots=True)
class NoRevocation:
    """No title of any tier was revoked in the `years` years up to the as-of date.

    Revoked on 2024-06-01 with three years, it holds again on 2027-06-01. It is never close.
    """

    years: int


@dataclass(frozen=True, slots=True)
class Award:
    """A science award of a level, up to a rank (None: any), in the window of `years` years."""

    ranks: tuple[tuple[str, int | None], ...]
    years: int


@dataclass(frozen=True, slots=True)
class Contest:
    """A place on one of the lists in the window of `years` years."""

    lists: tuple[str, ...]
    years: int


@dataclass(frozen=True, slots=True)
class HoldsCertificate:
    """A certificate of one of the kinds that is valid on the as-of date."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes/no fact or a judgement; `obtainable` when an enterprise can get it within a year."""

    fact: str
    expected: bool
    obtainable: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice that must be one of the given words."""

    fact: str
    within: tuple[str, ...]
    obtainable: bool = False


@dataclass(frozen=True, slots=True)
class CodeBegins:
    """The credit code begins with the prefix."""

    prefix: str


@dataclass(frozen=True, slots=True)
class SmallerThan:
    """The enterprise is of a smaller size than the named one, by the sizing table."""

    size: str


@dataclass(frozen=True, slots=True)
class AssumedMet:
    """Taken as met; only widened trees hold it, in the place of something obtainable."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Brackets:
    """The part of the first bracket whose lower bound the metric of Y reaches, else the last part.

    With the metric unknown it holds (fails) only if every bracket would hold (fail).
    """

    metric: FigureMetric
    bounds: tuple[Fraction, ...]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """Points of the first step that the metric of Y reaches; steps fall in points."""

    metric: Metric
    relation: Relation
    steps: tuple[tuple[Fraction, int], ...]
    otherwise: int


@dataclass(frozen=True, slots=True)
class FirstRow:
    """Points of the first row that holds; rows fall in points."""

    rows: tuple[tuple[Count, int], ...]
    otherwise: int


@dataclass(frozen=True, slots=True)
class BestOf:
    """The better of several points."""

    parts: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class EachAnswer:
    """The same points for each fact that is true, up to a most."""

    facts: tuple[str, ...]
    points: int
    at_most: int


@dataclass(frozen=True, slots=True)
class EachSpan:
    """The same points for each complete span of the metric, up to a most."""

    metric: Metric
    every: Fraction
    points: int
    at_most: int


@dataclass(frozen=True, slots=True)
class PointsByWord:
    """Points by the word of a choice, or by the answer to a yes/no fact."""

    fact: str
    points: Mapping[str | int | bool, int]


@dataclass(frozen=True, slots=True)
class StatedPoints:
    """Points the dossier states itself; without them anything from `lowest` to `highest`."""

    metric: Metric
    lowest: int
    highest: int


Points = Bands | FirstRow | BestOf | EachAnswer | EachSpan | PointsByWord | StatedPoints


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a score table."""

    id: str
    text: Text
    part: str | None
    most: int
    points: Points


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part of a score table with the least it must reach."""

    id: str
    text: Text
    at_least: int


@dataclass(frozen=True, slots=True)
class Score:
    """A score table with the total it must reach and the least of each part."""

    at_least: int
    parts: tuple[ScorePart, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A rule with a name of its own: a top-level criterion, or a named alternative inside one."""

    id: str
    clause: str
    text: Text
    node: Node


Leaf = (
    Compare
    | Count
    | HoldsTitle
    | NoRevocation
    | Award
    | Contest
    | HoldsCertificate
    | Answer
    | OneOf
    | CodeBegins
    | SmallerThan
    | AssumedMet
)
Node = Leaf | AllOf | AnyOf | Brackets | Score | Criterion

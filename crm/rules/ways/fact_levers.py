"""Levers of one-valued facts: recorded where nobody knows them, brought about where an enterprise can decide to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from crm.rules.exact.sight import Sight
from crm.rules.law.days.dates import end_of
from crm.rules.law.metrics import FactMetric, NicheMetric, PlatformMetric
from crm.rules.law.nodes import Answer, Compare, OneOf, PointsByWord, Relation, StatedPoints
from crm.rules.ways.changes import Change, RecordScore, SetFact
from crm.rules.ways.ground import Ground
from crm.rules.ways.levers import Effort, Lever, Option
from crm.rules.ways.turns import Figures, compares

DECIDED_WORDS: dict[str, tuple[Any, ...]] = {
    "rd_institution": ("below_municipal", "municipal"),
    "digital_level": (2, 3),
}
"""What an enterprise can bring about itself: an institution of the province or the state is others' to recognise."""


@dataclass(frozen=True, slots=True)
class FactLever:
    """A lever whose options do not depend on any other lever; `steps` from the weakest."""

    name: tuple[Any, ...]
    steps: tuple[Change, ...]
    rarity: int = 0
    rank: int = 30
    cuts_both_ways: bool = False
    reads: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        return self.name

    def options(self, _: Figures) -> list[Option]:
        return [Option(place, step.effort, (step,)) for place, step in enumerate(self.steps, 1)]


def fact_levers(ground: Ground, pieces: tuple[Any, ...]) -> Iterator[Lever]:
    """A lever for every fact that could still turn out, or be made, better."""
    sight = ground.sight(ground.dossier)
    yield from _answers(pieces, sight)
    yield from _words(pieces, sight)
    yield from _numbers(pieces, sight)
    yield from _scores(pieces, sight, ground)
    yield from _niche(pieces, ground)


def _answers(pieces: tuple[Any, ...], sight: Sight) -> Iterator[Lever]:
    for leaf in dict.fromkeys(one for one in pieces if isinstance(one, Answer)):
        known = sight.fact(leaf.fact)
        if (
            known is leaf.expected
            or leaf.fact.startswith("compliance.")
            or (known is not None and not leaf.obtainable)
        ):
            continue
        effort = Effort.RECORD if known is None else Effort.OBTAIN
        yield FactLever(("fact", leaf.fact), (SetFact(leaf.fact, leaf.expected, effort),))


def _words(pieces: tuple[Any, ...], sight: Sight) -> Iterator[Lever]:
    """The words of a choice from the least useful up; of those that are worth the same, one."""
    worth: dict[str, dict[Any, int]] = {}
    decided: dict[str, set[Any]] = {}
    for piece in pieces:
        if isinstance(piece, PointsByWord):
            worth.setdefault(piece.fact, {}).update(piece.points)
            decided.setdefault(piece.fact, set()).update(DECIDED_WORDS.get(piece.fact, ()))
        elif isinstance(piece, OneOf):
            for place, word in enumerate(reversed(piece.within), 1):
                worth.setdefault(piece.fact, {}).setdefault(word, place)
            if piece.obtainable:
                decided.setdefault(piece.fact, set()).add(piece.within[-1])
    for fact, words in worth.items():
        steps = tuple(_word_steps(fact, words, decided.get(fact, set()), sight.fact(fact)))
        if steps:
            yield FactLever(("fact", fact), steps)


def _word_steps(fact: str, words: dict[Any, int], decided: set[Any], known: Any) -> Iterator[SetFact]:
    floor_ = words.get(known, 0) if known is not None else min([*words.values(), 0])
    by_worth = {worth: word for word, worth in words.items() if worth > floor_}
    for worth in sorted(by_worth):
        if known is None:
            yield SetFact(fact, by_worth[worth], Effort.RECORD)
        elif by_worth[worth] in decided:
            yield SetFact(fact, by_worth[worth], Effort.OBTAIN)


def _numbers(pieces: tuple[Any, ...], sight: Sight) -> Iterator[Lever]:
    """Numbers a dossier states: only one nobody has written down is a lever."""
    for leaf in compares(pieces, FactMetric):
        metric: Any = leaf.metric
        if sight.fact(metric.field) is None:
            at_least = leaf.relation is Relation.AT_LEAST
            value: Any = leaf.limit
            if metric.field != "market.share":
                value = ceil(value) if at_least else floor(value)
            step = SetFact(metric.field, value, Effort.RECORD, "≥ " if at_least else "≤ ")
            yield FactLever(("fact", metric.field), (step,))
    for piece in pieces:
        if (
            isinstance(piece, StatedPoints)
            and isinstance(piece.metric, FactMetric)
            and sight.fact(piece.metric.field) is None
        ):
            field = piece.metric.field
            numbers = range(piece.lowest + 1, piece.highest + 1)
            yield FactLever(
                ("fact", field), tuple(SetFact(field, one, Effort.RECORD, "≥ ") for one in numbers), rarity=1
            )


def _scores(pieces: tuple[Any, ...], sight: Sight, ground: Ground) -> Iterator[Lever]:
    """A score that is known stays: it is the platform's. A later year brings another, which may be better."""
    for leaf in compares(pieces, PlatformMetric):
        year = ground.year + leaf.offset
        if year > ground.today.year:
            yield FactLever(("score", year), (RecordScore(year, leaf.limit, Effort.OBTAIN),))
        elif sight.score(leaf.offset) is None:
            yield FactLever(("score", year), (RecordScore(year, leaf.limit),))


def _niche(pieces: tuple[Any, ...], ground: Ground) -> Iterator[Lever]:
    """Time is the calendar's; only a start nobody has written down can be recorded."""
    if ground.dossier.niche_started_on is not None:
        return
    starts = {_latest_start(leaf, ground) for leaf in compares(pieces, NicheMetric)}
    steps = tuple(SetFact("niche_started_on", one, Effort.RECORD, "不晚于 ") for one in sorted(starts, reverse=True))
    if steps:
        yield FactLever(("fact", "niche_started_on"), steps)


def _latest_start(leaf: Compare, ground: Ground) -> date:
    """The latest start from which the years are complete; a start on 29 February would be a day too late."""
    metric: Any = leaf.metric
    day = end_of(ground.year) if metric.at_year_end else ground.day
    try:
        return day.replace(year=day.year - ceil(leaf.limit))
    except ValueError:
        return date(day.year - ceil(leaf.limit), 2, 28)

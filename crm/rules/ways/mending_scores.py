"""How a score table could reach its thresholds: the cheapest combinations of band steps, found by trying them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil
from typing import Any

from crm.rules.exact.scoring import IndicatorPoints, points_of, score_points
from crm.rules.law.nodes import (
    Bands,
    BestOf,
    Compare,
    EachAnswer,
    EachSpan,
    FirstRow,
    Points,
    PointsByWord,
    Relation,
    Score,
)
from crm.rules.ways.changes import Changes, SetFact, demands, merged, size
from crm.rules.ways.levers import Effort
from crm.rules.ways.mending import MENDERS, Ground, mends

OBTAINABLE = frozenset({"rd_institution", "digital_level"})
MOST_INDICATORS = 4
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table brought to more points for certain."""

    part: str | None
    gain: int
    changes: Changes

    @property
    def effort(self) -> Effort:
        return max((change.effort for change in self.changes), default=Effort.WAIT)


def cost(changes: Changes) -> tuple[Any, ...]:
    """Lighter first: by the hardest change, then how many of each hardness, then how far they go."""
    efforts = sorted((change.effort for change in changes), reverse=True)
    return (efforts[:1], len(efforts), efforts, sum(map(size, changes)), sum(map(demands, changes)))


def score_mends(score: Score, ground: Ground) -> list[Changes]:
    """Minimal combinations of steps, at most one a line; fewer lines first, and then what is lighter."""
    points = score_points(score, ground.sight)
    lines = [steps for line in points.lines if (steps := _steps(line, ground))]
    lacking = _lacking(score, points.low, {one.part.id: one.low for one in points.parts})
    found: list[tuple[Step, ...]] = []
    for number in range(1, min(MOST_INDICATORS, len(lines)) + 1):
        found += [
            chosen
            for group in combinations(lines, number)
            for chosen in product(*group)
            if _suffices(chosen, lacking) and not any(_within(one, chosen) for one in found)
        ]
    ranked = sorted({_together(chosen) for chosen in found}, key=cost)
    return ranked[:MOST_FOUND]


def _lacking(score: Score, total: int, parts: dict[str, int]) -> dict[str | None, int]:
    """Points lacking in the whole (None) and in each part."""
    lacking: dict[str | None, int] = {None: score.at_least - total}
    for part in score.parts:
        lacking[part.id] = part.at_least - parts[part.id]
    return lacking


def _suffices(chosen: Iterable[Step], lacking: dict[str | None, int]) -> bool:
    steps = list(chosen)
    return all(
        sum(step.gain for step in steps if name is None or step.part == name) >= points
        for name, points in lacking.items()
    )


def _within(smaller: tuple[Step, ...], larger: tuple[Step, ...]) -> bool:
    """Whether a combination that suffices is part of another, which then asks for too much."""
    return all(any(one.changes == other.changes for other in larger) for one in smaller)


def _together(chosen: Iterable[Step]) -> Changes:
    found: Changes = ()
    for step in chosen:
        found = merged(found, step.changes)
    return found


def _steps(line: IndicatorPoints, ground: Ground) -> list[Step]:
    """Each number of points the line could be brought to, by the lightest changes that do it."""
    found: dict[int, Changes] = {}
    for reached, changes in _offers(line.indicator.points, ground):
        if changes and reached > line.low and (reached not in found or cost(changes) < cost(found[reached])):
            low, _ = points_of(line.indicator.points, ground.after(changes).sight)
            if low >= reached:
                found[reached] = changes
    return [Step(line.indicator.part, reached - line.low, changes) for reached, changes in sorted(found.items())]


def _offers(points: Points, ground: Ground) -> Iterator[tuple[int, Changes]]:
    offers = OFFERS.get(type(points))
    return iter(()) if offers is None else offers(points, ground)


def _bands(points: Bands, ground: Ground) -> Iterator[tuple[int, Changes]]:
    for bound, given in points.steps:
        for changes in mends(Compare(points.metric, points.relation, bound), ground):
            yield given, changes


def _first(points: FirstRow, ground: Ground) -> Iterator[tuple[int, Changes]]:
    for node, given in points.rows:
        for changes in mends(node, ground):
            yield given, changes


def _best_of(points: BestOf, ground: Ground) -> Iterator[tuple[int, Changes]]:
    for part in points.parts:
        yield from _offers(part, ground)


def _each_answer(points: EachAnswer, ground: Ground) -> Iterator[tuple[int, Changes]]:
    """One more true fact after the other; what is unknown is recorded before what must be obtained."""
    sight = ground.sight
    answers = [(fact, sight.fact(fact)) for fact in points.facts]
    held = sum(answer is True for _, answer in answers)
    open_ = sorted((answer is not None, fact) for fact, answer in answers if answer is not True)
    changes: Changes = ()
    for number, (is_known, fact) in enumerate(open_, 1):
        changes = (*changes, SetFact(fact, value=True, effort=Effort.OBTAIN if is_known else Effort.RECORD))
        yield min(points.at_most, points.points * (held + number)), changes


def _each_span(points: EachSpan, ground: Ground) -> Iterator[tuple[int, Changes]]:
    for span in range(1, ceil(points.at_most / points.points) + 1):
        for changes in mends(Compare(points.metric, Relation.AT_LEAST, points.every * span), ground):
            yield min(points.at_most, points.points * span), changes


def _by_word(points: PointsByWord, ground: Ground) -> Iterator[tuple[int, Changes]]:
    known = ground.sight.fact(points.fact) is not None
    if known and points.fact not in OBTAINABLE:
        return
    effort = Effort.OBTAIN if known else Effort.RECORD
    for word, given in points.points.items():
        yield given, (SetFact(points.fact, word, effort),)


OFFERS: dict[type[Any], Callable[[Any, Ground], Iterator[tuple[int, Changes]]]] = {
    Bands: _bands,
    FirstRow: _first,
    BestOf: _best_of,
    EachAnswer: _each_answer,
    EachSpan: _each_span,
    PointsByWord: _by_word,
}
"""Points the city gives have no offer: nobody here can earn them."""

MENDERS[Score] = score_mends

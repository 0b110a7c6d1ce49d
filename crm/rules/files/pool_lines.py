"""Puts the judgements of a pool into output lines, worded as for one enterprise; it judges nothing.

What is fixed is written once for each rulebook, and what rests on a single answer once for each answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from crm.rules.columnar.judging import VERDICTS, PoolJudgement, decode_masks
from crm.rules.exact.conditions import inside
from crm.rules.exact.findings import Finding, score_mapping
from crm.rules.exact.scoring import PartPoints, ScorePoints
from crm.rules.exact.sight import Sight
from crm.rules.exact.wording import required_of_all, word_found, word_required
from crm.rules.files.json_lines import json_text
from crm.rules.law.logic import Status
from crm.rules.law.nodes import Answer, Criterion, OneOf, Score

NOTHING = "null"
NO_GAP = f'"shortfall": {NOTHING}, "met_on": {NOTHING}}}'

SINGLE_ANSWER: dict[type[Any], Callable[[Any, Sight], Hashable]] = {
    Answer: lambda leaf, sight: sight.fact(leaf.fact),
    OneOf: lambda leaf, sight: sight.fact(leaf.fact),
}
"""Conditions that rest on one fact alone, in status and words."""


class PoolLines:
    """The enterprises of one pool, each with a sight for its words; rulebooks that share a criterion share its text."""

    def __init__(self, sights: Sequence[Sight]) -> None:
        self._sights = sights
        self._details: list[tuple[Criterion, list[str]]] = []

    def of(self, said: PoolJudgement) -> Iterator[str]:
        """One line for each enterprise, in the order of the pool."""
        frame, book = said.frame, said.rulebook
        unmet, unknown = frame["unmet"].to_list(), frame["unknown"].to_list()
        branches = zip(frame["branch_unmet"].to_list(), frame["branch_unknown"].to_list(), strict=True)
        # Worded before the details, which say the same points.
        scores = self._scores(said)
        details = [
            self._detail(one, _statuses(unmet, unknown, place))
            for place, one in enumerate(book.criteria[said.purpose])
        ]
        notes = json_text([note.text.zh for note in book.notes_for(said.purpose, said.as_of)])
        columns = zip(
            self._openings(said),
            scores,
            _status_maps(said.criteria, zip(unmet, unknown, strict=True)),
            _status_maps(said.branches, branches),
            zip(*details, strict=True),
            strict=True,
        )
        for opening, score, criteria, alternatives, detail in columns:
            yield (
                f'{opening}, "score": {score}, "criteria": {criteria}, "branches": {alternatives}, '
                f'"notes": {notes}, "detail": [{", ".join(detail)}]}}'
            )

    def _openings(self, said: PoolJudgement) -> Iterator[str]:
        fixed = {
            "target": said.rulebook.target,
            "rulebook": said.rulebook.id,
            "purpose": said.purpose.value,
            "as_of": said.as_of.isoformat(),
        }
        endings = [_inner({**fixed, "verdict": verdict.value}) for verdict in VERDICTS]
        for sight, place in zip(self._sights, said.frame["verdict"], strict=True):
            yield f'{{"uscc": {quoted(sight.dossier.uscc)}, {endings[place]}'

    def _scores(self, said: PoolJudgement) -> list[str]:
        """The points of the columns, left with each sight, so that the exact interpreter need not count them again."""
        score = said.rulebook.score
        if score is None or "score_low" not in said.frame.columns:
            return [NOTHING] * len(self._sights)
        written = []
        for sight, row in zip(self._sights, said.frame.iter_rows(named=True), strict=True):
            points = sight.scores[id(score)] = _points(score, row)
            written.append(json_text(score_mapping(points)))
        return written

    def _detail(self, criterion: Criterion, statuses: list[Status]) -> list[str]:
        for known, texts in self._details:
            if known == criterion:
                return texts
        texts = list(_details(criterion, statuses, self._sights))
        self._details.append((criterion, texts))
        return texts


def _inner(mapping: dict[str, Any]) -> str:
    """The entries alone, without the braces around them."""
    return json_text(mapping)[1:-1]


def _statuses(unmet: list[int], unknown: list[int], place: int) -> list[Status]:
    bit = 1 << place
    return [
        Status.UNMET if no & bit else Status.UNKNOWN if open_ & bit else Status.MET
        for no, open_ in zip(unmet, unknown, strict=True)
    ]


def _status_maps(names: tuple[str, ...], masks: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Statuses by id; the same masks are written once."""
    written: dict[tuple[int, int], str] = {}
    for mask in masks:
        text = written.get(mask)
        if text is None:
            text = written[mask] = json_text(decode_masks(names, *mask))
        yield text


def _points(score: Score, row: dict[str, int]) -> ScorePoints:
    """The totals of a row; its single lines are nowhere said."""
    parts = tuple(PartPoints(one, row[f"{one.id}_low"], row[f"{one.id}_high"]) for one in score.parts)
    return ScorePoints(row["score_low"], row["score_high"], score.at_least, (), parts)


def _details(criterion: Criterion, statuses: list[Status], sights: Sequence[Sight]) -> Iterator[str]:
    node = inside(criterion)
    key_of = SINGLE_ANSWER.get(type(node))
    openings = _openings_of(criterion, sights[0])
    written: dict[Hashable, str] = {}
    for status, sight in zip(statuses, sights, strict=True):
        if key_of is None:
            yield _worded(criterion, status, sight, openings)
            continue
        key = key_of(node, sight)
        if key not in written:
            written[key] = _worded(criterion, status, sight, openings)
        yield written[key]


def _openings_of(criterion: Criterion, sight: Sight) -> dict[Status, str]:
    """What all enterprises are told in the year of the sight; empty where they are not all told the same."""
    if not required_of_all(criterion):
        return {}
    return {status: _opening(criterion, status, sight) for status in Status}


def _opening(criterion: Criterion, status: Status, sight: Sight) -> str:
    fixed = {"id": criterion.id, "status": status.value, "clause": criterion.clause}
    return _inner({**fixed, "required": word_required(criterion, sight)})


def _worded(criterion: Criterion, status: Status, sight: Sight, openings: dict[Status, str]) -> str:
    opening = openings.get(status) or _opening(criterion, status, sight)
    gap = _gap(Finding(criterion, status, sight)) if status is Status.UNMET else NO_GAP
    return f'{{{opening}, "found": {quoted(word_found(criterion, sight))}, {gap}'


def _gap(finding: Finding) -> str:
    shortfall, met_on = finding.shortfall, finding.met_on
    lacking = NOTHING if shortfall is None else quoted(shortfall)
    day = NOTHING if met_on is None else quoted(met_on.isoformat())
    return f'"shortfall": {lacking}, "met_on": {day}}}'

"""What a judgement says: its findings, verdict and flag; words are made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from crm.rules.exact import wording
from crm.rules.exact.conditions import inside
from crm.rules.exact.facts_used import FactUse, facts_of
from crm.rules.exact.scoring import ScorePoints, score_points
from crm.rules.exact.sight import Sight
from crm.rules.law.days.dates import anniversary
from crm.rules.law.dossier import Dossier
from crm.rules.law.logic import Status
from crm.rules.law.metrics import NicheMetric
from crm.rules.law.nodes import Compare, Criterion, Node, NoRevocation, Score
from crm.rules.law.rulebook import Purpose, Remark, Rulebook


class Verdict(StrEnum):
    """How far one enterprise is from one title."""

    ELIGIBLE = "eligible"
    NEAR = "near"
    INCOMPLETE = "incomplete"
    FAR = "far"


class FlagKind(StrEnum):
    """What a verdict asks a steward to do: apply, close the gap, ask for facts; what deserves more attention first."""

    ELIGIBLE = "eligible"
    NEAR = "near"
    ASK = "ask"


FLAGGED: Mapping[Verdict, FlagKind] = {
    Verdict.ELIGIBLE: FlagKind.ELIGIBLE,
    Verdict.NEAR: FlagKind.NEAR,
    Verdict.INCOMPLETE: FlagKind.ASK,
}
"""The flag of each verdict that is worth one; of an incomplete dossier only where little is missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition with its status; `close` only says something about an unmet top-level criterion.

    Of a node that joins others `parts` are their findings; of brackets only those that apply.
    """

    node: Node
    status: Status
    sight: Sight
    parts: tuple[Finding, ...] = ()
    close: bool = False

    @property
    def id(self) -> str | None:
        return self.node.id if isinstance(self.node, Criterion) else None

    @property
    def clause(self) -> str | None:
        return self.node.clause if isinstance(self.node, Criterion) else None

    @property
    def text(self) -> str:
        return self.node.text.zh if isinstance(self.node, Criterion) else self.requirement

    @property
    def requirement(self) -> str:
        return wording.word_required(self.node, self.sight)

    @property
    def actual(self) -> str:
        return wording.word_found(self.node, self.sight)

    @property
    def shortfall(self) -> str | None:
        """What is lacking in its own unit; None unless unmet by something that can be measured."""
        return wording.shortfall(self.node, self.sight) if self.status is Status.UNMET else None

    @property
    def met_on(self) -> date | None:
        """The first as-of date on which it would be met if nothing but the calendar moved."""
        if self.status is not Status.UNMET:
            return None
        node = inside(self.node)
        when = MET_ON.get(type(node))
        return None if when is None else when(node, self.sight)

    @property
    def facts(self) -> tuple[FactUse, ...]:
        """Every fact it rests on, in the order of its parts, each once."""
        own = facts_of(inside(self.node), self.sight)
        return tuple(dict.fromkeys([*own, *(use for part in self.parts for use in part.facts)]))

    @property
    def missing(self) -> tuple[FactUse, ...]:
        """The facts to ask for: those that are absent in what is still unknown."""
        if self.status is not Status.UNKNOWN:
            return ()
        if not self.parts:
            return tuple(use for use in self.facts if use.missing)
        own = [use for use in facts_of(inside(self.node), self.sight) if use.missing]
        return tuple(dict.fromkeys([*own, *(use for part in self.parts for use in part.missing)]))

    @property
    def score(self) -> ScorePoints | None:
        """The points, where this is a score table or holds one."""
        node = inside(self.node)
        if isinstance(node, Score):
            return score_points(node, self.sight)
        return next((part.score for part in self.parts if part.score is not None), None)

    def branches(self) -> Iterator[Finding]:
        """The alternatives inside it that have an id of their own."""
        for part in self.parts:
            if part.id is not None:
                yield part
            yield from part.branches()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One enterprise held against one rulebook; `criteria` are in the order of the document."""

    rulebook: Rulebook
    purpose: Purpose
    as_of: date
    dossier: Dossier
    criteria: tuple[Finding, ...]
    verdict: Verdict
    flag: FlagKind | None

    @property
    def target(self) -> str:
        return self.rulebook.target

    @property
    def unmet(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.criteria if one.status is Status.UNMET)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.criteria if one.status is Status.UNKNOWN)

    @property
    def branches(self) -> tuple[Finding, ...]:
        return tuple(branch for one in self.criteria for branch in one.branches())

    @property
    def score(self) -> ScorePoints | None:
        if self.rulebook.score is None:
            return None
        found = (one.score for one in self.criteria)
        return next((points for points in found if points is not None), None)

    @property
    def notes(self) -> tuple[Remark, ...]:
        return self.rulebook.notes_for(self.purpose, self.as_of)

    @property
    def missing(self) -> tuple[FactUse, ...]:
        """The facts to ask for, criterion by criterion."""
        return tuple(dict.fromkeys(use for one in self.unknown for use in one.missing))

    def finding(self, name: str) -> Finding:
        """The criterion or branch with this id."""
        return next(one for one in (*self.criteria, *self.branches) if one.id == name)

    def as_mapping(self) -> dict[str, Any]:
        """One line of the evaluate command's output."""
        score = self.score
        return {
            "uscc": self.dossier.uscc,
            "target": self.target,
            "rulebook": self.rulebook.id,
            "purpose": self.purpose.value,
            "as_of": self.as_of.isoformat(),
            "verdict": self.verdict.value,
            "score": None if score is None else score_mapping(score),
            "criteria": {one.id: one.status.value for one in self.criteria},
            "branches": {one.id: one.status.value for one in self.branches},
            "notes": [note.text.zh for note in self.notes],
            "detail": [_detail(one) for one in self.criteria],
        }


def score_mapping(score: ScorePoints) -> dict[str, Any]:
    """Points as an output line has them."""
    return {
        "low": score.low,
        "high": score.high,
        "threshold": score.threshold,
        "parts": {
            one.part.id: {"low": one.low, "high": one.high, "threshold": one.part.at_least} for one in score.parts
        },
    }


def _niche_met_on(leaf: Compare, sight: Sight) -> date | None:
    """When the years in the niche are complete, on the day itself or at the end of Y."""
    start = sight.dossier.niche_started_on
    if not isinstance(leaf.metric, NicheMetric) or start is None:
        return None
    day = anniversary(start, -(-leaf.limit.numerator // leaf.limit.denominator))
    return date(day.year + 1, 1, 1) if leaf.metric.at_year_end else day


def _bar_ends_on(leaf: NoRevocation, sight: Sight) -> date | None:
    """The first day on which no revocation bars any more; None where a list that is not complete may hold another."""
    titles, day = sight.dossier.recognitions or (), sight.as_of
    while barring := [one.revoked_on for one in titles if one.revoked_on and one.bars_on(day, leaf.years)]:
        day = max(anniversary(revoked_on, leaf.years) for revoked_on in barring)
    return day


MET_ON: dict[type[Any], Callable[[Any, Sight], date | None]] = {Compare: _niche_met_on, NoRevocation: _bar_ends_on}
"""Conditions that depend on time alone."""


def _detail(finding: Finding) -> dict[str, Any]:
    met_on = finding.met_on
    return {
        "id": finding.id,
        "status": finding.status.value,
        "clause": finding.clause,
        "required": finding.requirement,
        "found": finding.actual,
        "shortfall": finding.shortfall,
        "met_on": None if met_on is None else met_on.isoformat(),
    }

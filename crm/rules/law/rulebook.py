"""One standard in one version: its trees by purpose, when it is in force and how near counts as near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from crm.rules.law.nodes import Criterion, Score, Text


class Purpose(StrEnum):
    """What an enterprise is judged for: a title it does not have yet, or the review of one it has."""

    NEW = "new"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Near:
    """How near counts as near, and how little may be unknown for the question to be asked."""

    relative: Fraction
    count: int
    points: int
    days: int
    max_unmet: int
    max_unknown: int
    ask_points: int


@dataclass(frozen=True, slots=True)
class Period:
    """A time with inclusive ends; None is open."""

    since: date | None
    until: date | None

    def __contains__(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark that a judgement carries when it is made for one of the purposes in the period."""

    text: Text
    purposes: tuple[Purpose, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One standard in one version.

    `criteria` and `widened` hold the trees by purpose, in the order of the document; the widened tree is the
    same with every limit widened. `version` changes with every change of the file's text.
    """

    id: str
    target: str
    document: str
    text: Text
    in_force: Mapping[Purpose, Period]
    near: Near
    criteria: Mapping[Purpose, tuple[Criterion, ...]]
    widened: Mapping[Purpose, tuple[Criterion, ...]]
    score: Score | None
    notes: tuple[Remark, ...]
    version: str

    def notes_for(self, purpose: Purpose, on: date) -> tuple[Remark, ...]:
        """The remarks that a judgement for the purpose carries on a day."""
        return tuple(note for note in self.notes if purpose in note.purposes and on in note.period)

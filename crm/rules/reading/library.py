"""All policy files at once, and which rulebook answers a question; judging is done elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from crm.rules.law.days.validity import is_over
from crm.rules.law.dossier import Recognition
from crm.rules.law.problems import NoRulebookInForce, RulebookError
from crm.rules.law.rulebook import Period, Purpose, Rulebook
from crm.rules.reading.ladder import Ladder, load_ladder
from crm.rules.reading.rulebooks import load_rulebook
from crm.rules.reading.sizing import Sizing, load_sizing

TARGETS = ("innovative", "srdi", "little_giant")
"""The tiers an enterprise can be judged for, from the lowest up."""


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of every rulebook with the tables they need."""

    rulebooks: Mapping[str, Rulebook]
    sizing: Sizing
    ladder: Ladder

    @classmethod
    def load(cls, path: Path) -> Library:
        """Read the folder of policies; raise RulebookError naming file and line where one is not understood."""
        files = sorted((path / "rulebooks").glob("*.yaml"))
        if not files:
            raise RulebookError(str(path / "rulebooks"), "holds no rulebook")
        rulebooks = {book.id: book for book in (load_rulebook(file, path) for file in files)}
        _one_at_a_time(rulebooks.values())
        return cls(rulebooks, load_sizing(path / "sizing.yaml"), load_ladder(path))

    def rulebook_for(self, target: str, purpose: Purpose | str, on: date) -> Rulebook:
        """The version in force; raise NoRulebookInForce, which names date and tier."""
        purpose = Purpose(purpose)
        for book in self.rulebooks.values():
            if book.target == target and purpose in book.in_force and on in book.in_force[purpose]:
                return book
        raise NoRulebookInForce(target, purpose, on)

    def rulebook_of(self, target: str, purpose: Purpose | str, titles: Iterable[Recognition], on: date) -> Rulebook:
        """The version by which an enterprise with these titles is judged on a day.

        [decision] A review is judged by the rules of the day on which it takes place, see `review_day`; windows and
        years stay those of `on`. Raises NoRulebookInForce.
        """
        is_review = Purpose(purpose) is Purpose.REVIEW
        return self.rulebook_for(target, purpose, review_day(target, titles, on) if is_review else on)

    def rules_change_on(self, target: str, purpose: Purpose | str, after: date) -> date | None:
        """The first day after a day on which another version answers the question, or none any more."""
        periods = (
            book.in_force[Purpose(purpose)]
            for book in self.rulebooks.values()
            if book.target == target and Purpose(purpose) in book.in_force
        )
        ends = ((one.since, one.until + timedelta(days=1) if one.until else None) for one in periods)
        return min((day for pair in ends for day in pair if day is not None and day > after), default=None)

    def next_target(self, tiers: Iterable[str]) -> str | None:
        """The title to work for next by those held; None at the top."""
        return self.ladder.next_target(tiers)


def review_day(target: str, titles: Iterable[Recognition], on: date) -> date:
    """The last day of the title of the tier; without one that is still to end, the day itself."""
    ends = (one.expires_on for one in titles if one.tier == target and not is_over(one, on))
    return max(ends, default=on)


def _one_at_a_time(books: Iterable[Rulebook]) -> None:
    for one, other in combinations(books, 2):
        for purpose in Purpose:
            if one.target == other.target and _overlap(one.in_force.get(purpose), other.in_force.get(purpose)):
                raise RulebookError(f"{other.id}.yaml", f"is in force at the same time as {one.id} for {purpose}")


def _overlap(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None:
        return False
    first, last = (one, other) if (one.since or date.min) <= (other.since or date.min) else (other, one)
    return first.until is None or (last.since or date.min) <= first.until

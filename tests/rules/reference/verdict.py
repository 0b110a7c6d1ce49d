"""One rulebook over one dossier: statuses, verdict and flag; the clauses themselves are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.rules.reference import books_2022, books_2026
from tests.rules.reference.days import first_day_with_years
from tests.rules.reference.ease import STRICT, WIDENED, Ease
from tests.rules.reference.facts import Facts, day
from tests.rules.reference.gates import bar_ends_on, gates
from tests.rules.reference.points import Points, Score
from tests.rules.reference.truth import STATUS, Truth

# Years in the niche, and whether they are counted at the end of Y instead of on the as-of date.
NICHE = {
    "srdi-2022": (2, False),
    "little-giant-2022": (3, True),
    "srdi-2026": (3, True),
    "little-giant-2026": (3, True),
}
SCORE_THRESHOLD = 60
MOST_UNMET, MOST_UNKNOWN, POINTS_TO_ASK = 2, 3, 20


@dataclass(frozen=True)
class Outcome:
    """What the policy says of one dossier; statuses are the words of the dossier file.

    `parts` is empty where the score table has no sub-minimums; `met_on` has the first day for each of the
    two criteria that depend on time alone, where it is unmet: the years in the niche and the bar.
    """

    verdict: str
    criteria: dict[str, str]
    branches: dict[str, str]
    score: Points | None
    parts: dict[str, Points]
    flag: str | None
    met_on: dict[str, date | None]


def parts_of(score: Score | None) -> dict[str, Points]:
    if score is None or len(score.parts) == 1:
        return {}
    return dict(score.parts)


Answer = tuple[dict[str, Truth], dict[str, Truth], Score | None]


def judge(rulebook: str, dossier: dict[str, Any], as_of: date, purpose: str = "new") -> Outcome:
    facts = Facts(dossier, as_of)
    criteria, branches, score = answer(rulebook, facts, STRICT, purpose)
    unmet = {key for key, truth in criteria.items() if truth is False}
    unknown = {key for key, truth in criteria.items() if truth is None}
    verdict = verdict_of(unmet, unknown, lambda: all_close(rulebook, facts, purpose, unmet))
    return Outcome(
        verdict=verdict,
        criteria={key: STATUS[truth] for key, truth in criteria.items()},
        branches={key: STATUS[truth] for key, truth in branches.items()},
        score=None if score is None else score.total,
        parts=parts_of(score),
        flag=flag_of(verdict, unknown, branches, score),
        met_on=days_met(rulebook, facts, unmet),
    )


def answer(rulebook: str, facts: Facts, ease: Ease, purpose: str) -> Answer:
    criteria, branches, score = clauses(rulebook, facts, ease, purpose)
    if purpose == "review":
        criteria.pop("prior_title", None)
        criteria.pop("growth", None)
    return {**gates(facts), **criteria}, branches, score


def clauses(rulebook: str, facts: Facts, ease: Ease, purpose: str) -> Answer:
    if rulebook == "innovative-2022":
        return books_2022.innovative(facts, ease)
    if rulebook == "srdi-2022":
        return books_2022.srdi(facts, ease)
    if rulebook == "little-giant-2022":
        return books_2022.little_giant(facts, ease)
    if rulebook == "srdi-2026":
        return books_2026.srdi(facts, ease, purpose)
    return books_2026.little_giant(facts, ease, purpose)


def all_close(rulebook: str, facts: Facts, purpose: str, unmet: set[str]) -> bool:
    """Close is what is no longer unmet once all limits are widened; what has no such limit stays unmet."""
    widened, _, _ = answer(rulebook, facts, WIDENED, purpose)
    return all(widened[key] is not False for key in unmet)


def verdict_of(unmet: set[str], unknown: set[str], are_close: Any) -> str:
    if not unmet:
        return "incomplete" if unknown else "eligible"
    return "far" if len(unmet) > MOST_UNMET or not are_close() else "near"


def flag_of(verdict: str, unknown: set[str], branches: dict[str, Truth], score: Score | None) -> str | None:
    if verdict in ("eligible", "near"):
        return verdict
    if verdict == "far" or len(unknown) > MOST_UNKNOWN:
        return None
    rests_on_score = "merit" in unknown and score is not None and branches["merit.score"] is None
    if rests_on_score and score is not None and score.total[0] < SCORE_THRESHOLD - POINTS_TO_ASK:
        return None
    return "ask"


def days_met(rulebook: str, facts: Facts, unmet: set[str]) -> dict[str, date | None]:
    days = {"niche_years": lambda: niche_met_on(rulebook, facts.dossier), "gate.bar": lambda: bar_ends_on(facts)}
    return {name: first_day() for name, first_day in days.items() if name in unmet}


def niche_met_on(rulebook: str, dossier: dict[str, Any]) -> date | None:
    """When the years in the niche are complete if nothing but the calendar moves."""
    start = dossier.get("niche_started_on")
    if start is None or rulebook not in NICHE:
        return None
    years, at_end_of_year = NICHE[rulebook]
    return first_day_with_years(day(start), years, at_end_of_year=at_end_of_year)

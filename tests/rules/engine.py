"""The engine's answers in the shape of the reference's, so that the two can be held against each other."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from crm.rules import Judgement, Library, dossier_from, judge
from tests.rules.reference import Outcome

POLICIES = Path(__file__).parents[2] / "config" / "policies"


@cache
def library() -> Library:
    return Library.load(POLICIES)


def exact(rulebook: str, dossier: dict[str, Any], as_of: date, purpose: str) -> Outcome:
    books = library()
    book = books.rulebooks[rulebook]
    return outcome(judge(book, dossier_from(dossier), as_of=as_of, purpose=purpose, sizing=books.sizing))


def outcome(judgement: Judgement) -> Outcome:
    niche = [one.met_on for one in judgement.criteria if one.id == "niche_years"]
    score = judgement.score
    return Outcome(
        verdict=judgement.verdict.value,
        criteria={str(one.id): one.status.value for one in judgement.criteria},
        branches={str(one.id): one.status.value for one in judgement.branches},
        score=None if score is None else (score.low, score.high),
        flag=None if judgement.flag is None else judgement.flag.value,
        niche_met_on=niche[0] if niche else None,
    )

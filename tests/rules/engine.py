"""The engine's answers in the shape of the reference's, so that the two can be held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from crm.rules import Dossier, Judgement, Library, Status, dossier_from, judge
from crm.rules.columnar.judging import FLAGS, VERDICTS, PoolJudgement, judge_pool
from crm.rules.columnar.tables import fits, tables_of
from tests.rules.reference import Outcome

POLICIES = Path(__file__).parents[2] / "config" / "policies"
DEPEND_ON_TIME = {"niche_years", "gate.bar"}


@cache
def library() -> Library:
    return Library.load(POLICIES)


def exact(rulebook: str, dossier: dict[str, Any], as_of: date, purpose: str) -> Outcome:
    return judged(rulebook, dossier_from(dossier), as_of, purpose)


def judged(rulebook: str, dossier: Dossier, as_of: date, purpose: str) -> Outcome:
    books = library()
    return outcome(judge(books.rulebooks[rulebook], dossier, as_of=as_of, purpose=purpose, sizing=books.sizing))


def outcome(judgement: Judgement) -> Outcome:
    unmet = (one for one in judgement.criteria if one.id in DEPEND_ON_TIME and one.status is Status.UNMET)
    score = judgement.score
    return Outcome(
        verdict=judgement.verdict.value,
        criteria={str(one.id): one.status.value for one in judgement.criteria},
        branches={str(one.id): one.status.value for one in judgement.branches},
        score=None if score is None else (score.low, score.high),
        parts={} if score is None else {one.part.id: (one.low, one.high) for one in score.parts},
        flag=None if judgement.flag is None else judgement.flag.value,
        met_on={str(one.id): one.met_on for one in unmet},
    )


def columnar(rulebook: str, dossiers: Sequence[Dossier], as_of: date, purpose: str) -> dict[int, Outcome]:
    """Answers by place for all dossiers that the columns can hold; they say nothing of `met_on`."""
    places = [place for place, dossier in enumerate(dossiers) if fits(dossier)]
    books = library()
    tables = tables_of([dossiers[place] for place in places])
    book = books.rulebooks[rulebook]
    said = judge_pool(book, tables, as_of=as_of, purpose=purpose, sizing=books.sizing)
    rows = said.frame.iter_rows(named=True)
    return {place: row_outcome(said, row) for place, row in zip(places, rows, strict=True)}


def row_outcome(said: PoolJudgement, row: dict[str, Any]) -> Outcome:
    flag = FLAGS[row["flag"]]
    points = {
        name.removesuffix("_low"): (row[name], row[name.removesuffix("low") + "high"])
        for name in row
        if name.endswith("_low")
    }
    criteria = said.statuses(row["unmet"], row["unknown"])
    branches = said.branch_statuses(row["branch_unmet"], row["branch_unknown"])
    return Outcome(
        verdict=VERDICTS[row["verdict"]].value,
        criteria={name: status.value for name, status in criteria.items()},
        branches={name: status.value for name, status in branches.items()},
        score=points.pop("score", None),
        parts=points,
        flag=None if flag is None else flag.value,
        met_on={},
    )


def without_days(outcome: Outcome) -> Outcome:
    """What a pool judgement can be held against."""
    return replace(outcome, met_on={})

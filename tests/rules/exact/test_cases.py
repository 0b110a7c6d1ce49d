"""Every case of the case files holds, and together they see each rule of each version refuse someone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crm.rules import Finding, Judgement, Library, Status, dossier_from, judge
from crm.rules.exact.conditions import inside
from crm.rules.law.nodes import Criterion, Node, Score
from crm.rules.law.points import lowest
from tests.rules.case_files import CASES, STATUSES, VERDICTS, Case, read_cases

POLICIES = Path(__file__).parents[3] / "config" / "policies"
STANDARDS = sorted(file.stem for file in CASES.glob("*.yaml") if file.stem != "enterprise")
ALL_CASES = [case for standard in STANDARDS for case in read_cases(standard)]


@cache
def library() -> Library:
    return Library.load(POLICIES)


@cache
def judged(place: int) -> Judgement:
    case = ALL_CASES[place]
    book = library().rulebooks[case.standard]
    dossier = dossier_from(case.dossier)
    return judge(book, dossier, as_of=case.on, purpose=case.purpose, sizing=library().sizing)


def said(case: Case, judgement: Judgement) -> dict[str, Any]:
    """The judgement in the words of the case, as far as the case speaks."""
    expected = case.expected
    statuses = {status: word for word, status in STATUSES.items()}
    found: dict[str, Any] = {}
    if "expect" in expected:
        found["expect"] = {name: statuses[judgement.finding(name).status] for name in expected["expect"]}
    if "verdict" in expected:
        found["verdict"] = next(word for word, verdict in VERDICTS.items() if verdict == judgement.verdict)
    if "flag" in expected:
        found["flag"] = judgement.flag or "none"
    if "met_on" in expected:
        found["met_on"] = {name: judgement.finding(name).met_on for name in expected["met_on"]}
    if judgement.score is not None:
        lines = {line.indicator.id: (line.low, line.high) for line in judgement.score.lines}
        found["score"] = [judgement.score.low, judgement.score.high]
        found["points"] = {name: _plain(*lines[name]) for name in expected.get("points", {})}
    return {key: value for key, value in found.items() if key in expected}


def _plain(low: int, high: int) -> int | list[int]:
    return low if low == high else [low, high]


def expected_of(case: Case) -> dict[str, Any]:
    names = ("expect", "verdict", "flag", "met_on", "score", "points")
    return {name: case.expected[name] for name in names if name in case.expected}


@pytest.mark.parametrize("place", range(len(ALL_CASES)), ids=lambda place: str(ALL_CASES[place]))
def test_the_case_comes_out_as_the_policy_says(place: int) -> None:
    case = ALL_CASES[place]
    expected = expected_of(case)

    found = said(case, judged(place))

    assert expected, "a case that expects nothing proves nothing"
    assert found == expected


def findings(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.parts:
        yield from findings(part)


def rules_in(node: Node) -> Iterator[str]:
    """Every named rule and every single condition below a node, by what it says."""
    inner = (node.node,) if isinstance(node, Criterion) else getattr(node, "parts", ())
    if isinstance(node, Criterion | Score) or not inner:
        yield str(node)
    if not isinstance(node, Score):
        for part in inner:
            yield from rules_in(part)


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_rule_is_seen_to_refuse_someone(standard: str) -> None:
    book = library().rulebooks[standard]
    rules = {rule for criteria in book.criteria.values() for one in criteria for rule in rules_in(one)}

    refusing = {
        str(node)
        for place, case in enumerate(ALL_CASES)
        if case.standard == standard
        for one in judged(place).criteria
        for finding in findings(one)
        for node in (finding.node, inside(finding.node))
        if finding.status is Status.UNMET
    }

    assert len(rules) > len(book.criteria)
    assert rules - refusing == set()


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_criterion_is_seen_to_be_met_and_to_be_unknown(standard: str) -> None:
    names = {one.id for criteria in library().rulebooks[standard].criteria.values() for one in criteria}

    seen = {
        (one.id, one.status)
        for place, case in enumerate(ALL_CASES)
        if case.standard == standard
        for one in judged(place).criteria
    }

    assert {name for name, status in seen if status is Status.MET} == names
    assert {name for name, status in seen if status is Status.UNKNOWN} == names - {"gate.legal_person"}


@pytest.mark.parametrize("standard", [name for name in STANDARDS if library().rulebooks[name].score])
def test_every_row_of_a_score_table_is_seen_to_give_its_points(standard: str) -> None:
    score = library().rulebooks[standard].score
    assert score is not None
    promised = {(one.id, points) for one in score.indicators for points in points_in(one.points)}

    given = {
        (line.indicator.id, line.low)
        for place, case in enumerate(ALL_CASES)
        if case.standard == standard
        for line in judged(place).score.lines
        if line.low == line.high
    }

    assert promised - given == set()


def points_in(points: Any) -> set[int]:
    """All points a node can give by its rows."""
    rows = {given for _, given in (*getattr(points, "steps", ()), *getattr(points, "rows", ()))}
    words = set(points.points.values()) if isinstance(getattr(points, "points", None), dict) else set()
    parts = {given for part in getattr(points, "parts", ()) for given in points_in(part)}
    return rows | words | parts | {lowest(points)}

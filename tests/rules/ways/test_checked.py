"""The ways found, held against a search by brute force: sufficient, minimal, least, applicable, none lighter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.rules import dossier_from
from crm.rules.ways.levers import Effort
from crm.rules.ways.search import ways_up
from tests.rules.border import BORDERS
from tests.rules.engine import library
from tests.rules.ways.checker import faults_of
from tests.rules.ways.checker.question import Question
from tests.rules.ways.checker.rows import chunks


def searched(question: Question):
    dossier = dossier_from(question.dossier)
    return ways_up(library(), question.target, dossier, as_of=question.today, purpose=question.purpose)


@pytest.mark.parametrize(("purpose", "rows"), [("new", 150), ("review", 150)])
@pytest.mark.parametrize("place", range(len(BORDERS)), ids=list(BORDERS))
def test_no_fault_is_found_with_any_way(place, purpose, rows):
    helped = 0
    drawn = chunks(rows, seed=20261126, size=rows // 10, purpose=purpose)
    for chunk in [one for one in drawn if one.rulebook == list(BORDERS)[place]]:
        for question in chunk.questions():
            found = searched(question)
            helped += bool(found.ways)
            assert faults_of(question, found) == []
    assert helped


def helped_question() -> Question:
    """One that spending helps."""
    questions = (question for chunk in chunks(400, seed=20261126) for question in chunk.questions())
    return next(one for one in questions if (found := searched(one)).ways and found.ways[0].effort is Effort.SPEND)


def test_the_checker_bites_when_a_way_asks_for_too_little_or_too_much():
    question = helped_question()
    found = searched(question)
    [way, *_] = found.ways
    amount = next(one for one in way.changes if one.effort is Effort.SPEND)
    others = tuple(one for one in way.changes if one is not amount)

    for by, fault in ((-10_000, "does not suffice"), (10_000, "more than needed")):
        other = replace(way, changes=(*others, replace(amount, amount=amount.amount + by)))
        assert any(fault in one for one in faults_of(question, replace(found, ways=(other,))))


def test_the_checker_bites_when_a_way_is_kept_back():
    question = helped_question()
    found = searched(question)

    assert any("no way" in one for one in faults_of(question, replace(found, ways=())))

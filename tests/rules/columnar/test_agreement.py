"""The engine and the independent reference, asked the same questions on the borders: they must never differ."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from crm.rules import NoRulebookInForce, dossier_from
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.engine import columnar, exact, judged, library, without_days
from tests.rules.reference import judge, rulebook_for
from tests.rules.strategies import PURPOSES, BorderCase, border_cases

EVERY_RULEBOOK = pytest.mark.parametrize("rulebook", BORDERS)
ROWS = 70
TARGETS = ("innovative", "srdi", "little_giant")
DAYS_OF_CHANGE = (date(2022, 8, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31), date(2027, 1, 1))


@EVERY_RULEBOOK
@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
def test_the_exact_interpreter_agrees_with_the_reference(rulebook, purpose, as_of):
    rows = list(border_dossiers(rulebook, as_of, ROWS, seed=as_of.toordinal()))

    answers = [exact(rulebook, row, as_of, purpose) for row in rows]

    assert answers == [judge(rulebook, row, as_of, purpose) for row in rows]


@EVERY_RULEBOOK
@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
def test_the_columnar_interpreter_agrees_with_the_reference(rulebook, purpose, as_of):
    rows = list(border_dossiers(rulebook, as_of, ROWS, seed=as_of.toordinal() + 1))

    answers = columnar(rulebook, [dossier_from(row) for row in rows], as_of, purpose)

    expected = {place: without_days(judge(rulebook, rows[place], as_of, purpose)) for place in answers}
    assert answers == expected
    # Only what is too large for whole columns is left to the exact interpreter.
    assert len(answers) > ROWS * 3 // 4


@given(case=border_cases())
@settings(max_examples=150, deadline=None)
def test_no_search_finds_a_dossier_on_which_the_exact_interpreter_differs(case: BorderCase):
    question = (case.rulebook, case.dossier, case.as_of, case.purpose)

    assert exact(*question) == judge(*question)


@given(case=border_cases())
@settings(max_examples=40, deadline=None)
def test_no_search_finds_a_dossier_on_which_the_two_interpreters_differ(case: BorderCase):
    dossier = dossier_from(case.dossier)

    answers = columnar(case.rulebook, [dossier], case.as_of, case.purpose)

    exactly = without_days(judged(case.rulebook, dossier, case.as_of, case.purpose))
    assert all(answer == exactly for answer in answers.values())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("day", DAYS_OF_CHANGE, ids=str)
def test_both_choose_the_same_rulebook_on_the_days_of_change(target, purpose, day):
    assert library().rulebook_for(target, purpose, day).id == rulebook_for(target, purpose, day)


@pytest.mark.parametrize("target", TARGETS)
def test_both_know_no_rulebook_before_the_first(target):
    day = date(2022, 7, 31)

    assert rulebook_for(target, "new", day) is None
    with pytest.raises(NoRulebookInForce):
        library().rulebook_for(target, "new", day)

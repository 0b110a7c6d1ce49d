"""Facts to ask for: what decides most comes first, and what leads nowhere comes last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.rules import Purpose, Verdict, dossier_from, judge
from crm.rules.law.dossier import Compliance, Dossier
from crm.rules.ways.asking import UnknownFact, best_verdict, facts_to_ask
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.engine import library
from tests.rules.strong import AS_OF, strong

BARE = Dossier(strong().uscc, "空白公司")


def asked(dossier: Dossier, target: str = "srdi", on: date = AS_OF) -> tuple[UnknownFact, ...]:
    return facts_to_ask(library(), target, dossier, as_of=on)


def names(questions: tuple[UnknownFact, ...]) -> list[tuple[str, int | None]]:
    return [(one.use.field, one.use.year) for one in questions]


def judged(dossier: Dossier, target: str = "srdi", on: date = AS_OF):
    book = library().rulebook_for(target, Purpose.NEW, on)
    return judge(book, dossier, as_of=on, purpose=Purpose.NEW, sizing=library().sizing)


def test_nothing_is_asked_when_everything_is_known():
    assert asked(strong()) == ()


def test_nothing_is_asked_where_no_standard_is_in_force():
    assert asked(BARE, on=date(2020, 1, 1)) == ()


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
def test_exactly_the_missing_facts_are_asked_for_each_once(target):
    questions = names(asked(BARE, target))

    assert len(questions) == len(set(questions))
    assert set(questions) == {(use.field, use.year) for use in judged(BARE, target).missing}


def test_what_settles_a_criterion_by_itself_comes_before_one_of_several_parts():
    dossier = replace(strong(), platform_scores=(), compliance=Compliance(None, None, False, False))

    questions = asked(dossier)

    assert names(questions)[0] == ("platform_scores.score", AS_OF.year)
    assert [one.settles for one in questions] == [1, 0, 0]


def test_of_figures_the_one_that_touches_most_comes_first():
    [first, *rest] = asked(replace(strong(), figures=()))

    assert first.use.field == "revenue"
    assert all((first.settles, first.touches) >= (one.settles, one.touches) for one in rest)


def test_of_equals_the_one_that_more_titles_ask_for_comes_first():
    dossier = replace(strong(), niche_started_on=None, compliance=replace(strong().compliance, serious_incident=None))

    questions = {one.use.field: one for one in asked(dossier)}

    assert questions["compliance.serious_incident"].targets > questions["niche_started_on"].targets
    assert next(iter(questions)) == "compliance.serious_incident"


def test_what_leads_nowhere_comes_last_unless_another_title_profits():
    unsure = replace(strong(), platform_scores=(), compliance=Compliance(None, None, False, False))
    no_title = replace(unsure, recognitions=())

    questions = asked(no_title)

    assert {one.could for one in questions} == {Verdict.FAR}
    assert names(asked(unsure))[0] == ("platform_scores.score", AS_OF.year)
    assert names(questions)[-1] == ("platform_scores.score", AS_OF.year)


def test_the_best_verdict_counts_every_unknown_as_met():
    assert best_verdict(judged(BARE)) is Verdict.ELIGIBLE
    assert best_verdict(judged(strong())) is Verdict.ELIGIBLE


@pytest.mark.parametrize("book", BORDERS)
def test_no_verdict_is_better_than_the_best_one(book):
    order = [Verdict.FAR, Verdict.NEAR, Verdict.ELIGIBLE]
    rulebook, on = library().rulebooks[book], AS_OF_DATES[0]

    for row in border_dossiers(book, on, 200, seed=5):
        judgement = judge(rulebook, dossier_from(row), as_of=on, sizing=library().sizing)
        if judgement.verdict is Verdict.INCOMPLETE:
            assert best_verdict(judgement) is Verdict.ELIGIBLE
        else:
            assert order.index(judgement.verdict) <= order.index(best_verdict(judgement))

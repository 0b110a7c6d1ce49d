"""The days on which a judgement can change: it never differs before the first of them, and both interpreters agree."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import get_args

import pytest

from crm.rules import Dossier, dossier_from, judge
from crm.rules.columnar.changing import HAPPENS as HAPPENS_IN_COLUMNS
from crm.rules.columnar.changing import changes_on
from crm.rules.columnar.judging import judge_pool
from crm.rules.columnar.tables import fits, tables_of
from crm.rules.exact.changing import HAPPENS, CalendarChange, changes
from crm.rules.law.days.calendar import DEPENDS, CalendarMoment, Dependence
from crm.rules.law.dossier import Certificate, IntellectualProperty, Recognition, ScienceAward
from crm.rules.law.nodes import Leaf, Node, Points
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.engine import library
from tests.rules.strategies import PURPOSES

DAYS = 400
DAY = timedelta(days=1)
QUESTIONS = [(rulebook, purpose) for rulebook in sorted(BORDERS) for purpose in PURPOSES]


def said(rulebook: str, dossier: Dossier, on: date, purpose: str) -> tuple[object, ...]:
    """What is stored of a judgement."""
    books = library()
    one = judge(books.rulebooks[rulebook], dossier, as_of=on, purpose=purpose, sizing=books.sizing)
    score = (one.score.low, one.score.high) if one.score else None
    return one.verdict, one.flag, [row.id for row in one.unmet], [row.id for row in one.unknown], score


def moved(dossier: Dossier, choice: random.Random, as_of: date) -> Dossier:
    """The same dossier with days of its own within the next 400, so that something lies ahead."""
    some = [as_of + choice.choice((-1, 1)) * timedelta(days=choice.randrange(DAYS)) for _ in range(8)]
    items = (
        *(dossier.intellectual_property or ()),
        IntellectualProperty("I", True, True, True, True, some[0], None, 1),
        IntellectualProperty("I", True, True, True, True, None, some[1] - timedelta(days=365), 1),
    )
    titles = [
        Recognition(tier, some[2] - timedelta(days=900), max(some[2], some[3]), choice.choice((None, some[3])))
        for tier in ("innovative", "srdi")
    ]
    return Dossier(
        **{
            **{name: getattr(dossier, name) for name in Dossier.__match_args__},
            "niche_started_on": some[4].replace(
                day=min(some[4].day, 28), year=some[4].year - choice.randrange(1, 12)
            ),
            "intellectual_property": items,
            "recognitions": tuple(titles),
            "science_awards": (ScienceAward("national", some[5], 1),),
            "certificates": (Certificate("high_tech", some[6] - timedelta(days=300), max(some[6], some[7])),),
        }
    )


def cases(rulebook: str, purpose: str, number: int) -> list[tuple[Dossier, date]]:
    """Border dossiers, every second with days of its own."""
    choice = random.Random(f"{rulebook} {purpose}")
    found = []
    for place in range(number):
        as_of = AS_OF_DATES[place % len(AS_OF_DATES)]
        row = next(iter(border_dossiers(rulebook, as_of, 1, seed=choice.randrange(10**6))))
        dossier = dossier_from(row)
        found.append((moved(dossier, choice, as_of) if place % 2 else dossier, as_of))
    return found


@pytest.mark.parametrize(("rulebook", "purpose"), QUESTIONS)
def test_judging_every_day_never_differs_before_the_day_that_was_named(rulebook, purpose):
    for dossier, as_of in cases(rulebook, purpose, 4):
        day, end = as_of, as_of + DAYS * DAY
        before = said(rulebook, dossier, day, purpose)
        change = changes(library().rulebooks[rulebook], dossier, purpose, after=day)[0].day
        while day < end:
            day += DAY
            now = said(rulebook, dossier, day, purpose)
            if day < change:
                assert now == before, (dossier, day)
            else:
                before = now
                change = changes(library().rulebooks[rulebook], dossier, purpose, after=day)[0].day


@pytest.mark.faults
@pytest.mark.parametrize(("rulebook", "purpose"), QUESTIONS)
@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
def test_two_thousand_dossiers_never_differ_before_the_day_that_was_named(rulebook, purpose, as_of):
    choice = random.Random(f"{rulebook} {purpose} {as_of}")
    rows = [dossier_from(row) for row in border_dossiers(rulebook, as_of, 250, seed=as_of.toordinal())]
    rows = [moved(one, choice, as_of) if place % 2 else one for place, one in enumerate(rows) if fits(one)]
    book, tables = library().rulebooks[rulebook], tables_of(rows)
    named = changes_on(book, tables, purpose, after=as_of)["changes_on"].to_list()
    first = judge_pool(book, tables, as_of=as_of, purpose=purpose, sizing=library().sizing).frame.rows()

    for days in range(1, DAYS + 1):
        day = as_of + days * DAY
        if day >= max(named):
            break
        now = judge_pool(book, tables, as_of=day, purpose=purpose, sizing=library().sizing).frame.rows()
        assert [one for one, on in zip(now, named, strict=True) if day < on] == [
            one for one, on in zip(first, named, strict=True) if day < on
        ]


@pytest.mark.parametrize(("rulebook", "purpose"), QUESTIONS)
@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
def test_columns_name_the_same_day_as_the_exact_interpreter(rulebook, purpose, as_of):
    choice = random.Random(f"{rulebook} {as_of}")
    rows = [dossier_from(row) for row in border_dossiers(rulebook, as_of, 30, seed=7 + as_of.toordinal())]
    rows = [moved(one, choice, as_of) if place % 2 else one for place, one in enumerate(rows) if fits(one)]
    book = library().rulebooks[rulebook]

    in_columns = changes_on(book, tables_of(rows), purpose, after=as_of)["changes_on"].to_list()

    assert in_columns == [changes(book, one, purpose, after=as_of)[0].day for one in rows]


def test_every_node_of_the_law_says_what_it_depends_on():
    assert set(DEPENDS) >= {*get_args(Leaf), *get_args(Node), *get_args(Points)}
    assert set(HAPPENS) == set(HAPPENS_IN_COLUMNS) == set(get_args(Dependence))


@pytest.mark.parametrize(
    ("rulebook", "start", "expected"),
    [
        ("srdi-2022", date(2024, 12, 1), CalendarChange(date(2026, 12, 1), CalendarMoment.YEARS_REACHED, "2")),
        ("srdi-2026", date(2022, 12, 1), CalendarChange(date(2027, 1, 1), CalendarMoment.NEW_YEAR, "2026")),
        ("srdi-2022", date(2020, 2, 29), CalendarChange(date(2027, 1, 1), CalendarMoment.NEW_YEAR, "2026")),
    ],
)
def test_what_happens_next_is_named_with_its_day(rulebook, start, expected):
    dossier = Dossier("91110107MADE00000X", "样本", niche_started_on=start)

    assert changes(library().rulebooks[rulebook], dossier, "new", after=date(2026, 11, 23))[0] == expected


def test_three_years_at_the_end_of_a_year_are_reached_with_the_next_one():
    dossier = Dossier("91110107MADE00000X", "样本", niche_started_on=date(2023, 12, 31))

    ahead = changes(library().rulebooks["srdi-2026"], dossier, "new", after=date(2026, 11, 23))

    assert ahead == [
        CalendarChange(date(2027, 1, 1), CalendarMoment.NEW_YEAR, "2026"),
        CalendarChange(date(2027, 1, 1), CalendarMoment.YEARS_REACHED, "3"),
    ]

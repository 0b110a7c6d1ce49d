"""A reason is one that, undone alone, undoes the change; random changes, and those that were once named wrongly."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from crm.cultivation.night.kept_facts import facts_texts
from crm.cultivation.reasons.naming import JudgementChange, reasons_of
from crm.cultivation.reasons.outcomes import Case
from crm.rules import Dossier, Purpose, dossier_from
from crm.rules.columnar.tables import fits, tables_of
from crm.rules.law.dossier import Certificate, Recognition
from tests.cultivation.reasons.undoing import Side, is_true
from tests.rules.border import BORDERS, border_dossiers
from tests.rules.engine import library
from tests.rules.strong import strong

ANY_YEAR = date(1990, 1, 1)
FIRST = date(2026, 11, 23)
PURPOSES = ("new", "review")
SINGLES = ("niche_started_on", "chain_role", "product_domain", "rd_institution", "digital_level", "quality", "market")
LISTS = ("intellectual_property", "science_awards", "certificates", "recognitions", "equity_financing")


def kept(dossier: Dossier) -> dict[str, Any]:
    texts = facts_texts(tables_of([dossier]), pl.Series([0]), date(2040, 1, 1), since=ANY_YEAR)
    found: dict[str, Any] = json.loads(texts["facts"][0])
    return found


def case(side: Side) -> Case:
    book = library().rulebooks[side.rulebook]
    return Case(book, library().sizing, book.version, Purpose(side.purpose), side.as_of, kept(side.dossier))


def reasons(before: Side, now: Side) -> list[dict[str, Any]]:
    """The reasons; empty where nothing that is stored moved."""
    old, new = case(before), case(now)
    came_from, came_out = old.outcome(), new.outcome()
    return [] if came_from == came_out else reasons_of(JudgementChange(old, new, came_from, came_out))


def codes(before: Side, now: Side) -> list[str]:
    return [one["code"] for one in reasons(before, now)]


def mixed(choice: random.Random, one: Dossier, other: Dossier) -> Dossier:
    """The first with some facts of the second: single facts, lists, and single figures of a year."""
    names = [name for name in (*SINGLES, *LISTS, "platform_scores", "compliance") if choice.random() < 0.15]
    figures = []
    there = {year.year: year for year in other.figures}
    for year in one.figures:
        fields = [field for field in year.__match_args__[1:] if year.year in there and choice.random() < 0.15]
        figures.append(replace(year, **{field: getattr(there[year.year], field) for field in fields}))
    return replace(one, **{name: getattr(other, name) for name in names}, figures=tuple(figures))


def random_changes(number: int, seed: str) -> list[tuple[Side, Side]]:
    """Two sides of one question: facts that moved, days that passed, now and then another rulebook."""
    choice = random.Random(seed)
    found = []
    while len(found) < number:
        target = choice.choice(("innovative", "srdi", "little_giant"))
        versions = [name for name in sorted(BORDERS) if library().rulebooks[name].target == target]
        purpose, rulebook = choice.choice(PURPOSES), choice.choice(versions)
        rows = border_dossiers(rulebook, FIRST, 2, seed=choice.randrange(10**6))
        one, other = (dossier_from(row) for row in rows)
        as_of = FIRST + timedelta(days=choice.choice((0, 20, 38)))
        later = as_of + timedelta(days=choice.choice((0, 1, 1, 5, 40, 300)))
        now = mixed(choice, one, other)
        if choice.random() < 0.5:
            now = replace(now, certificates=(Certificate("high_tech", date(2024, 1, 1), as_of),))
            one = replace(one, certificates=now.certificates)
        sides = (
            Side(one, as_of, rulebook, purpose),
            Side(now, later, choice.choice((rulebook, rulebook, *versions)), purpose),
        )
        if fits(one) and fits(now) and sides[0].said() != sides[1].said():
            found.append(sides)
    return found


def untrue_of(number: int, seed: str) -> list[Any]:
    wrong = []
    for before, now in random_changes(number, seed):
        named = reasons(before, now)
        if not named and case(before).outcome() == case(now).outcome():
            continue  # only what is not stored moved
        wrong += [(before, now, one) for one in named if not is_true(one, before, now)]
        wrong += [] if named else [(before, now, None)]
    return wrong


def test_no_reason_of_random_changes_is_untrue():
    assert untrue_of(120, "night") == []


@pytest.mark.faults
@pytest.mark.parametrize("seed", ["first", "second"])
def test_no_reason_of_a_thousand_random_changes_is_untrue(seed):
    assert untrue_of(1000, seed) == []


def side(dossier: Dossier, as_of: date = FIRST, rulebook: str = "srdi-2026", purpose: str = "new") -> Side:
    return Side(dossier, as_of, rulebook, purpose)


def corrected(dossier: Dossier, year: int, **values: int | None) -> Dossier:
    figures = tuple(replace(one, **values) if one.year == year else one for one in dossier.figures)
    return replace(dossier, figures=figures)


@pytest.mark.parametrize(
    "touch",
    [
        lambda one: corrected(one, 2025, net_profit=1),
        lambda one: replace(one, intellectual_property=(one.intellectual_property or ())[1:]),
        lambda one: replace(one, rd_institution="provincial"),
    ],
)
@pytest.mark.parametrize("rulebook", ["srdi-2022", "srdi-2026"])
def test_the_new_year_is_named_though_something_was_corrected_in_the_same_night(touch, rulebook):
    before = side(strong(), date(2026, 12, 31), rulebook)

    assert reasons(before, side(touch(strong()), date(2027, 1, 1), rulebook)) == [{"code": "new_year", "year": 2026}]


def test_a_certificate_that_ended_without_touching_what_moved_is_not_named():
    held = replace(strong(), certificates=(Certificate("high_tech", date(2024, 1, 1), FIRST),))
    now = corrected(held, 2025, rd_expense=1)

    named = codes(side(held, rulebook="srdi-2026"), side(now, FIRST + timedelta(days=1), "srdi-2026"))

    assert named == ["figures_changed"]


def test_a_withdrawn_declaration_is_named():
    now = replace(strong(), recognitions=None)

    assert reasons(side(strong()), side(now)) == [{"code": "list_removed", "list": "recognitions", "count": 1}]
    empty = replace(strong(), science_awards=(), intellectual_property=(), rd_institution="none")
    unknown = replace(empty, science_awards=None)
    assert reasons(side(empty), side(unknown)) == [{"code": "list_withdrawn", "list": "science_awards"}]


def test_a_score_that_moves_within_unknown_names_its_own_figures():
    open_ = replace(corrected(strong(), 2025, net_profit=None, rd_staff=None), local_feature_points=None)
    before = replace(open_, intellectual_property=None)
    now = corrected(before, 2025, total_liabilities=strong().figures[-1].total_assets, total_assets=1_000_000_000)

    named = reasons(side(before, rulebook="srdi-2022"), side(now, rulebook="srdi-2022"))

    assert named == [{"code": "figures_changed", "year": 2025, "fields": ["total_assets"]}] or all(
        set(one["fields"]) <= {"total_assets", "total_liabilities"} for one in named
    )


def test_a_title_that_ended_is_named_and_not_the_days_that_passed():
    title = Recognition("innovative", date(2023, 12, 1), FIRST)
    held = replace(strong(), recognitions=(title,))

    named = reasons(side(held), side(held, FIRST + timedelta(days=3)))

    assert named == [{"code": "title_ended", "list": "recognitions", "tier": "innovative"}]


def test_what_only_together_undoes_the_change_is_one_reason():
    listed = replace(strong().compliance, abnormal_list=True)
    before, now = strong(), replace(corrected(strong(), 2025, rd_expense=1), compliance=listed)

    named = reasons(side(before), side(now))

    assert [one["code"] for one in named] == ["together"]
    assert {one["code"] for one in named[0]["of"]} == {"figures_changed", "fact_changed"}


def test_reasons_are_of_many_kinds_in_the_random_changes():
    kinds = Counter(one["code"] for before, now in random_changes(60, "kinds") for one in reasons(before, now))

    assert {"figures_changed", "fact_changed", "list_changed", "rulebook", "new_year"} <= set(kinds)

"""What the calendar does next, day by day, with the verdict from each day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.cultivation.reasons.coming import find_coming_days
from crm.rules import Purpose
from crm.rules.columnar.changing import changes_on
from crm.rules.columnar.tables import tables_of
from crm.rules.law.dossier import IntellectualProperty, Recognition
from tests.rules.engine import library
from tests.rules.strong import strong

SUMMER = date(2026, 7, 1)
BEFORE_THE_RULES_OF_2026 = date(2026, 3, 1)


def coming(target="srdi", purpose=Purpose.NEW, *, after=SUMMER, **changed):
    days = find_coming_days(replace(strong(), **changed), library(), target, purpose, after=after)
    return [
        (one.day.isoformat(), [reason["code"] for reason in one.reasons], one.verdict and one.verdict.value)
        for one in days
    ]


def test_with_nothing_else_ahead_the_turn_of_the_year_is_next_and_its_figures_are_not_there():
    assert coming() == [("2027-01-01", ["new_year"], "incomplete")]


def test_a_title_on_which_the_next_rests_ends():
    ends = Recognition("innovative", date(2023, 9, 1), date(2026, 8, 31))

    assert coming(recognitions=(ends,)) == [("2026-09-01", ["title_ended"], "far")]


def test_a_day_that_changes_nothing_is_named_only_when_it_is_the_next():
    item = strong().intellectual_property[0]
    granted = tuple(replace(item, granted_on=day) for day in (date(2026, 8, 1), date(2026, 9, 1)))

    assert coming(intellectual_property=(item, *granted)) == [
        ("2026-08-01", ["property_granted"], "eligible"),
        ("2027-01-01", ["new_year"], "incomplete"),
    ]


def test_an_item_granted_soon_makes_the_difference():
    later = IntellectualProperty("I", False, True, True, True, date(2026, 8, 1), None, 1)

    assert coming(intellectual_property=(later,))[0] == ("2026-08-01", ["property_granted"], "eligible")


def test_a_transferred_item_comes_of_age_under_the_rules_of_2022():
    moved = IntellectualProperty("I", False, True, True, True, date(2021, 5, 6), date(2024, 2, 29), 1)

    assert coming(after=date(2025, 1, 1), intellectual_property=(moved,))[0][:2] == (
        "2025-03-01",
        ["property_counted"],
    )


def test_years_in_the_niche_are_complete():
    started = date(2023, 2, 28)

    assert coming(after=date(2025, 1, 2), niche_started_on=started)[0][:2] == ("2025-02-28", ["years_reached"])


def test_other_rules_begin_and_nothing_is_said_beyond_their_first_day():
    days = find_coming_days(strong(), library(), "srdi", Purpose.NEW, after=BEFORE_THE_RULES_OF_2026)

    assert (days[-1].day, days[-1].begins.id) == (date(2026, 4, 1), "srdi-2026")


def test_rules_that_a_review_looks_ahead_to_begin_no_more():
    title = Recognition("srdi", date(2023, 10, 1), date(2026, 9, 30))

    days = find_coming_days(
        replace(strong(), recognitions=(title,)), library(), "srdi", Purpose.REVIEW, after=BEFORE_THE_RULES_OF_2026
    )

    assert [one.begins for one in days] == [None] * len(days)
    assert (days[-1].day, days[-1].verdict) == (date(2026, 10, 1), None)


def test_a_review_is_over_when_its_title_is():
    title = Recognition("little_giant", date(2023, 12, 21), date(2026, 12, 20))

    assert coming("little_giant", Purpose.REVIEW, recognitions=(title,))[-1] == ("2026-12-21", ["title_ended"], None)


def test_a_title_that_ends_with_the_year_is_said_before_the_turn_of_it():
    title = Recognition("little_giant", date(2024, 1, 1), date(2026, 12, 31))

    [(day, codes, verdict)] = coming("little_giant", Purpose.REVIEW, recognitions=(title,))

    assert (day, set(codes), verdict) == ("2027-01-01", {"new_year", "title_ended"}, None)


def test_a_bar_ends():
    revoked = Recognition("innovative", date(2022, 1, 1), date(2024, 12, 31), revoked_on=date(2023, 8, 1))
    held = strong().recognitions[0]

    assert coming(recognitions=(revoked, held))[0] == ("2026-08-01", ["bar_ended"], "eligible")


def test_where_no_rules_are_in_force_nothing_is_said():
    assert coming(after=date(2020, 1, 1)) == []


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
def test_the_first_day_is_one_on_which_the_night_looks_again(target):
    book = library().rulebook_for(target, "new", SUMMER)
    [(_, stored)] = changes_on(book, tables_of([strong()]), "new", after=SUMMER).iter_rows()

    assert coming(target)[0][0] == stored.isoformat()

"""Dossiers for which the advice was once wrong, each with its right answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from crm.rules import Dossier, Verdict, dossier_from, judge
from crm.rules.ways.changes import RecordFigure, SetFact, Shift, apply_changes
from crm.rules.ways.levers import Effort
from crm.rules.ways.search import ways_up
from crm.rules.ways.way import Way, Ways
from tests.rules.engine import library

SAMPLES = Path(__file__).parents[2] / "fixtures" / "engine"
WAN = 1_000_000


@dataclass(frozen=True)
class Sample:
    """A question with its dossier."""

    dossier: Dossier
    target: str
    as_of: date

    @property
    def ways(self) -> Ways:
        return ways_up(library(), self.target, self.dossier, as_of=self.as_of)

    def verdict_after(self, way: Way) -> Verdict:
        dossier = self.dossier
        for year in way.assumed_years:
            dossier = dossier.with_year_repeated(year)
        book = library().rulebook_for(self.target, "new", way.as_of)
        return judge(book, apply_changes(dossier, way.changes), as_of=way.as_of, sizing=library().sizing).verdict


def sample(name: str) -> Sample:
    text = json.loads((SAMPLES / f"{name}.json").read_text())
    return Sample(dossier_from(text["dossier"]), text["target"], date.fromisoformat(text["as_of"]))


def shifts(way: Way) -> dict[tuple[str, int], int]:
    return {(one.lever.id, one.year): one.amount for one in way.changes if isinstance(one, Shift)}


@pytest.mark.parametrize("name", sorted(one.stem for one in SAMPLES.glob("*.json")))
def test_there_is_a_way_and_every_way_shown_leads_up(name):
    asked = sample(name)

    found = asked.ways

    assert 1 <= len(found.ways) <= 3
    assert {asked.verdict_after(way) for way in found.ways} == {Verdict.ELIGIBLE}
    assert [way.effort for way in found.ways] == sorted(way.effort for way in found.ways)
    assert not found.is_cut_off


def test_research_needed_for_its_amount_and_its_share_is_asked_for_once_and_far_enough():
    [way, *_] = sample("same-lever-srdi2022-rd").ways.ways

    assert shifts(way) == {("rd_expense", 2025): 250 * WAN}


def test_research_in_each_of_two_years_adds_up_beside_the_sales_it_is_measured_by():
    [way, calm] = sample("same-lever-lg2026-rd").ways.ways

    assert shifts(way) == {
        ("rd_expense", 2026): 1400 * WAN,
        ("sales", 2027): 5125 * WAN,
        ("rd_expense", 2027): 155375 * WAN // 100,
    }
    assert way.hurried == 38
    assert calm.hurried is None
    assert {year for _, year in shifts(calm)} == {2027, 2028}


def test_sales_that_would_make_an_enterprise_large_wait_a_year():
    [way, *_] = sample("way-makes-large").ways.ways

    assert shifts(way) == {("sales", 2027): 1763 * WAN}
    assert way.as_of == date(2028, 1, 1)


def test_without_figures_every_step_is_to_record_and_says_how_much_it_would_have_to_be():
    [way, *_] = sample("no-figures-lg2026").ways.ways

    terms = {(one.field, one.year): one.terms for one in way.changes if isinstance(one, RecordFigure)}
    assert {one.effort for one in way.changes} == {Effort.RECORD}
    assert "≥ 5000 万元" in terms["revenue", 2025]
    assert any("3%" in term for term in terms["rd_expense", 2025])
    assert not any("0.01 万元" in step for step in way.zh())


def test_unknown_words_of_quality_stay_unknown_when_one_of_them_is_set():
    found = sample("quality-null-lg2022").ways.ways

    [way] = [one for one in found if one.effort is Effort.RECORD]
    qualities = {one.field: one.effort for one in way.changes if isinstance(one, SetFact) and "quality" in one.field}
    assert qualities == {"quality.management_system": Effort.RECORD, "quality.own_brand": Effort.RECORD}


def test_a_day_on_which_years_in_the_niche_add_a_point_is_waited_for():
    [way, *_] = sample("wait-niche-points").ways.ways

    assert (way.effort, way.as_of) == (Effort.WAIT, date(2025, 6, 1))


def test_eligible_under_an_assumption_is_said_as_such():
    [way] = sample("turn-of-year-eligible-by-assumption").ways.ways

    assert (way.changes, way.waits, way.assumed_years) == ((), False, (2026,))


def test_what_is_unknown_is_recorded_and_not_moved():
    asked = sample("shift-of-unknown-liabilities")

    for way in asked.ways.ways:
        kinds = {type(one) for one in way.changes if getattr(one, "field", "") == "total_liabilities"}
        assert kinds == {RecordFigure}
        assert not any(lever == "total_liabilities" for lever, _ in shifts(way))


def test_what_the_next_rules_will_ask_is_named_with_their_document():
    [way, *_] = sample("same-lever-srdi2022-rd").ways.ways

    assert way.later is not None
    assert way.later.since == date(2026, 4, 1)
    assert [one.id for one in way.later.lacking] == ["rd_each_year"]


def test_no_sales_are_left_to_spare_when_the_other_amounts_are_set():
    asked = sample("sales-to-spare-lg2022")

    ways = [way for way in asked.ways.ways if any(lever == "sales" for lever, _ in shifts(way))]

    assert ways
    for way in ways:
        others = tuple(one for one in way.changes if not (isinstance(one, Shift) and one.lever.id == "sales"))
        [sales] = [one for one in way.changes if one not in others]
        less = replace(way, changes=(*others, replace(sales, amount=sales.amount - 10_000)))
        assert asked.verdict_after(less) is not Verdict.ELIGIBLE

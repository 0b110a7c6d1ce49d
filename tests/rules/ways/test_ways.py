"""怎样够得上: the ways found are true, minimal, honest, and in the enterprise's own terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest

from crm.rules import Verdict, dossier_from, judge
from crm.rules.law.dossier import Dossier, IntellectualProperty, PlatformScore, Recognition
from crm.rules.ways.changes import AddEquity, AddProperty, RecordFigure, RecordScore, SetFact, Shift, apply_changes
from crm.rules.ways.levers import Effort
from crm.rules.ways.search import ways_up
from crm.rules.ways.way import Way
from tests.rules.border import BORDERS, border_dossiers
from tests.rules.engine import library
from tests.rules.strong import AS_OF, WAN, strong, year_of

TARGETS = {"innovative-2022": "innovative", "srdi-2026": "srdi", "little-giant-2026": "little_giant"}


def ways(dossier: Dossier, target: str = "srdi", as_of: date = AS_OF) -> tuple[Way, ...]:
    return ways_up(library(), target, dossier, as_of=as_of).ways


def verdict_after(way: Way, changes, dossier: Dossier, target: str) -> Verdict:
    for year in way.assumed_years:
        dossier = dossier.with_year_repeated(year)
    book = library().rulebook_for(target, "new", way.as_of)
    changed = apply_changes(dossier, changes)
    return judge(book, changed, as_of=way.as_of, purpose="new", sizing=library().sizing).verdict


def test_an_eligible_enterprise_needs_no_way():
    assert ways(strong()) == ()


def test_a_missing_score_is_recorded():
    [way] = ways(replace(strong(), platform_scores=()))

    assert way.effort is Effort.RECORD
    assert [type(change) for change in way.changes] == [RecordScore]


def test_a_score_too_low_this_year_may_be_better_next_year():
    [way] = ways(replace(strong(), platform_scores=(PlatformScore(2026, Fraction(45)),)))

    assert way.as_of == date(2027, 1, 1)
    assert [(type(change), change.effort) for change in way.changes] == [(RecordScore, Effort.OBTAIN)]


def test_one_item_short_asks_for_exactly_one_more():
    item = IntellectualProperty("I", related_to_main_product=True, economic_benefit=True, holder_rank=1)
    dossier = replace(
        strong(),
        intellectual_property=(item,) * 3,
        recognitions=_srdi(),
        platform_scores=(PlatformScore(2026, Fraction(70)),),
    )

    [way, *_] = ways(dossier, "little_giant")

    assert [len(change.items) for change in way.changes if isinstance(change, AddProperty)] == [1]
    assert way.as_of == AS_OF


def test_time_alone_is_waited_for():
    dossier = replace(strong(), niche_started_on=date(2023, 6, 1))

    [way] = ways(dossier)

    assert way.waits
    assert way.as_of == date(2027, 1, 1)
    assert "等到 2027-01-01" in way.zh()


def test_too_little_research_is_made_up_for_in_years_that_are_not_over():
    figures = tuple(replace(one, rd_expense=one.revenue * 27 // 1000) for one in strong().figures)
    dossier = replace(strong(), figures=figures, recognitions=_lasting())

    [way, *_] = ways(dossier)

    shifts = [change for change in way.changes if isinstance(change, Shift)]
    assert {shift.year for shift in shifts} == {2026, 2027}
    assert all(shift.lever.id == "rd_expense" for shift in shifts)


def test_the_amount_is_the_least_that_does():
    figures = tuple(replace(one, total_liabilities=one.total_assets * 85 // 100) for one in strong().figures)
    dossier = replace(strong(), figures=figures)

    [way, *_] = ways(dossier)

    [shift] = [change for change in way.changes if isinstance(change, Shift)]
    less = [replace(one, amount=one.amount - 10_000) if one is shift else one for one in way.changes]
    assert verdict_after(way, way.changes, dossier, "srdi") is Verdict.ELIGIBLE
    assert verdict_after(way, less, dossier, "srdi") is not Verdict.ELIGIBLE


@pytest.mark.parametrize("mark", ["abnormal_list", "serious_incident", "prohibited_product"])
def test_a_gate_is_never_a_suggestion(mark):
    compliance = replace(strong().compliance, **{mark: True})

    found = ways_up(library(), "srdi", replace(strong(), compliance=compliance), as_of=AS_OF)

    assert found.ways == ()
    assert all(str(one.id).startswith("gate.") for one in found.blocked)


def test_an_unknown_gate_is_to_be_confirmed_and_not_changed():
    dossier = replace(strong(), compliance=replace(strong().compliance, abnormal_list=None), platform_scores=())

    found = ways_up(library(), "srdi", dossier, as_of=AS_OF)

    assert [one.id for one in found.to_confirm] == ["gate.credit"]
    assert all(not str(change.key[1]).startswith("compliance") for way in found.ways for change in way.changes)


def test_what_nobody_can_honestly_bring_about_is_named():
    dossier = replace(strong(), market=replace(strong().market, leading=False))

    found = ways_up(library(), "srdi", dossier, as_of=AS_OF)

    assert found.ways == ()
    assert "market_standing" in [one.id for one in found.blocked]


def test_lighter_ways_come_first():
    found = ways(replace(strong(), figures=(), platform_scores=()))

    assert [way.effort for way in found] == sorted(way.effort for way in found)


def test_a_little_more_in_sales_comes_before_much_equity():
    """35 万元 of sales are missing, or 2,000 万元 of equity in their place."""
    sales = ((2023, 1300 * WAN), (2024, 1400 * WAN), (2025, 1465 * WAN))

    first, second, *_ = ways(replace(strong(), figures=tuple(year_of(year, revenue) for year, revenue in sales)))

    assert [(type(change), change.amount) for change in first.changes] == [(Shift, 35 * WAN)]
    assert [(type(change), change.amount) for change in second.changes] == [(AddEquity, 2000 * WAN)]


@pytest.mark.parametrize("rulebook", TARGETS)
def test_every_way_is_true_minimal_and_touches_no_year_that_is_over(rulebook):
    target, seen = TARGETS[rulebook], 0
    for row in border_dossiers(rulebook, AS_OF, 240, seed=11):
        dossier = dossier_from(row)
        found = ways_up(library(), target, dossier, as_of=AS_OF)
        if found.to_confirm:
            continue
        assert len(found.ways) <= 3
        assert [way.effort for way in found.ways] == sorted(way.effort for way in found.ways)
        for way in found.ways:
            seen += 1
            assert verdict_after(way, way.changes, dossier, target) is Verdict.ELIGIBLE
            parts = (part for size in range(len(way.changes)) for part in combinations(way.changes, size))
            assert all(verdict_after(way, part, dossier, target) is not Verdict.ELIGIBLE for part in parts)
            assert all(change.year >= AS_OF.year for change in way.changes if isinstance(change, Shift))
            facts = [change.field for change in way.changes if isinstance(change, SetFact)]
            assert not any(field.startswith("compliance") for field in facts)
    assert seen > 5
    assert rulebook in BORDERS


def _srdi() -> tuple[Recognition, ...]:
    return (Recognition("srdi", date(2025, 6, 1), date(2028, 5, 31)),)


def _lasting() -> tuple[Recognition, ...]:
    return (Recognition("innovative", date(2025, 6, 1), date(2028, 5, 31)),)


def test_a_figure_missing_after_the_update_is_due_is_recorded_and_not_assumed():
    figures = tuple(replace(one, total_liabilities=None) if one.year == 2025 else one for one in strong().figures)

    [way, *_] = ways(replace(strong(), figures=figures))

    assert [(type(change), change.field, change.year) for change in way.changes] == [
        (RecordFigure, "total_liabilities", 2025)
    ]
    assert way.assumed_years == ()


def test_before_the_update_is_due_the_missing_figure_is_assumed_and_named():
    figures = tuple(replace(one, total_liabilities=None) if one.year == 2025 else one for one in strong().figures)
    dossier = replace(strong(), figures=figures, niche_started_on=date(2023, 6, 1))

    found = ways(dossier, as_of=date(2026, 4, 15))

    assert found
    assert all(2025 in way.assumed_years for way in found)

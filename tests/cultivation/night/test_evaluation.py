"""The nightly evaluation: everybody is judged, only changes are written, and each says what it rests on."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from crm.config.policies import library
from crm.cultivation.facts import dossiers_of
from crm.cultivation.models import RulebookText
from crm.cultivation.night.kept_facts import dossier_from_kept
from crm.rules import judge
from crm.rules.columnar.tables import LARGEST
from crm.rules.law.days.dates import months_after
from tests.cultivation.nights import evaluate, evaluations
from tests.cultivation.srdi import make_candidate, own_class1, say, wan, write_text, year_of
from tests.makers import TODAY, make_enterprise, make_figures, make_title


def asked(session):
    return {(one.enterprise_id, one.target, one.purpose) for one in evaluations(session)}


@pytest.mark.parametrize(
    ("tier", "target"), [(None, "innovative"), ("tech_sme", "srdi"), ("innovative", "srdi"), ("srdi", "little_giant")]
)
def test_everybody_is_judged_for_the_title_above_the_highest_one_held(session, tier, target):
    enterprise = make_enterprise(session, tier=tier)

    evaluate(session)

    assert asked(session) == {(enterprise.id, target, "new")}


def test_a_little_giant_is_judged_for_nothing_above(session):
    make_enterprise(session, tier="little_giant")

    assert evaluate(session).counts["judged"] == 0


def test_whoever_is_not_in_the_pool_is_not_judged(session):
    make_enterprise(session, in_pool=False)

    assert evaluate(session).counts["evaluated"] == 0


@pytest.mark.parametrize(
    ("last_day", "is_reviewed"),
    [(date(2027, 11, 24), True), (date(2027, 11, 25), False), (TODAY, True), (date(2026, 11, 23), False)],
)
def test_a_title_that_ends_soon_is_judged_for_its_review(session, last_day, is_reviewed):
    enterprise = make_enterprise(session)
    make_title(session, enterprise, "srdi", date(2023, 12, 1), last_day)

    evaluate(session)

    assert ((enterprise.id, "srdi", "review") in asked(session)) is is_reviewed


def test_a_title_with_its_renewal_behind_it_is_not_reviewed(session):
    enterprise = make_enterprise(session)
    make_title(session, enterprise, "srdi", date(2023, 12, 1), date(2026, 12, 31))
    make_title(session, enterprise, "srdi", date(2027, 1, 1), date(2029, 12, 31))

    evaluate(session)

    assert asked(session) == {(enterprise.id, "little_giant", "new")}


@pytest.mark.parametrize(
    ("day", "after"), [(date(2026, 1, 31), date(2026, 3, 1)), (date(2026, 12, 15), date(2027, 1, 15))]
)
def test_months_are_counted_by_the_calendar(day, after):
    assert months_after(day, 1) == after


def test_the_night_says_what_the_exact_interpreter_says(session):
    for number, revenue in enumerate((500, 1500, 1600, 9000)):
        enterprise = make_candidate(session, f"北京候选{number}有限公司", tier=("innovative", "srdi")[number % 2])
        make_figures(session, enterprise, 2025, **year_of(revenue, rd=80 + 20 * number))
    evaluate(session)

    dossiers = dossiers_of(session, [one.enterprise_id for one in evaluations(session)])

    for one in evaluations(session):
        rulebook = library().rulebooks[one.rulebook]
        said = judge(rulebook, dossiers[one.enterprise_id], as_of=TODAY, purpose=one.purpose, sizing=library().sizing)
        assert (one.verdict, one.flag_kind) == (said.verdict, said.flag)
        assert (one.unmet, one.unknown) == ([row.id for row in said.unmet], [row.id for row in said.unknown])


def test_running_twice_changes_nothing(session):
    make_candidate(session)
    evaluate(session)
    before = [(one.id, one.superseded_on) for one in evaluations(session, current=False)]

    report = evaluate(session)

    assert report.counts["changed"] == 0
    assert report.lines == []
    assert [(one.id, one.superseded_on) for one in evaluations(session, current=False)] == before


def test_a_change_writes_one_row_and_ends_the_one_before(session):
    enterprise = make_candidate(session)
    evaluate(session)

    make_figures(session, enterprise, 2025, rd_expense=wan(80))
    evaluate(session, date(2026, 11, 25))

    old, new = evaluations(session, current=False)
    assert (old.superseded_on, new.superseded_on) == (date(2026, 11, 25), None)
    assert (old.verdict, new.verdict, new.unmet) == ("eligible", "near", ["rd_each_year"])
    assert new.reasons["because"][0] == {"code": "figures_changed", "year": 2025, "fields": ["rd_expense"]}


def test_a_correction_that_moves_nothing_writes_nothing_and_is_not_blamed_later(session):
    enterprise = make_candidate(session, rd_expense=wan(80))
    evaluate(session)
    make_figures(session, enterprise, 2025, net_profit=wan(7))
    unmoved = evaluate(session, date(2026, 11, 25))

    make_figures(session, enterprise, 2025, rd_expense=wan(150))
    make_figures(session, enterprise, 2024, rd_expense=wan(150))
    evaluate(session, date(2026, 11, 26))

    assert unmoved.counts["changed"] == 0
    because = evaluations(session)[0].reasons["because"]
    assert {(one["code"], one["year"]) for one in because} == {("figures_changed", 2025), ("figures_changed", 2024)}
    assert all(one["fields"] == ["rd_expense"] for one in because)


def test_last_years_evaluation_can_be_explained_from_what_was_kept(session):
    enterprise = make_candidate(session)
    say(session, enterprise, market__share="0.123", quality=["own_brand"])
    evaluate(session)
    make_figures(session, enterprise, 2025, rd_expense=wan(1))
    say(session, enterprise, market__leading=False)

    kept = evaluations(session)[0]
    dossier = dossier_from_kept(enterprise.name, kept.facts)

    said = judge(library().rulebooks[kept.rulebook], dossier, as_of=kept.as_of, sizing=library().sizing)
    assert said.verdict == kept.verdict == "eligible"
    assert dossier.quality == frozenset({"own_brand"})
    text = session.scalars(select(RulebookText).where(RulebookText.digest == kept.rulebook_digest)).one()
    assert "id: srdi-2026" in text.text


def test_amounts_too_large_for_columns_are_judged_exactly(session):
    enterprise = make_candidate(session)
    for year, revenue in ((2024, LARGEST * 40), (2025, LARGEST * 50)):
        make_figures(session, enterprise, year, revenue=revenue, main_revenue=revenue, rd_expense=revenue // 20)

    evaluate(session)

    one = evaluations(session)[0]
    exact = judge(
        library().rulebooks["srdi-2026"],
        dossiers_of(session, [enterprise.id])[enterprise.id],
        as_of=TODAY,
        sizing=library().sizing,
    )
    assert (one.verdict, one.unmet) == (exact.verdict, [row.id for row in exact.unmet])


def reason_after(session, change, on=date(2026, 11, 25)):
    evaluate(session)
    change()
    evaluate(session, on)
    return evaluations(session)[0].reasons["because"][0]


def test_a_recorded_fact_is_named(session):
    enterprise = make_candidate(session)
    say(session, enterprise, market__leading=None)

    reason = reason_after(session, lambda: say(session, enterprise, market__leading=True))

    assert reason == {"code": "fact_recorded", "field": "market.leading"}


def test_new_intellectual_property_is_named(session):
    enterprise = make_candidate(session, tier="srdi")
    for year in (2023, 2024, 2025):
        make_figures(session, enterprise, year, **year_of(9000 + 900 * (year - 2023), rd=700))
    own_class1(session, enterprise, 2)

    reason = reason_after(session, lambda: own_class1(session, enterprise))

    assert reason == {"code": "list_added", "list": "intellectual_property", "count": 1}


def test_a_change_of_rules_is_named_with_both_rulebooks(session):
    make_candidate(session)
    evaluate(session, date(2026, 3, 31))

    evaluate(session, date(2026, 4, 1))

    assert evaluations(session)[0].reasons["because"] == [
        {"code": "rulebook", "from": "srdi-2022", "to": "srdi-2026"}
    ]


def test_three_years_in_the_niche_are_named_when_nothing_but_the_calendar_moved(session):
    enterprise = make_enterprise(session, tier="innovative")
    say(session, enterprise, niche_started_on="2023-12-31")

    evaluate(session, date(2026, 12, 30))
    evaluate(session, date(2027, 1, 1))

    assert evaluations(session)[0].reasons["because"] == [
        {"code": "years_reached", "years": 3, "since": "2023-12-31"}
    ]


def test_a_broken_fact_of_one_enterprise_does_not_stop_the_others(session):
    make_candidate(session, "北京甲有限公司")
    broken = make_candidate(session, "北京乙有限公司")
    write_text(session, broken, "digital_level", "{")

    assert evaluate(session).counts["evaluated"] == 2

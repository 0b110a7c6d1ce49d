"""The gap to a title, clause by clause, as the pages show it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from crm.config.policies import library
from crm.cultivation.gap import NotInForce, gaps_of
from crm.cultivation.titles import queries as title_queries
from crm.enterprises.facts.models import FactList, Grade, IntellectualProperty
from tests.cultivation.srdi import make_candidate, say, wan
from tests.makers import TODAY, make_enterprise, make_figures


@pytest.fixture
def gap(session):
    def of(enterprise, target="srdi", **options):
        return gaps_of(session, enterprise.id, library(), targets=(target,), **{"as_of": TODAY, **options})[0]

    return of


def rows_of(gap):
    return {row.id: row for row in (*gap.rows, *gap.more)}


def test_everything_met_is_eligible_and_folded_away(session, gap):
    shown = gap(make_candidate(session))

    assert (shown.verdict, shown.flag, shown.rows) == ("eligible", "eligible", ())
    assert shown.count("met") == len(shown.more) > 9
    assert not shown.unverified


def test_self_declared_figures_leave_an_eligible_verdict_to_be_verified(session, gap):
    shown = gap(make_candidate(session, grade=Grade.SELF_DECLARED))

    assert (shown.verdict, shown.unverified) == ("eligible", True)


def test_an_unmet_criterion_says_what_is_lacking_in_its_own_unit(session, gap):
    shown = gap(make_candidate(session, rd_expense=wan(80)))

    row = rows_of(shown)["rd_each_year"]
    assert shown.rows[0] is row
    assert (row.status, row.close) == ("unmet", True)
    assert row.clause.startswith("工信部企业〔2026〕2号")
    assert [(one.label, one.year) for one in row.evidence][:1] == [("研发费用", 2025)]


def test_time_alone_is_dated(session, gap):
    enterprise = make_candidate(session)
    say(session, enterprise, niche_started_on="2023-06-01")

    assert rows_of(gap(enterprise))["niche_years"].met_on == date(2027, 1, 1)


def test_what_is_unknown_is_asked_for(session, gap):
    enterprise = make_candidate(session)
    say(session, enterprise, market__leading=None)

    shown = gap(enterprise)

    assert shown.flag == "ask"
    assert [one.field for one in shown.missing] == ["market.leading"]


def test_all_tiers_come_from_one_reading(session):
    enterprise = make_candidate(session)

    shown = gaps_of(session, enterprise.id, library(), as_of=TODAY)

    assert [one.target for one in shown] == ["innovative", "srdi", "little_giant"]


def test_a_date_before_any_rulebook_is_said_and_not_guessed(session, gap):
    assert gap(make_candidate(session), as_of=date(2020, 1, 1)) == NotInForce("srdi", "new", date(2020, 1, 1))


def test_an_earlier_date_is_judged_by_its_own_rulebook(session, gap):
    enterprise = make_candidate(session)

    assert gap(enterprise, as_of=date(2026, 3, 31)).rulebook == "srdi-2022"
    assert gap(enterprise, as_of=date(2026, 4, 1)).rulebook == "srdi-2026"


def test_after_the_turn_of_the_year_the_missing_year_is_awaited_and_can_be_assumed(session, gap):
    enterprise = make_candidate(session)
    new_year = date(2027, 1, 15)

    strict, assumed = gap(enterprise, as_of=new_year), gap(enterprise, as_of=new_year, assume=True)

    assert (strict.awaiting_year, strict.assumed_year) == (2026, None)
    assert rows_of(strict)["rd_each_year"].status == "unknown"
    assert assumed.assumed_year == 2026
    assert rows_of(assumed)["rd_each_year"].status == "met"


def test_after_the_deadline_of_the_annual_update_nothing_is_awaited(session, gap):
    enterprise = make_candidate(session)

    assert gap(enterprise, as_of=date(2027, 5, 31)).awaiting_year == 2026
    assert gap(enterprise, as_of=date(2027, 6, 1)).awaiting_year is None


def test_a_review_looks_ahead_to_the_rules_of_the_titles_last_day(session, gap):
    enterprise = make_candidate(session, tier="little_giant")
    [title] = title_queries.titles(session, enterprise.id)
    title.granted_on, title.expires_on = date(2024, 7, 1), date(2027, 6, 30)
    session.flush()

    ahead = gap(enterprise, "little_giant", purpose="review")
    title.expires_on = date(2026, 12, 31)
    session.flush()
    now = gap(enterprise, "little_giant", purpose="review")

    assert (ahead.rulebook, ahead.ahead, ahead.as_of) == ("little-giant-2026", date(2027, 6, 30), TODAY)
    assert (now.rulebook, now.ahead) == ("little-giant-2022", None)


@pytest.mark.parametrize(
    ("as_of", "purpose", "document", "statuses"),
    [
        (date(2025, 11, 24), "new", "〔2025〕190号", ["unmet", "unknown", "unknown"]),
        (date(2025, 11, 24), "review", "〔2025〕190号", ["unmet", "unknown", "unknown"]),
        (TODAY, "new", "〔2026〕117号", ["unknown", "unknown"]),
        (date(2024, 11, 24), "new", None, []),
    ],
)
def test_what_a_yearly_notice_asks_for_stands_beside_the_verdict(session, gap, as_of, purpose, document, statuses):
    shown = gap(make_candidate(session, tier="srdi"), "little_giant", as_of=as_of, purpose=purpose)

    assert [one.status for one in shown.conditions] == statuses
    assert {one.document for one in shown.conditions} == ({document} if document else set())
    assert not {one.text for one in shown.conditions} & {row.text for row in (*shown.rows, *shown.more)}


def test_half_a_list_is_a_question_and_no_refusal(session, gap):
    enterprise = make_candidate(session, name="北京半份清单有限公司")
    declared = session.scalars(select(FactList).where(FactList.enterprise_id == enterprise.id)).all()
    for row in declared:
        if row.kind in ("intellectual_property", "science_awards"):
            session.delete(row)
    session.execute(update(IntellectualProperty).values(economic_benefit=False))
    session.flush()

    shown = gap(enterprise)

    assert (shown.verdict, shown.flag) == ("incomplete", "ask")
    assert [one.field for one in shown.missing] == ["intellectual_property", "science_awards", "rd_institution"]


def test_a_score_is_shown_as_an_interval(session, gap):
    enterprise = make_enterprise(session)
    make_figures(session, enterprise, 2025, revenue=wan(3000))

    shown = gap(enterprise, "innovative")

    assert shown.score.low < shown.score.threshold <= shown.score.high
    assert {branch.id for branch in rows_of(shown)["merit"].branches} >= {"merit.score", "merit.honour"}

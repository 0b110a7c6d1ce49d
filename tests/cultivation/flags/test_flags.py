"""Flags: opened once an episode, followed while they last, closed with the reason, kept over the turn of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from crm.cultivation.models import PoolEntry, Title
from crm.enterprises.facts.models import PlatformScore
from crm.enterprises.models import YearlyFigures
from tests.cultivation.nights import evaluate, evaluations, flags, lines
from tests.cultivation.srdi import make_candidate, own_class1, say, wan, year_of
from tests.makers import TODAY, make_figures, make_title

TOMORROW = TODAY + timedelta(days=1)
NEW_YEAR = date(2027, 1, 1)
DEADLINE = date(2027, 5, 31)


def state(flag):
    return (flag.kind, flag.opened_on, flag.closed_on, flag.awaiting_year)


def test_an_eligible_enterprise_gets_one_flag_however_often_the_night_runs(session):
    enterprise = make_candidate(session)

    for on in (TODAY, TODAY, TOMORROW):
        evaluate(session, on)

    assert [(one.enterprise_id, one.target, one.purpose, state(one)) for one in flags(session, closed=True)] == [
        (enterprise.id, "srdi", "new", ("eligible", TODAY, None, None))
    ]


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda session, one: make_figures(session, one, 2025, rd_expense=wan(80)), "near"),
        (lambda session, one: say(session, one, market__leading=None), "ask"),
    ],
)
def test_the_kind_follows_the_verdict_while_the_episode_lasts(session, spoil, kind):
    enterprise = make_candidate(session)
    evaluate(session)

    spoil(session, enterprise)
    report = evaluate(session, TOMORROW)

    flag = flags(session, closed=True)[0]
    assert state(flag) == (kind, TODAY, None, None)
    assert flag.evaluation_id == evaluations(session)[0].id
    assert lines(report) == [("lowered", "srdi", 1)]


def test_a_flag_without_ground_is_closed_with_the_reason(session):
    enterprise = make_candidate(session)
    evaluate(session)

    say(session, enterprise, compliance__abnormal_list=True)
    report = evaluate(session, TOMORROW)

    flag = flags(session, closed=True)[0]
    assert state(flag) == ("eligible", TODAY, TOMORROW, None)
    assert flag.closed_why["because"] == [{"code": "fact_changed", "field": "compliance.abnormal_list"}]
    assert lines(report) == [("closed", "srdi", 1)]


def test_a_new_episode_is_a_new_flag_even_on_the_same_day(session):
    enterprise = make_candidate(session)
    for listed in (False, True, False):
        say(session, enterprise, compliance__abnormal_list=listed)
        evaluate(session)

    first, second = flags(session, closed=True)

    assert (first.closed_on, second.closed_on) == (TODAY, None)
    assert first.episode_key != second.episode_key


def test_what_a_person_closed_stays_closed_until_the_kind_changes(session):
    enterprise = make_candidate(session, rd_expense=wan(80))
    evaluate(session)
    flags(session)[0].closed_on = TODAY

    evaluate(session, TOMORROW)
    closed = flags(session)
    for year in (2024, 2025):
        make_figures(session, enterprise, year, rd_expense=wan(150))
    evaluate(session, TOMORROW)

    assert closed == []
    assert [flag.kind for flag in flags(session)] == ["eligible"]


def test_a_title_won_ends_its_flag_and_asks_for_the_next(session):
    enterprise = make_candidate(session)
    evaluate(session)

    make_title(session, enterprise, "srdi", TOMORROW, date(2029, 11, 24))
    evaluate(session, TOMORROW)

    assert flags(session, closed=True)[0].closed_why["because"] == [{"code": "title_granted", "tier": "srdi"}]
    assert [(one.target, one.reasons["because"][0]["code"]) for one in evaluations(session)] == [
        ("little_giant", "new_target")
    ]


def test_leaving_the_pool_ends_the_flag(session):
    from crm.cultivation.titles.queries import open_entry

    enterprise = make_candidate(session)
    evaluate(session)

    open_entry(session, enterprise.id).left_on = TOMORROW
    evaluate(session, TOMORROW)

    assert flags(session, closed=True)[0].closed_why["because"] == [{"code": "left_pool"}]
    assert evaluations(session) == []


def test_over_the_turn_of_the_year_an_open_flag_waits_for_the_figures(session):
    make_candidate(session)
    evaluate(session, date(2026, 12, 31))

    reports = [evaluate(session, on) for on in (NEW_YEAR, date(2027, 1, 2), DEADLINE)]

    assert [lines(report) for report in reports] == [[("awaiting", "srdi", 1)], [], []]
    assert state(flags(session)[0]) == ("eligible", date(2026, 12, 31), None, 2026)
    assert evaluations(session)[0].verdict == "incomplete"


def test_when_the_figures_arrive_the_flag_goes_on_as_they_say(session):
    enterprise = make_candidate(session)
    evaluate(session, date(2026, 12, 31))
    evaluate(session, NEW_YEAR)

    make_figures(session, enterprise, 2026, on=date(2027, 3, 1), **year_of(3100))
    session.add(PlatformScore(enterprise_id=enterprise.id, year=2027, score_e4=650_000, recorded_on=NEW_YEAR))
    evaluate(session, date(2027, 3, 1))

    flag = flags(session)[0]
    assert state(flag) == ("eligible", date(2026, 12, 31), None, None)
    assert flag.evaluation_id == evaluations(session)[0].id
    assert evaluations(session)[0].reasons["because"][0]["code"] == "figures_added"


def test_figures_that_fall_short_end_the_waiting(session):
    enterprise = make_candidate(session)
    evaluate(session, date(2026, 12, 31))
    evaluate(session, NEW_YEAR)

    make_figures(session, enterprise, 2026, on=date(2027, 3, 1), **year_of(3100, rd=1))
    evaluate(session, date(2027, 3, 1))

    assert flags(session) == []


def test_after_the_deadline_nothing_is_waited_for(session):
    make_candidate(session)
    evaluate(session, date(2026, 12, 31))
    evaluate(session, NEW_YEAR)

    evaluate(session, DEADLINE + timedelta(days=1))

    assert flags(session) == []
    assert flags(session, closed=True)[0].closed_why["because"] == [{"code": "figures_missing", "year": 2026}]


def test_whoever_is_struck_by_something_else_at_the_turn_of_the_year_does_not_wait(session):
    enterprise = make_candidate(session)
    evaluate(session, date(2026, 12, 31))

    say(session, enterprise, compliance__dishonest_list=True)
    evaluate(session, NEW_YEAR)

    assert flags(session) == []


def test_a_near_flag_waits_too(session):
    make_candidate(session, total_liabilities=wan(5400))
    evaluate(session, date(2026, 12, 31))

    evaluate(session, NEW_YEAR)

    assert state(flags(session)[0]) == ("near", date(2026, 12, 31), None, 2026)


def test_what_an_older_year_decides_needs_no_waiting(session):
    make_candidate(session, rd_expense=wan(80))
    evaluate(session, date(2026, 12, 31))

    evaluate(session, NEW_YEAR)

    assert state(flags(session)[0]) == ("near", date(2026, 12, 31), None, None)


def test_an_enterprise_far_away_has_no_flag_and_gains_one_when_it_comes_near(session):
    enterprise = make_candidate(session, tier="srdi")
    for year in (2023, 2024, 2025):
        make_figures(session, enterprise, year, **year_of(9000 + 900 * (year - 2023), rd=700))
    say(session, enterprise, chain_role=True, market__share="0.2", niche_started_on="2018-01-01")
    far = evaluate(session)

    own_class1(session, enterprise, 2)
    near = evaluate(session, TOMORROW)

    assert lines(far) == []
    assert [line.kind for line in near.lines] == ["opened"]
    assert near.lines[0].values["reason"] == {"code": "list_added", "list": "intellectual_property"}
    assert near.lines[0].ids == [enterprise.id]


def test_a_flag_waits_for_figures_also_when_other_rules_begin_meanwhile(session):
    enterprise = make_candidate(session)
    session.execute(update(Title).values(granted_on=date(2024, 1, 1), expires_on=date(2027, 12, 31)))
    session.execute(delete(YearlyFigures).where(YearlyFigures.year == 2025))
    make_figures(session, enterprise, 2022, **year_of())
    say(session, enterprise, **STRONG_UNDER_2022)
    session.execute(update(PoolEntry).values(admitted_on=date(2025, 1, 1)))
    evaluate(session, date(2025, 12, 31))

    for on in (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)):
        evaluate(session, on)

    assert evaluations(session)[0].rulebook == "srdi-2026"
    assert evaluations(session)[0].verdict == "incomplete"
    assert state(flags(session)[0]) == ("eligible", date(2025, 12, 31), None, 2025)


STRONG_UNDER_2022 = {
    "product_field": "fills_gap",
    "digital_level": 3,
    "quality": ["own_brand", "standards"],
    "rd_institution": "provincial",
    "local_feature_points": 15,
}

"""Flags are worked: every act is an event that stays, with who, when and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.cultivation.flags import acts
from crm.cultivation.flags.models import DismissalCause, FlagEvent
from crm.cultivation.flags.opened import open_flag, without_seen
from crm.cultivation.flags.story import flag_stories
from crm.cultivation.models import Flag, Tier
from crm.errors import CrmError
from crm.stewards import leave
from tests.cast import make_person
from tests.cultivation.nights import evaluate, flags
from tests.cultivation.srdi import make_candidate, wan
from tests.makers import TODAY, make_enterprise, make_figures
from tests.makers_of_flags import make_flag

TOMORROW = TODAY + timedelta(days=1)
IN_MARCH = date(2027, 3, 1)


@pytest.fixture
def flag(session):
    return make_flag(session, make_enterprise(session, steward="stefan"), Tier.SRDI, "near")


def of(flag):
    return flag.enterprise_id, flag.id


def events(session):
    rows = session.scalars(select(FlagEvent).order_by(FlagEvent.flag_id, FlagEvent.number))
    return [(row.number, row.act, row.as_carer, row.until, row.why) for row in rows]


def shown(session, on):
    return list(session.scalars(select(Flag.id).where(open_flag(on))))


def unseen(session):
    return list(session.scalars(without_seen(select(Flag.id))))


def test_every_act_is_a_row_of_its_own(session, flag):
    stefan, maria = (make_person(session, name).id for name in ("stefan", "maria"))

    acts.see(session, *of(flag), by=stefan, on=TODAY)
    acts.snooze(session, *of(flag), until=IN_MARCH, why="年后再谈", by=stefan, on=TODAY)
    acts.act_on(session, *of(flag), what="已上门说明条件", by=maria, on=TOMORROW)
    acts.snooze(session, *of(flag), until=TOMORROW + timedelta(days=9), why="等审计报告", by=stefan, on=TOMORROW)

    assert events(session) == [
        (1, "seen", True, None, None),
        (2, "snoozed", True, IN_MARCH, "年后再谈"),
        (3, "acted", False, None, "已上门说明条件"),
        (4, "snoozed", True, TOMORROW + timedelta(days=9), "等审计报告"),
    ]


@pytest.mark.parametrize(
    ("on", "shows"), [(IN_MARCH - timedelta(days=1), False), (IN_MARCH, True), (IN_MARCH + timedelta(days=1), True)]
)
def test_a_flag_that_was_put_off_shows_again_on_the_day(session, flag, on, shows):
    acts.snooze(session, *of(flag), until=IN_MARCH, why="年后再谈", by=make_person(session, "stefan").id, on=TODAY)

    assert bool(shown(session, on)) is shows


def test_the_last_decision_counts_and_seeing_decides_nothing(session, flag):
    stefan = make_person(session, "stefan").id
    acts.snooze(session, *of(flag), until=IN_MARCH, why="年后再谈", by=stefan, on=TODAY)
    acts.see(session, *of(flag), by=make_person(session, "maria").id, on=TODAY)
    put_off = shown(session, TOMORROW)

    acts.act_on(session, *of(flag), what="企业来电，愿意申报", by=stefan, on=TOMORROW)

    assert (put_off, shown(session, TOMORROW)) == ([], [flag.id])


def test_a_manager_who_looks_does_not_take_the_flag_from_its_steward(session, flag):
    acts.see(session, *of(flag), by=make_person(session, "maria").id, on=TODAY)
    by_manager = unseen(session)

    acts.see(session, *of(flag), by=make_person(session, "stefan").id, on=TODAY)

    assert (by_manager, unseen(session)) == ([flag.id], [])


def test_whoever_stands_in_looks_after_the_enterprise(session, flag):
    stefan, lina, maria = (make_person(session, name).id for name in ("stefan", "lina", "maria"))
    leave.arrange(session, stefan, lina, from_on=TODAY, to_on=TODAY, why="休假", by=maria, on=TODAY)

    acts.see(session, *of(flag), by=lina, on=TODAY)

    assert unseen(session) == []


def test_seeing_twice_is_one_event(session, flag):
    stefan = make_person(session, "stefan").id

    for _ in range(2):
        acts.see(session, *of(flag), by=stefan, on=TODAY)

    assert events(session) == [(1, "seen", True, None, None)]


def test_dismissing_closes_with_the_cause_until_the_night_has_something_else_to_say(session):
    enterprise = make_candidate(session, rd_expense=wan(80))
    evaluate(session)
    flag = flags(session)[0]
    maria = make_person(session, "maria").id

    acts.dismiss(session, *of(flag), DismissalCause.UNWILLING, why="今年不报", by=maria, on=TODAY)
    evaluate(session, TOMORROW)
    same = flags(session)
    for year in (2024, 2025):
        make_figures(session, enterprise, year, rd_expense=wan(150))
    evaluate(session, TOMORROW)

    session.refresh(flag)
    assert (flag.closed_on, flag.closed_why["because"]) == (TODAY, [{"code": "dismissed", "cause": "unwilling"}])
    assert same == []
    assert [one.kind for one in flags(session)] == ["eligible"]


@pytest.mark.parametrize(
    "act",
    [
        lambda session, flag, by: acts.snooze(session, *of(flag), until=IN_MARCH, why="—", by=by, on=TODAY),
        lambda session, flag, by: acts.act_on(session, *of(flag), what="—", by=by, on=TODAY),
        lambda session, flag, by: acts.dismiss(session, *of(flag), DismissalCause.OTHER, why="—", by=by, on=TODAY),
    ],
)
def test_nothing_is_done_about_a_closed_flag(session, flag, act):
    flag.closed_on = TODAY
    session.flush()

    with pytest.raises(CrmError, match="flag_closed"):
        act(session, flag, make_person(session, "maria").id)

    assert events(session) == []


def test_putting_off_to_today_is_no_putting_off(session, flag):
    with pytest.raises(CrmError, match="snooze_in_the_past"):
        acts.snooze(session, *of(flag), until=TODAY, why="—", by=make_person(session, "stefan").id, on=TODAY)


def test_a_flag_of_another_enterprise_is_not_there(session, flag):
    with pytest.raises(CrmError, match="not_found"):
        acts.see(session, make_enterprise(session).id, flag.id, by=make_person(session, "maria").id, on=TODAY)


def test_the_story_tells_what_was_said_and_done_in_order(session):
    enterprise = make_candidate(session, rd_expense=wan(80))
    evaluate(session)
    flag = flags(session)[0]
    stefan = make_person(session, "stefan").id
    acts.act_on(session, *of(flag), what="已说明研发费用还差多少", by=stefan, on=TODAY)
    for year in (2024, 2025):
        make_figures(session, enterprise, year, rd_expense=wan(150), on=TOMORROW)
    evaluate(session, TOMORROW)

    stories, total = flag_stories(session, enterprise.id)

    assert total == 1
    assert [(one.as_of, one.flag_kind) for one in stories[0].verdicts] == [(TODAY, "near"), (TOMORROW, "eligible")]
    assert [(one.act, one.who, one.why) for one in stories[0].done] == [("acted", "Stefan", "已说明研发费用还差多少")]

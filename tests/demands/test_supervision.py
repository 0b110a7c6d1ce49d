"""The three rates of each department, on and beside their days."""

from datetime import timedelta

import pytest

from crm.demands.course.acts import Saying
from crm.demands.supervision.queries import Rate, records_by_department
from tests.cast import make_department
from tests.conftest import TODAY
from tests.demands.making import act_on, make_demand

SINCE = TODAY.replace(month=1, day=1)


def record(session, name="区金融办", on=TODAY, since=SINCE):
    return next(one for one in records_by_department(session, since, on=on) if one.name == name)


@pytest.mark.parametrize(("days", "part"), [(0, 1), (1, 1), (2, 0)])
def test_a_response_counts_up_to_its_day(session, days, part):
    demand = make_demand(session)

    act_on(session, demand, "accept", on=TODAY + timedelta(days=days))

    assert record(session, on=TODAY + timedelta(days=days)).response == Rate(part, 1)


def test_what_waits_within_its_day_counts_not_yet_and_after_it_as_missed(session):
    demand = make_demand(session)

    assert record(session, on=demand.answer_by).response == Rate(0, 0)
    assert record(session, on=demand.answer_by + timedelta(days=1)).response == Rate(0, 1)


def test_explained_is_not_solved(session):
    act_on(session, make_demand(session, "in_hand"), "answer", Saying(outcome="explained", text="政策已到期"))
    make_demand(session, "done")

    found = record(session)

    assert (found.solution, found.explained) == (Rate(1, 2), 1)


@pytest.mark.parametrize(("score", "part"), [(3, 0), (4, 1), (5, 1)])
def test_who_is_satisfied_begins_at_satisfied(session, score, part):
    act_on(session, make_demand(session, "called_back"), "confirm", Saying(satisfaction=score))

    assert record(session).satisfaction == Rate(part, 1)


def test_nobody_reached_is_no_opinion(session):
    demand = make_demand(session, "done")
    for act in ("try_call", "try_call", "try_call", "close_unreached"):
        act_on(session, demand, act)

    assert record(session).satisfaction == Rate(0, 0)


def test_late_begins_the_day_after_the_last_and_not_in_a_pause(session):
    demand = make_demand(session, "in_hand")
    last = demand.finish_by

    assert (record(session, on=last).late, record(session, on=last + timedelta(days=1)).late) == (0, 1)
    act_on(session, demand, "pause")
    found = record(session, on=last + timedelta(days=1))
    assert (found.late, found.paused, found.open) == (0, 1, 1)


def test_a_demand_counts_for_the_department_that_leads_it_now(session):
    demand = make_demand(session, "returned")
    act_on(session, demand, "route", Saying(department=make_department(session, "kw", "区科委")))

    assert [one.name for one in records_by_department(session, SINCE, on=TODAY)] == ["区科委"]
    assert record(session, "区科委").returned == 1


def test_withdrawn_and_earlier_closed_ones_count_for_nobody(session):
    make_demand(session, "withdrawn")
    make_demand(session, "closed")
    make_demand(session)

    assert record(session).total == 2
    assert record(session, since=TODAY + timedelta(days=1)).total == 1

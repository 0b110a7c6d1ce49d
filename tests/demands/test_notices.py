"""Who is told of a demand: of each step who must act next, of the clock once a step and round."""

from datetime import date, timedelta

from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.demands.course.acts import Saying
from crm.demands.models import DemandEvent
from crm.demands.reminders.jobs import bring_back_promises, tell_of_clocks
from crm.notifications.models import Notice
from crm.people.models import User, UserState
from crm.stewards import leave
from crm.work import Turn
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.demands.making import PROMISED, act_on, make_demand

RULES = service_rules().demands


def told(session, kind=None):
    """Who has a standing notice, of which kind."""
    rows = session.execute(
        select(Notice.kind, User.name).join(User, User.id == Notice.user_id).where(Notice.withdrawn_at.is_(None))
    )
    return sorted((row.kind, row.name) for row in rows if kind in (None, row.kind))


def clock(session, on):
    return tell_of_clocks(session, Turn(on, NOW), RULES)


def test_the_handlers_of_the_leading_department_are_told_of_what_comes(session):
    make_demand(session)

    assert told(session) == [("demand_came", "Hana")]


def test_the_managers_are_told_of_what_comes_to_a_department_without_handlers(session):
    housing = make_department(session, "zjw", "区住房城乡建设委")

    make_demand(session, department_id=housing)

    assert told(session) == [("demand_decide", "Maria")]


def test_the_managers_are_told_when_a_demand_is_given_to_a_department_without_handlers(session):
    demand = make_demand(session)
    housing = make_department(session, "zjw", "区住房城乡建设委")

    act_on(session, demand, "transfer", Saying(why="住房问题", department=housing))
    assert told(session) == [("demand_decide", "Maria")]

    clock(session, demand.finish_by - timedelta(days=1))
    assert ("demand_due", "Maria") in told(session)


def test_who_is_no_handler_there_any_more_is_not_told_but_the_colleagues_are(session):
    demand = make_demand(session, "in_hand")
    make_person(session, "hugo").department_id = make_person(session, "hana").department_id
    make_person(session, "hana").state = UserState.DISABLED
    session.flush()

    clock(session, demand.finish_by)

    assert told(session, "demand_due") == [("demand_due", "Hugo"), ("demand_due", "Stefan")]


def test_a_step_withdraws_what_was_told_before_it(session):
    make_demand(session, "in_hand", joint_ids=frozenset())

    assert told(session) == []


def test_who_joins_is_told_when_the_demand_is_in_hand_and_can_be_spoken_to(session):
    make_demand(session, "in_hand")

    assert told(session) == [("demand_came", "Hugo")]


def test_the_steward_and_the_stand_in_are_told_of_the_answer(session):
    stefan, lina, maria = (make_person(session, name) for name in ("stefan", "lina", "maria"))
    leave.arrange(session, stefan.id, lina.id, from_on=TODAY, to_on=TODAY, why="休假", by=maria.id, on=TODAY)

    make_demand(session, "done")

    assert told(session) == [("demand_answered", "Lina"), ("demand_answered", "Stefan")]


def test_a_manager_is_asked_about_a_return_and_an_extension(session):
    make_demand(session, "returned")
    assert told(session) == [("demand_decide", "Maria")]

    act_on(session, make_demand(session, "in_hand"), "ask_extension")
    assert told(session, "demand_decide") == [("demand_decide", "Maria")] * 2


def test_the_clock_speaks_once_a_step_and_reaches_further_each_time(session):
    demand = make_demand(session, "in_hand")
    last = demand.finish_by
    people = []

    for on in (last - timedelta(days=3), last - timedelta(days=1), last, last + timedelta(days=1)):
        clock(session, on)
        clock(session, on)
        people.append([name for _kind, name in told(session, "demand_due")])

    assert people == [[], ["Hana"], ["Hana", "Hana", "Stefan"], ["Hana", "Hana", "Hana", "Maria", "Stefan", "Stefan"]]


def test_on_the_last_day_the_colleagues_of_who_took_it_in_hand_hear_of_it_too(session):
    demand = make_demand(session, "in_hand")
    make_person(session, "hugo").department_id = make_person(session, "hana").department_id
    session.flush()

    clock(session, demand.finish_by - timedelta(days=1))
    assert told(session, "demand_due") == [("demand_due", "Hana")]
    clock(session, demand.finish_by)

    assert ("demand_due", "Hugo") in told(session, "demand_due")


def test_the_clock_of_the_first_answer_speaks_as_the_other_until_there_is_one(session):
    demand = make_demand(session, level="long")
    last, people = demand.answer_by, []

    for on in (last - timedelta(days=1), last, last + timedelta(days=1)):
        clock(session, on)
        clock(session, on)
        people.append([name for _kind, name in told(session, "demand_due")])

    assert people == [["Hana"], ["Hana", "Hana", "Stefan"], ["Hana", "Hana", "Hana", "Maria", "Stefan", "Stefan"]]
    act_on(session, demand, "accept")
    assert not clock(session, last + timedelta(days=2)).counts


def test_a_new_last_day_is_told_of_anew_and_once(session):
    demand = make_demand(session, "in_hand")
    clock(session, demand.finish_by)
    act_on(session, demand, "ask_extension")
    act_on(session, demand, "grant_extension")

    for _ in range(2):
        clock(session, demand.finish_by)

    assert told(session, "demand_due") == [("demand_due", "Hana"), ("demand_due", "Stefan")]


def test_a_week_of_sleep_tells_the_last_step_and_no_more(session):
    demand = make_demand(session, "in_hand")

    clock(session, demand.finish_by + timedelta(days=7))
    clock(session, demand.finish_by + timedelta(days=8))

    assert [name for _kind, name in told(session, "demand_due")] == ["Hana", "Maria", "Stefan"]


def test_a_paused_demand_and_an_answered_one_have_no_clock(session):
    for state in ("paused", "done", "closed"):
        make_demand(session, state)

    report = clock(session, TODAY + timedelta(days=60))

    assert not report.counts


def test_a_promise_comes_back_the_day_after_it_passed(session):
    demand = make_demand(session, "in_hand")
    act_on(session, demand, "answer", Saying(outcome="planned", text="扩园", day=PROMISED))
    act_on(session, demand, "call_back")
    act_on(session, demand, "confirm")

    bring_back_promises(session, Turn(PROMISED, NOW))
    assert demand.state == "closed"
    bring_back_promises(session, Turn(PROMISED + timedelta(days=1), NOW))
    bring_back_promises(session, Turn(PROMISED + timedelta(days=1), NOW))

    assert (demand.state, demand.round, demand.finish_by) == ("in_hand", 2, date(2026, 12, 21))
    acts = session.scalars(select(DemandEvent.act).order_by(DemandEvent.number)).all()
    assert acts.count("promise_passed") == 1
    assert told(session) == [("demand_answered", "Stefan"), ("demand_came", "Hana")]


def test_a_promise_that_was_kept_stays_closed(session):
    demand = make_demand(session, "in_hand")
    act_on(session, demand, "answer", Saying(outcome="planned", text="扩园", day=PROMISED))
    act_on(session, demand, "call_back")
    act_on(session, demand, "confirm")
    act_on(session, demand, "strike_off")

    bring_back_promises(session, Turn(PROMISED + timedelta(days=30), NOW))

    assert (demand.state, demand.struck_off_on) == ("closed", TODAY)

"""The life of a demand: every pair of state and act, and what the table alone cannot say."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm.demands.course.acts import Saying
from crm.demands.course.life import DEMAND_LIFE, DemandAct, steps_open_to
from crm.demands.models import DemandDepartment, DemandEvent
from crm.demands.service import take_step, thing_of
from crm.demands.wordings import WORDINGS
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.departments.service import end_department
from crm.steps import find_step, last_step
from crm.web.words import word
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.demands.making import PROMISED, SAYINGS, WAYS, WHO, act_on, make_demand
from tests.makers import make_contact, make_enterprise

ACTORS = {"hana": "lead", "hugo": "joint", "stefan": "carer", "maria": "manager"}
BY_THE_NIGHT = {DemandAct.PROMISE_PASSED}
PAIRS = [(state, act) for state in WAYS for act in DemandAct if act not in BY_THE_NIGHT]


def say(refused):
    """The sentence that a person reads."""
    return WORDINGS[refused.value.code].say(refused.value.values, word)


def saying_for(session, act):
    if act in ("route", "transfer"):
        return Saying(why="应由科委办", department=make_department(session, "kw", "区科委"))
    return SAYINGS.get(act, Saying())


@pytest.mark.parametrize(("state", "act"), PAIRS)
def test_the_service_takes_exactly_the_steps_of_the_table(session, state, act):
    if act == "merge":
        make_demand(session, enterprise=(here := make_enterprise(session, steward="stefan")))
        demand = make_demand(session, state, here, is_another=True)
    else:
        demand = make_demand(session, state)
    who = WHO.get(act, "stefan")
    actor = ACTORS[who]
    is_open = find_step(DEMAND_LIFE, act, state, {actor}) in steps_open_to(demand, {actor})
    before = len(session.scalars(select(DemandEvent)).all())

    if is_open:
        act_on(session, demand, act, saying_for(session, act))
        assert demand.state == find_step(DEMAND_LIFE, act, state, {actor}).after
    else:
        with pytest.raises(CrmError, match=r"demand_moved_on|demand_calls_missing"):
            act_on(session, demand, act, saying_for(session, act))
        assert demand.state == state

    assert len(session.scalars(select(DemandEvent)).all()) == before + is_open


@pytest.mark.parametrize("step", [one for one in DEMAND_LIFE if one.needs], ids=lambda one: f"{one.act}-{one.before}")
def test_a_step_without_what_it_needs_is_refused_by_name(session, step):
    demand = closed_on_a_promise(session) if step.act == "strike_off" else make_demand(session, step.before)
    demand.round = 2 if step.act == "send_up" else 1
    demand.extension = "requested" if step.act == "refuse_extension" else None
    session.flush()

    for need in step.needs:
        with pytest.raises(CrmError, match=f"demand_needs_{need}"):
            act_on(session, demand, step.act, replace(saying_for(session, step.act), **{need: None}))

    assert demand.state == step.before


def closed_on_a_promise(session):
    demand = make_demand(session, "in_hand")
    act_on(session, demand, "answer", Saying(outcome="planned", text="明年扩园", day=PROMISED))
    act_on(session, demand, "call_back")
    return act_on(session, demand, "confirm")


def test_answered_is_not_closed_until_the_enterprise_has_spoken(session):
    demand = make_demand(session, "done")

    assert demand.closed_on is None
    act_on(session, demand, "call_back")
    act_on(session, demand, "confirm", Saying(satisfaction=4))

    assert (demand.state, demand.satisfaction, demand.reached, demand.closed_on) == ("closed", 4, True, TODAY)


def test_a_call_back_keeps_how_and_with_whom_as_values(session):
    """A contact of the enterprise by its row, or a name that was typed; another enterprise's contact is not there."""
    demand, other = make_demand(session, "done"), make_demand(session, "done")
    wang = make_contact(session, session.get_one(Enterprise, demand.enterprise_id), "王芳")
    by_contact = Saying(channel="visit", contact=wang.id, text="已到账")

    with pytest.raises(CrmError, match="not_found"):
        act_on(session, other, "call_back", by_contact)
    act_on(session, demand, "call_back", by_contact)
    act_on(session, other, "call_back", Saying(channel="call", contact=wang.id, spoken_with="门卫", text="不在"))

    kept = [last_step(session, thing_of(one)).detail for one in (demand, other)]
    assert kept[0] == {"channel": "visit", "spoken_with": "王芳", "contact": wang.id}
    assert kept[1] == {"channel": "call", "spoken_with": "门卫"}


def test_three_calls_that_reach_nobody_may_close_it_and_two_may_not(session):
    demand = make_demand(session, "done")
    for _ in range(2):
        act_on(session, demand, "try_call")

    with pytest.raises(CrmError, match="demand_calls_missing") as refused:
        act_on(session, demand, "close_unreached")
    assert "只记了 2 次没联系上，满 3 次" in say(refused)
    act_on(session, demand, "try_call")
    act_on(session, demand, "close_unreached")

    assert (demand.state, demand.reached, demand.satisfaction) == ("closed", False, None)


def test_a_second_dissatisfaction_goes_to_the_manager(session):
    demand = make_demand(session, "called_back")
    act_on(session, demand, "reopen")
    assert (demand.round, demand.state, demand.outcome) == (2, "in_hand", None)
    act_on(session, demand, "answer")
    act_on(session, demand, "call_back")

    with pytest.raises(CrmError, match="demand_moved_on"):
        act_on(session, demand, "reopen")
    act_on(session, demand, "send_up")

    assert (demand.round, demand.state) == (3, "returned")


def test_it_is_returned_once(session):
    demand = make_demand(session, "returned")
    act_on(session, demand, "route", Saying(department=make_department(session, "jrb", "区金融办")))

    with pytest.raises(CrmError, match="demand_returned_once"):
        act_on(session, demand, "return")


def test_an_extension_is_asked_for_once_and_only_for_a_later_day(session):
    demand = make_demand(session, "in_hand")
    with pytest.raises(CrmError, match="demand_extension_not_later"):
        act_on(session, demand, "ask_extension", Saying(why="忙", day=demand.finish_by))
    act_on(session, demand, "ask_extension")
    act_on(session, demand, "grant_extension")

    assert demand.finish_by == date(2026, 12, 31)
    with pytest.raises(CrmError, match="demand_extension_once") as refused:
        act_on(session, demand, "ask_extension", Saying(why="忙", day=date(2027, 1, 20)))
    assert "已申请过延期（已同意），每轮办理只能延期一次" in say(refused)
    assert "请在 2026-12-31 前答复" in say(refused)


def test_a_promise_needs_a_day_that_lies_ahead(session):
    demand = make_demand(session, "in_hand")

    for day, code in ((None, "demand_needs_promise"), (TODAY, "demand_promise_past")):
        with pytest.raises(CrmError, match=code):
            act_on(session, demand, "answer", Saying(outcome="planned", text="扩园", day=day))


def test_transferring_ends_the_part_of_the_department_before(session):
    demand = make_demand(session, "in_hand")
    kw = make_department(session, "kw", "区科委")

    act_on(session, demand, "transfer", Saying(why="应由科委办", department=kw))

    parts = session.scalars(select(DemandDepartment).where(DemandDepartment.to_at.is_(None))).all()
    assert [(one.department_id, one.part) for one in parts] == [(kw, "lead")]
    assert demand.handler_id is None
    with pytest.raises(CrmError, match="demand_moved_on"):
        act_on(session, demand, "accept", who="hana")


def test_the_refusal_tells_who_was_faster_and_why(session):
    demand = make_demand(session, "withdrawn")

    with pytest.raises(CrmError) as refused:
        act_on(session, demand, "accept")

    assert "现为“已撤回”（Stefan 2026-11-24 撤回诉求，说明：企业自行解决）" in say(refused)


def test_closing_what_is_closed_says_that_it_is_and_by_whom(session):
    demand = make_demand(session, "closed")

    with pytest.raises(CrmError) as refused:
        act_on(session, demand, "confirm", who="maria")

    assert "现为“已办结”（Stefan 2026-11-24 确认办结，说明：—）" in say(refused)


def test_a_merged_demand_says_where_it_went(session):
    here = make_enterprise(session, steward="stefan")
    first = make_demand(session, enterprise=here)
    second = make_demand(session, enterprise=here, is_another=True)

    act_on(session, second, "merge", Saying(into=first.number))

    assert (second.state, second.merged_into) == ("merged", first.id)


@pytest.mark.parametrize("into", ["itself", "SQ2026-999999", "foreign"])
def test_nothing_is_merged_into_what_is_no_other_open_demand_of_the_enterprise(session, into):
    demand, foreign = make_demand(session), make_demand(session)
    number = {"itself": demand.number, "foreign": foreign.number}.get(into, into)

    with pytest.raises(CrmError, match="demand_merge_unfit"):
        act_on(session, demand, "merge", Saying(into=number))

    assert demand.state == "raised"


@pytest.mark.parametrize("state", ["raised", "in_hand", "done"])
def test_a_department_does_not_end_while_a_demand_waits_there(session, state):
    demand = make_demand(session, state)
    lead = session.scalars(select(DemandDepartment).where(DemandDepartment.part == "lead")).one()
    hana = make_person(session, "hana")
    hana.department_id = None
    session.flush()

    with pytest.raises(CrmError, match="department_has_demands"):
        end_department(session, lead.department_id, named=(), by=make_person(session, "adam").id, on=TODAY)

    assert demand.state == state


def test_nobody_acts_for_a_department_that_is_not_theirs(session):
    demand = make_demand(session)
    hugo = make_person(session, "hugo")

    with pytest.raises(CrmError, match="demand_moved_on"):
        take_step(session, demand.id, "accept", Saying(), by=hugo.id, on=TODAY, at=NOW)

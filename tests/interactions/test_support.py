"""Who stands beside the steward, and what an enterprise is promised for a year: named, kept, given up, refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from crm.errors import CrmError
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.service import Encounter, log
from crm.interactions.support import service
from crm.interactions.support.life import ITEM_LIFE, ItemAct
from crm.interactions.support.models import (
    ItemState,
    PlanItemEvent,
    ServicePlan,
    ServicePlanItem,
    TeamMember,
    TeamPart,
)
from crm.interactions.support.queries import read_support, select_progress
from crm.interactions.support.service import MemberCard, Promise
from crm.people.departments.service import end_department
from crm.people.models import Department
from crm.steps import find_step
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise

DUE = date(2026, 12, 20)
WISH = Promise(ContactPurpose.POLICY, "初审申报材料", DUE)
PAIRS = [(state, act) for state in ItemState for act in ItemAct]


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def enterprise(session, stefan):
    return make_enterprise(session, steward=stefan)


def refused(act):
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value.code


def name(session, enterprise, by, *what, **more):
    return service.name_member(session, enterprise.id, MemberCard(*what, **more), by=by.id, on=TODAY)


def make_promise(session, enterprise, by, wish=WISH):
    return service.promise(session, enterprise.id, wish, by=by.id, on=TODAY)


def step(session, enterprise, item, act, by, why="已办", **more):
    return service.take_item_step(session, enterprise.id, item.id, act, why=why, by=by.id, at=NOW, **more)


def test_there_is_one_leader_and_one_contact_a_department_and_the_former_stay_to_be_read(session, enterprise, stefan):
    finance, science = make_department(session, "jrb", "区金融办"), make_department(session, "kw", "区科委")
    first = name(session, enterprise, stefan, TeamPart.LEADER, "陈副区长")
    second = name(session, enterprise, stefan, TeamPart.LEADER, "刘副区长")
    for department in (finance, science):
        name(session, enterprise, stefan, TeamPart.DEPARTMENT, "查静", department)

    assert (first.to_on, first.ended_by, second.to_on) == (TODAY, stefan.id, None)
    team = read_support(session, enterprise.id, 2026)["team"]
    assert [(each.part, each.name, each.department) for each in team] == [
        (TeamPart.LEADER, "刘副区长", None),
        *((TeamPart.DEPARTMENT, "查静", unit) for unit in sorted(["区金融办", "区科委"])),
    ]


def test_what_is_sent_twice_is_one(session, enterprise, stefan):
    for _ in range(2):
        name(session, enterprise, stefan, TeamPart.LEADER, "陈副区长", position="副区长")
        make_promise(session, enterprise, stefan)

    assert session.scalar(select(func.count(TeamMember.id))) == 1
    assert session.scalar(select(func.count(ServicePlanItem.id))) == 1


def test_an_enterprise_has_one_plan_a_year(session, enterprise, stefan):
    make_promise(session, enterprise, stefan)
    make_promise(session, enterprise, stefan, Promise(ContactPurpose.RESOURCE, "对接投资机构", date(2026, 12, 31)))
    make_promise(session, enterprise, stefan, Promise(ContactPurpose.RESOURCE, "对接投资机构", date(2027, 1, 1)))

    plans = session.execute(select(ServicePlan.year, func.count()).join(ServicePlanItem).group_by(ServicePlan.year))
    assert sorted(tuple(row) for row in plans) == [(2026, 2), (2027, 1)]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Promise(ContactPurpose.POLICY, " ", DUE), "promise_text_unfit"),
        (Promise(ContactPurpose.POLICY, "字" * 501, DUE), "promise_text_unfit"),
        (Promise(ContactPurpose.POLICY, "字" * 500, TODAY - timedelta(days=1)), "promise_in_the_past"),
        (Promise(ContactPurpose.POLICY, "x", date(2028, 1, 1)), "promise_too_far"),
        (Promise(ContactPurpose.POLICY, "x", DUE, 990_001), "not_found"),
    ],
)
def test_a_promise_that_cannot_be_one_is_refused(session, enterprise, stefan, wish, code):
    assert refused(lambda: make_promise(session, enterprise, stefan, wish)) == code


@pytest.mark.parametrize(
    "wish", [Promise(ContactPurpose.POLICY, "字" * 500, TODAY), Promise("policy", "x", date(2027, 12, 31))]
)
def test_on_the_limit_it_is_one(session, enterprise, stefan, wish):
    assert make_promise(session, enterprise, stefan, wish).state is ItemState.PROMISED


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (MemberCard(TeamPart.LEADER, " "), "member_name_unfit"),
        (MemberCard(TeamPart.LEADER, "名" * 51), "member_name_unfit"),
        (MemberCard(TeamPart.LEADER, "陈", position="职" * 51), "member_name_unfit"),
        (MemberCard(TeamPart.DEPARTMENT, "查静"), "member_needs_department"),
        (MemberCard(TeamPart.LEADER, "陈", telephone="138 0000-5707"), "member_mobile"),
        (MemberCard(TeamPart.LEADER, "陈", 990_001), "not_found"),
    ],
)
def test_a_card_that_cannot_be_one_is_refused(session, enterprise, stefan, card, code):
    def act():
        return service.name_member(session, enterprise.id, card, by=stefan.id, on=TODAY)

    assert refused(act) == code


def test_nothing_is_promised_for_a_department_that_ended_and_none_ends_while_it_has_promised(
    session, enterprise, stefan
):
    department, adam = make_department(session, "jrb", "区金融办"), make_person(session, "adam")
    wish = Promise(ContactPurpose.PROJECT, "贷款贴息", DUE, department)
    item = make_promise(session, enterprise, stefan, wish)

    def end():
        return end_department(session, department, named=(), by=adam.id, on=TODAY)

    assert refused(end) == "department_has_promises"
    step(session, enterprise, item, ItemAct.GIVE_UP, stefan, why="改由科委")
    end()
    assert session.get_one(Department, department).ended_on == TODAY
    assert refused(lambda: make_promise(session, enterprise, stefan, wish)) == "support_department_ended"
    card = (TeamPart.DEPARTMENT, "查静", department)
    assert refused(lambda: name(session, enterprise, stefan, *card)) == "support_department_ended"


def test_an_enterprise_that_is_gone_is_promised_nothing(session, enterprise, stefan):
    enterprise.deregistered_on = TODAY

    assert refused(lambda: make_promise(session, enterprise, stefan)) == "support_of_gone_enterprise"
    assert refused(lambda: name(session, enterprise, stefan, TeamPart.LEADER, "陈")) == "support_of_gone_enterprise"


@pytest.mark.parametrize(("state", "act"), PAIRS)
def test_a_promise_takes_exactly_the_steps_of_its_table(session, enterprise, stefan, state, act):
    item = make_promise(session, enterprise, stefan)
    for before in ITEM_LIFE:
        if before.before == ItemState.PROMISED and before.after == state:
            step(session, enterprise, item, before.act, stefan)
    allowed = find_step(ITEM_LIFE, act, state, {"steward"})

    if allowed:
        step(session, enterprise, item, act, stefan, why="因故")
    else:
        expected = "forbidden" if state is ItemState.PROMISED else "promise_moved_on"
        assert refused(lambda: step(session, enterprise, item, act, stefan)) == expected
    assert item.state == (allowed.after if allowed else state)
    taken = session.scalar(select(func.count(PlanItemEvent.id)))
    assert taken == (state is not ItemState.PROMISED) + bool(allowed)


def test_a_step_needs_its_word_a_carer_and_the_enterprise_of_the_promise(session, enterprise, stefan):
    item, hana = make_promise(session, enterprise, stefan), make_person(session, "hana")
    other = make_enterprise(session, steward=stefan)

    assert refused(lambda: step(session, enterprise, item, "fulfil", stefan, why=" ")) == "promise_step_without_why"
    assert refused(lambda: step(session, enterprise, item, "fulfil", hana)) == "forbidden"
    assert refused(lambda: step(session, other, item, "fulfil", stefan)) == "not_found"


def test_the_service_that_kept_it_is_of_this_enterprise_and_forgotten_when_it_is_taken_up_again(
    session, enterprise, stefan
):
    item, other = make_promise(session, enterprise, stefan), make_enterprise(session, steward=stefan)
    record = Encounter(Channel.VISIT, ContactPurpose.POLICY, TODAY, "初审完成")
    theirs = log(session, other.id, record, by=stefan.id, on=TODAY, at=NOW)
    ours = log(session, enterprise.id, record, by=stefan.id, on=TODAY, at=NOW)

    def fulfil(interaction_id):
        return step(session, enterprise, item, ItemAct.FULFIL, stefan, interaction_id=interaction_id)

    assert refused(lambda: fulfil(theirs.id)) == "promise_service_unfit"
    assert fulfil(ours.id).interaction_id == ours.id
    assert step(session, enterprise, item, ItemAct.TAKE_UP, stefan).interaction_id is None


def test_somebody_leaves_the_team_once(session, enterprise, stefan):
    member = name(session, enterprise, stefan, TeamPart.LEADER, "陈副区长")

    service.end_member(session, enterprise.id, member.id, by=stefan.id, on=TODAY)

    def again():
        return service.end_member(session, enterprise.id, member.id, by=stefan.id, on=TODAY)

    assert refused(again) == "member_already_ended"
    other = make_enterprise(session)
    assert refused(lambda: service.end_member(session, other.id, member.id, by=stefan.id, on=TODAY)) == "not_found"


def test_the_progress_counts_this_year_and_all_that_is_overdue(session, enterprise, stefan):
    kept, given_up = (
        make_promise(session, enterprise, stefan),
        make_promise(session, enterprise, stefan, Promise(ContactPurpose.PLANNING, "编制规划", DUE)),
    )
    make_promise(session, enterprise, stefan, Promise(ContactPurpose.PLANNING, "今天到期", TODAY))
    step(session, enterprise, kept, ItemAct.FULFIL, stefan)
    step(session, enterprise, given_up, ItemAct.GIVE_UP, stefan)

    def progress(on):
        return tuple(session.execute(select_progress(enterprise.id, on)).one())

    assert progress(TODAY) == (2, 1, 0)
    assert progress(TODAY + timedelta(days=1)) == (2, 1, 1)
    assert progress(date(2027, 1, 4)) == (0, 0, 1)

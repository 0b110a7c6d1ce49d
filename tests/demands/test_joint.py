"""Joint matters: several enterprises with one wish; meetings about what is stuck, and what they resolved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from crm.config.service_rules import JointRules, service_rules
from crm.config.working_days import between
from crm.demands.course.acts import Saying
from crm.demands.joint import queries
from crm.demands.joint.jobs import propose, remind_owners
from crm.demands.joint.models import MatterState
from crm.demands.joint.page import matter_words
from crm.demands.joint.service import call_meeting, end_matter, propose_matters, report_done, resolve, take_up
from crm.errors import CrmError
from crm.notifications.models import Notice
from crm.people import service as people
from crm.work import Turn
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.demands.making import act_on, make_demand
from tests.makers import make_enterprise, writing

RULES = JointRules(enterprises=3, days=30)
DUE = date(2026, 12, 20)


def ask(session, count=3, *, on=TODAY, **changes):
    return [make_demand(session, on=on, **changes) for _ in range(count)]


def proposed(session, on=TODAY):
    propose_matters(session, RULES, on=on)
    return [(one.kind, one.subject, one.demands) for one in queries.list_matters(session, MatterState.PROPOSED)]


@pytest.mark.parametrize(("count", "found"), [(2, []), (3, [("category", "finance", 3)])])
def test_three_enterprises_with_one_wish_are_a_joint_matter_and_two_are_not(session, count, found):
    ask(session, count)

    assert proposed(session) == found


def test_one_enterprise_that_asks_three_times_is_one_enterprise(session):
    here = make_enterprise(session, steward="stefan")
    for _ in range(3):
        make_demand(session, enterprise=here, is_another=True)

    assert proposed(session) == []


@pytest.mark.parametrize(("days", "found"), [(29, 1), (30, 0)])
def test_thirty_days_are_today_and_the_twenty_nine_before(session, days, found):
    ask(session, 2)
    ask(session, 1, on=TODAY - timedelta(days=days))

    assert len(proposed(session)) == found


def test_a_department_is_a_matter_of_its_own_where_its_demands_are_of_several_kinds(session):
    for category in ("finance", "talent", "housing"):
        make_demand(session, category=category)

    assert proposed(session) == [("department", "jrb", 3)]


def test_categories_that_share_a_clause_are_a_matter_by_the_clause(session):
    """人才引进 and 人才住房 both rest on 第四条: whichever departments lead, it is one wish."""
    kw = make_department(session, "kw", "区科委")
    for category, department in (("talent", {}), ("housing", {"department_id": kw}), ("housing", {})):
        make_demand(session, category=category, **department)

    assert proposed(session) == [("clause", "第四条", 3)]
    assert matter_words(queries.list_matters(session, MatterState.PROPOSED)[0]) == "涉及第四条的诉求"


def test_withdrawn_demands_make_no_pattern(session):
    ask(session, 2)
    make_demand(session, "withdrawn")

    assert proposed(session) == []


def test_proposing_twice_proposes_once_and_a_later_demand_joins(session):
    ask(session)
    counts = [propose(session, Turn(TODAY, NOW), RULES).counts["joint_matters"] for _ in range(2)]
    ask(session, 1)

    assert counts == [1, 0]
    assert proposed(session) == [("category", "finance", 4)]


def test_what_was_put_aside_comes_again_only_with_three_others(session):
    ask(session)
    propose_matters(session, RULES, on=TODAY)
    matter = queries.list_matters(session, MatterState.PROPOSED)[0]
    maria = make_person(session, "maria").id
    end_matter(session, matter.id, "各不相同", by=maria, on=TODAY)

    ask(session, 2)
    assert proposed(session) == []
    ask(session, 1)
    assert proposed(session) == [("category", "finance", 3)]


def test_a_matter_is_taken_up_once_and_then_settled(session):
    ask(session)
    propose_matters(session, RULES, on=TODAY)
    matter_id = queries.list_matters(session, MatterState.PROPOSED)[0].id
    maria = make_person(session, "maria").id
    take_up(session, matter_id, by=maria, on=TODAY)

    with pytest.raises(CrmError, match="joint_matter_moved_on"):
        take_up(session, matter_id, by=maria, on=TODAY)
    assert end_matter(session, matter_id, "已统一答复", by=maria, on=TODAY).state == "settled"
    with pytest.raises(CrmError, match="joint_matter_moved_on"):
        end_matter(session, matter_id, "再来", by=maria, on=TODAY)


def test_what_is_overdue_returned_or_opened_again_is_stuck(session):
    late, returned, again = (
        make_demand(session, "in_hand"),
        make_demand(session, "returned"),
        make_demand(session, "called_back"),
    )
    act_on(session, again, "reopen")
    make_demand(session)
    paused = make_demand(session, "paused")
    late.finish_by = paused.finish_by = TODAY - timedelta(days=1)
    session.flush()

    stuck = {line.demand.id for line in queries.stuck_demands(session, on=TODAY)}

    assert stuck == {late.id, returned.id, again.id}


def called(session, **changes):
    """A meeting about one returned demand."""
    demand = make_demand(session, "returned")
    maria = make_person(session, "maria").id
    values = {"held_on": TODAY, "demand_ids": [demand.id], "matter_ids": [], **changes}
    return call_meeting(session, values["held_on"], values["demand_ids"], values["matter_ids"], by=maria, on=TODAY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_on": TODAY - timedelta(days=1)}, "meeting_in_the_past"),
        ({"demand_ids": []}, "meeting_without_agenda"),
        ({"demand_ids": [999]}, "agenda_moved_on"),
        ({"matter_ids": [999]}, "agenda_moved_on"),
    ],
)
def test_a_meeting_needs_a_day_ahead_and_an_agenda_that_stands(session, changes, code):
    with pytest.raises(CrmError, match=code):
        called(session, **changes)


def test_a_resolution_has_an_owner_who_is_told_and_a_day(session):
    meeting = called(session)
    item = queries.agenda_of(session, meeting.id)[0]
    maria, hana = make_person(session, "maria").id, make_person(session, "hana").id

    one = resolve(session, item.id, "牵头会商", owner_id=hana, due_on=DUE, by=maria, on=TODAY, at=NOW)

    notice = session.scalars(select(Notice).where(Notice.kind == "joint_resolved")).one()
    assert (notice.user_id, notice.values["due_on"]) == (hana, "2026-12-20")
    assert [line.id for line in queries.resolutions_of(session, hana)] == [one.id]
    report_done(session, one.id, "已会商", by=hana, on=TODAY, at=NOW)
    assert queries.resolutions_of(session, hana) == []
    with pytest.raises(CrmError, match="resolution_reported"):
        report_done(session, one.id, "再报", by=hana, on=TODAY, at=NOW)
    meetings = queries.list_meetings(session)
    assert [(line.items, line.resolutions, line.open) for line in meetings] == [(1, 1, 0)]


def test_nothing_is_given_to_a_disabled_account_or_for_a_day_that_is_over(session):
    item = queries.agenda_of(session, called(session).id)[0]
    maria, hana = make_person(session, "maria").id, make_person(session, "hana")
    given = {"by": maria, "on": TODAY, "at": NOW}

    with pytest.raises(CrmError, match="resolution_due_past"):
        resolve(session, item.id, "办", owner_id=hana.id, due_on=TODAY - timedelta(days=1), **given)
    people.disable(session, hana, by=maria, at=NOW)
    with pytest.raises(CrmError, match="resolution_owner_inactive"):
        resolve(session, item.id, "办", owner_id=hana.id, due_on=DUE, **given)


def test_a_matter_goes_through_a_meeting_on_pages(app, signed_in, cast):
    with writing(app) as session:
        ask(session)
        act_on(session, make_demand(session, category="talent"), "return", Saying(why="不属本单位"))
        propose_matters(session, RULES, on=TODAY)
        matter_id = queries.list_matters(session, MatterState.PROPOSED)[0].id
        hana = make_person(session, "hana").id
    maria = signed_in("maria")
    assert "融资（第六条、第七条、第八条）" in maria.get("/joint-matters").text
    maria.post(f"/joint-matters/{matter_id}/take-up")
    with writing(app) as session:
        stuck = [line.demand.id for line in queries.stuck_demands(session, on=TODAY)]

    made = maria.post("/joint-meetings/new", {"held_on": "2026-12-01", "matters": [matter_id], "demands": stuck})
    with writing(app) as session:
        agenda = queries.agenda_of(session, queries.list_meetings(session)[0].id)
    refused = maria.post(
        f"/joint-meetings/items/{agenda[0].id}", {"text": "会商", "owner": "0", "due_on": "2026-12-20"}
    )
    maria.post(f"/joint-meetings/items/{agenda[0].id}", {"text": "银企对接会", "owner": hana, "due_on": "2026-12-20"})

    assert made.status_code == 302
    assert "请选择由谁来办" in refused.text
    assert "会商" in refused.text
    assert [bool(one.matter) for one in agenda] == [True, False]
    assert "银企对接会" in maria.get(f"/joint-meetings/{agenda[0].meeting_id}").text
    assert "银企对接会" in signed_in("hana").get("/resolutions").text
    assert "没有交办给您的事" in signed_in("hugo").get("/resolutions").text


def test_another_owners_resolution_is_not_there(app, signed_in, cast):
    with writing(app) as session:
        item = queries.agenda_of(session, called(session).id)[0]
        maria, hana = make_person(session, "maria").id, make_person(session, "hana").id
        one = resolve(session, item.id, "办", owner_id=hana, due_on=DUE, by=maria, on=TODAY, at=NOW)
        make_department(session, "kw", "区科委")

    assert signed_in("hugo").get(f"/resolutions/{one.id}").status_code == 404
    signed_in("hana").post(f"/resolutions/{one.id}", {"note": "已办好"})
    assert "已办好" in signed_in("hana").get("/resolutions").text


def kept_notices(session, kind="joint_resolved"):
    rows = session.scalars(
        select(Notice).where(Notice.kind == kind, Notice.withdrawn_at.is_(None)).order_by(Notice.id)
    )
    return [(each.user_id, each.values.get("step", "")) for each in rows]


def test_an_owner_is_reminded_before_the_day_and_after_it_once_each_also_after_missed_nights(session):
    item = queries.agenda_of(session, called(session).id)[0]
    maria, hana = make_person(session, "maria").id, make_person(session, "hana").id
    near = service_rules().demands.near_days
    one = resolve(session, item.id, "牵头会商", owner_id=hana, due_on=DUE, by=maria, on=TODAY, at=NOW)

    def remind(on):
        remind_owners(session, Turn(on, NOW), service_rules().demands)
        return kept_notices(session)[1:]

    last_far = next(day for day in (DUE - timedelta(days=n) for n in range(99)) if between(day, DUE) > near)
    assert remind(last_far) == []
    assert remind(last_far + timedelta(days=1)) == [(hana, "near")]
    assert remind(DUE) == [(hana, "near")]
    assert remind(DUE + timedelta(days=9)) == [(hana, "near"), (hana, "over")]
    session.execute(delete(Notice))
    assert remind(DUE + timedelta(days=30)) == []  # pruned notices are not written again
    report_done(session, one.id, "已会商", by=hana, on=TODAY, at=NOW)
    assert kept_notices(session) == []


def test_while_the_owner_is_gone_the_managers_are_reminded_and_what_is_reported_reminds_nobody(session):
    item = queries.agenda_of(session, called(session).id)[0]
    maria, hana = make_person(session, "maria"), make_person(session, "hana")
    given = {"owner_id": hana.id, "due_on": DUE, "by": maria.id, "on": TODAY, "at": NOW}
    resolve(session, item.id, "牵头会商", **given)
    done = resolve(session, item.id, "银企对接", **given)
    report_done(session, done.id, "已办", by=hana.id, on=TODAY, at=NOW)
    people.disable(session, hana, by=maria.id, at=NOW)

    remind_owners(session, Turn(DUE + timedelta(days=1), NOW), service_rules().demands)

    assert kept_notices(session)[1:] == [(maria.id, "over")]

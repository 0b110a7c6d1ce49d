"""约联系 and 约定 on the page: one visit instead of two, a month at a glance, and no more than the ceiling unsaid."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from crm.desk.enterprise.log_page import picks
from crm.interactions.models import PlannedContact, PlanState
from crm.interactions.plans.service import PlanWish, plan_contact
from crm.interactions.service import Encounter, log
from crm.people.models import Department
from crm.stewards.service import assign
from tests.access.things import ask_for_help
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing


@pytest.fixture
def number(app, cast):
    with writing(app) as session:
        return make_enterprise(session, "北京华瑞航空电子有限公司", steward="stefan").id


def plans(app):
    with writing(app) as session:
        return session.scalars(select(PlannedContact).order_by(PlannedContact.id)).all()


def planned_by(app, number, name, day):
    with writing(app) as session:
        by = make_person(session, name)
        return plan_contact(session, number, PlanWish(day), by=by.id, on=TODAY, at=NOW).id


def send(client, number, **fields):
    page = client.get(f"/enterprises/{number}/plan").text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page)[1]
    return client.post(f"/enterprises/{number}/plan", {"seen": seen, "with_id": "0", **fields})


def test_a_plan_is_on_the_enterprise_today_and_in_the_month(app, signed_in, number):
    stefan = signed_in("stefan")

    assert send(stefan, number, planned_on="2026-12-08", purpose="policy", note="看新产线").status_code == 302

    assert "2026-12-08" in stefan.get(f"/enterprises/{number}").text
    assert "看新产线" in stefan.get("/today").text
    month = stefan.get("/plans?month=2026-12&day=2026-12-08").text
    assert "华瑞航空" in month
    assert 'aria-label="2026-12-08，1 次联系"' in month


def test_a_plan_in_a_year_without_a_published_calendar_is_marked_in_the_month(app, signed_in, number):
    planned_by(app, number, "stefan", date(2027, 2, 9))
    stefan = signed_in("stefan")

    assert "暂定" not in stefan.get("/plans?month=2026-12").text
    page = stefan.get("/plans?month=2027-02&day=2027-02-09").text
    assert 'aria-label="2027-02-09，1 次联系（暂定）"' in page
    assert 'aria-label="2027-02-10，0 次联系"' in page
    assert page.count("暂定</span>") == 1
    assert "2027 年的放假安排尚未公布" in page


@pytest.mark.parametrize(
    ("on", "label", "day"),
    [
        (date(2026, 11, 26), "明天", date(2026, 11, 27)),
        (date(2026, 11, 27), "下个工作日", date(2026, 11, 30)),
        (date(2026, 10, 9), "明天", date(2026, 10, 10)),  # a Saturday that is worked
    ],
)
def test_the_first_quick_choice_is_called_tomorrow_only_where_it_is(app, on, label, day):
    with app.test_request_context():
        assert picks(on)[0] == (label, day)


def test_today_offers_to_go_along_and_joining_makes_one_visit(app, signed_in, number):
    lead = planned_by(app, number, "maria", date(2026, 11, 27))
    stefan = signed_in("stefan")

    assert f"/enterprises/{number}/plan?join={lead}" in stefan.get("/today").text
    page = stefan.get(f"/enterprises/{number}/plan?join={lead}").text
    assert re.search(rf'checked[^>]*value="{lead}"', page)
    assert send(stefan, number, with_id=str(lead)).status_code == 302

    mine = plans(app)[-1]
    assert (mine.planned_on, mine.with_id) == (date(2026, 11, 27), lead)
    assert 'aria-label="2026-11-27，1 次联系"' in stefan.get("/plans").text


def test_the_month_names_the_steward_of_the_day(app, signed_in, number):
    day = date(2026, 11, 27)
    lead = planned_by(app, number, "stefan", day)
    with writing(app) as session:
        maria, lina = make_person(session, "maria"), make_person(session, "lina")
        plan_contact(session, number, PlanWish(day, with_id=lead), by=maria.id, on=TODAY, at=NOW)
        assign(session, number, lina.id, why="片区调整", by=maria.id, on=TODAY)

    page = signed_in("maria").get("/plans?month=2026-11&day=2026-11-27").text

    assert "与 Lina 同去" in page
    assert "Stefan" not in page


def test_a_day_or_a_colleague_is_needed(app, signed_in, number):
    answer = send(signed_in("stefan"), number, note="看新产线")

    assert answer.status_code == 422
    assert "看新产线" in answer.text
    assert plans(app) == []


def test_above_the_ceiling_the_page_asks_why_and_keeps_what_was_typed(app, signed_in, number):
    with writing(app) as session:
        by = make_person(session, "stefan").id
        for _ in range(2):
            log(session, number, Encounter("call", "policy", TODAY, "谈了申报"), by=by, on=TODAY, at=NOW)
    stefan = signed_in("stefan")

    refused = send(stefan, number, planned_on="2026-11-30", note="再核一次")
    assert refused.status_code == 422
    assert "已达上限" in refused.text
    assert "再核一次" in refused.text
    assert send(stefan, number, planned_on="2026-11-30", ceiling_why="上市辅导期").status_code == 302


def test_a_plan_changed_meanwhile_is_not_overwritten(app, signed_in, number):
    stefan = signed_in("stefan")
    planned_by(app, number, "stefan", date(2026, 11, 27))

    answer = stefan.post(f"/enterprises/{number}/plan", {"seen": "0", "with_id": "0", "planned_on": "2026-12-01"})

    assert answer.status_code == 409
    assert plans(app)[0].planned_on == date(2026, 11, 27)


def test_dropping_asks_why(app, signed_in, number):
    plan = planned_by(app, number, "stefan", date(2026, 11, 27))
    stefan = signed_in("stefan")

    assert stefan.post(f"/enterprises/{number}/plans/{plan}/drop").status_code == 422
    assert stefan.post(f"/enterprises/{number}/plans/{plan}/drop", {"why": "企业出差"}).status_code == 302
    assert plans(app)[0].state is PlanState.DROPPED


def test_a_handler_plans_and_records_where_the_department_has_a_demand(app, signed_in, number):
    with writing(app) as session:
        hana, hugo, maria = (make_person(session, name) for name in ("hana", "hugo", "maria"))
        ours, theirs = (session.get(Department, each.department_id) for each in (hana, hugo))
        ask_for_help(session, number, "own", ours.id, theirs.id, maria)
    client = signed_in("hana")

    assert send(client, number, planned_on="2026-11-27", purpose="policy").status_code == 302
    assert "华瑞航空" in client.get("/plans?day=2026-11-27").text
    page = client.get(f"/enterprises/{number}/log").text
    key = re.search(r'name="client_key"[^>]*value="([^"]+)"', page)[1]
    filled = {
        "channel": "visit",
        "purpose": "policy",
        "summary": "核了场地",
        "held_on": "2026-11-24",
        "next_contact_on": "",
    }
    assert client.post(f"/enterprises/{number}/log", {**filled, "client_key": key}).status_code == 302
    assert plans(app)[0].state is PlanState.KEPT
    assert client.get(f"/enterprises/{number}").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=202611", "month=2026-11&month=2026-12", "month=2026-11&day=2026-12-01", "month=1899-12"],
)
def test_a_month_that_is_none_is_refused(signed_in, number, query):
    assert signed_in("stefan").get(f"/plans?{query}").status_code == 400

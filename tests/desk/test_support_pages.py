"""The pages of service teams and service plans: on the enterprise, today, in the list, as a file, on a sheet."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.desk.assigning.service import assign_chosen
from crm.desk.handover.models import Handover
from crm.interactions.models import ContactPurpose
from crm.interactions.support.service import Promise, promise
from crm.stewards import queries as stewards
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing


@pytest.fixture
def promised(app, cast):
    """An enterprise of Stefan's that the finance office promised something by yesterday, and another one."""
    with writing(app) as session:
        stefan, lina = make_person(session, "stefan"), make_person(session, "lina")
        enterprise = make_enterprise(session, "北京华瑞航空电子有限公司", steward=stefan)
        make_enterprise(session, "北京另一家科技有限公司", steward=lina)
        unit = make_department(session, "jrb", "区金融办")
        before = TODAY - timedelta(days=3)
        wish = Promise(ContactPurpose.PROJECT, "贷款贴息到账", TODAY - timedelta(days=1), unit)
        promise(session, enterprise.id, wish, by=stefan.id, on=before)
        return enterprise.id


def test_what_is_overdue_stands_on_the_enterprise_on_today_and_in_the_list(signed_in, promised):
    stefan, maria = signed_in("stefan"), signed_in("maria")

    assert "逾期 1 项" in stefan.get(f"/enterprises/{promised}").text
    today = stefan.get("/today?group=promises").text
    assert "贷款贴息到账" in today
    assert "逾期 1 天" in today
    assert "贷款贴息到账" in maria.get("/service-plans?state=overdue&aspect=project&year=2026").text
    assert "贷款贴息到账" not in maria.get("/service-plans?state=fulfilled").text
    assert "贷款贴息到账" not in signed_in("lina").get("/service-plans?state=every").text


def test_a_promise_is_made_and_kept_on_the_pages(signed_in, promised):
    stefan, place = signed_in("stefan"), f"/enterprises/{promised}"
    stefan.post(f"{place}/team/new", {"part": "leader", "name": "陈副区长", "department": "0"})
    sent = {"aspect": "policy", "text": "初审申报材料", "department": "0", "due_on": "2026-12-20"}
    assert stefan.post(f"{place}/promises/new", sent).status_code == 302

    assert "初审申报材料" in stefan.get(f"{place}/team").text
    assert "联系领导 陈副区长" in stefan.get(place).text
    assert stefan.post(f"{place}/promises/2/fulfil", {"why": "", "service": "0"}).status_code == 422
    assert stefan.post(f"{place}/promises/2/fulfil", {"why": "已通过初审", "service": "0"}).status_code == 302
    late = stefan.post(f"{place}/promises/2/give_up", {"why": "不办了"})
    assert late.status_code == 409
    assert "已由 Stefan 先行办理（已通过初审）" in late.text
    assert "今年承诺 2 项，已办成 1 项" in stefan.get(place).text


def test_a_year_beyond_the_calendar_and_a_department_nobody_offers_are_refused(signed_in, promised):
    stefan, place = signed_in("stefan"), f"/enterprises/{promised}"

    assert stefan.get(f"{place}/team?year=99999").status_code == 400
    sent = {"aspect": "policy", "text": "初审", "department": "99999999999", "due_on": "2026-12-20"}
    assert stefan.post(f"{place}/promises/new", sent).status_code == 422


def test_the_file_holds_what_the_list_shows_and_is_recorded(signed_in, promised):
    answer = signed_in("maria").get("/service-plans/export.csv?state=overdue")

    assert "贷款贴息到账" in answer.text
    assert "区金融办" in answer.text


def test_open_promises_are_handed_over(app, signed_in, promised):
    with writing(app) as session:
        lina, maria = make_person(session, "lina"), make_person(session, "maria")
        seen = {promised: stewards.standing(session, promised).assignment_id}
        assign_chosen(session, seen, {promised: lina.id}, why="离岗", by=maria.id, on=TODAY, at=NOW)
        sheet = session.scalars(select(Handover.id)).one()

    assert "项目 · 贷款贴息到账" in signed_in("lina").get(f"/handovers/{sheet}").text

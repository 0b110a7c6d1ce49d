"""Demands where people look for them: the list with its filters, 今日, the timeline, and days that may still move."""

from datetime import date, timedelta

import pytest

from crm.demands.course.acts import Saying
from crm.demands.models import Demand
from crm.enterprises.models import Enterprise
from crm.people.models import Department
from tests.cast import make_department, make_person
from tests.conftest import TODAY
from tests.demands.making import act_on, make_demand
from tests.makers import make_contact, make_enterprise, writing


@pytest.fixture
def loan(app, cast):
    """A demand of Stefan's enterprise, in the hands of Hana's department, and its enterprise."""
    with writing(app) as session:
        demand = make_demand(session, "in_hand", make_enterprise(session, "北京甲有限公司", steward="stefan"))
        return demand.id, demand.enterprise_id


def step(app, loan, act, **changes):
    with writing(app) as session:
        demand = session.get_one(Demand, loan[0])
        for name, value in changes.items():
            setattr(demand, name, value)
        if act:
            act_on(session, demand, act)


def test_the_list_of_a_department_names_it_and_keeps_it_from_list_to_list(app, signed_in, loan):
    with writing(app) as session:
        lead, other = make_department(session, "jrb", "区金融办"), make_department(session, "kw", "区科委")
    maria = signed_in("maria")

    page = maria.get(f"/demands?list=open&department={lead}&q=续贷").text

    assert "只看区金融办" in page
    assert f"list=late&amp;q=%E7%BB%AD%E8%B4%B7&amp;department={lead}" in page
    assert "续贷" in page
    assert "这里没有诉求" in maria.get(f"/demands?list=open&department={other}").text
    assert maria.get("/demands?department=99999").status_code == 404


def test_a_demand_that_nobody_can_take_in_hand_waits_for_the_manager_wherever_managers_look(app, signed_in, cast):
    with writing(app) as session:
        housing = make_department(session, "zjw", "区住房城乡建设委")
        demand = make_demand(session, department_id=housing)
    maria = signed_in("maria")

    assert "没有经办人，等主管安排" in maria.get(f"/demands/{demand.id}").text
    assert "没有经办人，等主管安排" in maria.get("/demands?list=decide").text
    assert "1 件诉求等主管决定" in maria.get("/overview").text
    supervision = maria.get("/supervision").text
    assert "待决定 1 件" in supervision
    assert "没有经办人" in supervision


def test_what_a_colleague_of_the_department_can_take_in_hand_waits_for_no_manager(signed_in, loan):
    maria = signed_in("maria")

    assert "没有经办人" not in maria.get(f"/demands/{loan[0]}").text
    assert "续贷" not in maria.get("/demands?list=decide").text
    assert "等主管决定" not in maria.get("/overview").text


def test_who_raises_a_demand_reads_before_saving_who_answers_who_joins_and_that_nobody_is_there(app, signed_in, loan):
    with writing(app) as session:
        for code, name in (("zjw", "区住房城乡建设委"), ("zzb", "区委组织部")):
            make_department(session, code, name)

    page = signed_in("stefan").get(f"/enterprises/{loan[1]}/demands/new").text

    assert "融资（区金融办，12-15 前答复）" in page
    assert "人才住房（区住房城乡建设委，协办 区委组织部，12-15 前答复，还没有经办人，将由主管安排）" in page
    assert "区住房城乡建设委（还没有经办人，将由主管安排）" in page


def test_a_department_that_ended_meanwhile_is_named_and_what_was_typed_is_kept(app, signed_in, loan):
    with writing(app) as session:
        housing = make_department(session, "zjw", "区住房城乡建设委")
        session.get_one(Department, housing).ended_on = TODAY
    said = {
        "category": "finance",
        "title": "并购贷款",
        "text": "希望银行会商",
        "is_another": "y",
        "source": "steward",
    }
    said["client_key"] = "k" * 16

    for field in ("department", "joint"):
        page = signed_in("stefan").post(f"/enterprises/{loan[1]}/demands/new", data={**said, field: str(housing)})
        assert page.status_code == 422
        assert "区住房城乡建设委 已于 2026-11-24 停用" in page.text
        assert "并购贷款" in page.text
    moved = signed_in("maria").post(
        f"/demands/{loan[0]}/steps/transfer", data={"department": str(housing), "why": "住房问题"}
    )
    assert "区住房城乡建设委 已于 2026-11-24 停用" in moved.text
    assert "住房问题" in moved.text


def test_a_handler_lists_what_the_department_joins_and_what_came_back(app, signed_in, loan):
    hana, hugo = signed_in("hana"), signed_in("hugo")
    assert "续贷" in hugo.get("/demands?list=joint").text
    assert "续贷" not in hana.get("/demands?list=joint").text
    assert signed_in("maria").get("/demands?list=joint").status_code == 400
    assert "续贷" not in hana.get("/demands?list=again").text

    step(app, loan, "answer")
    step(app, loan, "call_back")
    step(app, loan, "reopen")

    assert "续贷" in hana.get("/demands?list=again").text


def test_the_page_names_the_clauses_and_a_published_day_is_not_provisional(signed_in, loan):
    page = signed_in("maria").get(f"/demands/{loan[0]}").text

    assert "第六条、第七条、第八条" in page
    assert "暂定" not in page


def test_a_last_day_in_a_year_without_a_calendar_is_said_to_be_provisional(app, signed_in, cast):
    with writing(app) as session:
        demand = make_demand(session, on=date(2026, 12, 31), level="long")
        assert demand.finish_by.year == 2027

    page = signed_in("maria").get(f"/demands/{demand.id}").text

    assert f"{demand.finish_by}（暂定）" in page
    assert "放假安排尚未公布" in page


def test_an_extension_into_a_year_without_a_calendar_is_provisional_in_the_history_and_its_day_is_needed(
    app, signed_in, loan
):
    form = signed_in("hana").get(f"/demands/{loan[0]}/steps/ask_extension").text
    assert "延至哪一天" in form
    assert "选填" not in form

    with writing(app) as session:
        day = date(2027, 1, 29)
        act_on(session, session.get_one(Demand, loan[0]), "ask_extension", Saying(why="要会商", day=day))
    step(app, loan, "grant_extension")

    page = signed_in("maria").get(f"/demands/{loan[0]}").text
    assert "申请延至 2027-01-29（暂定）" in page
    assert "<span>2027-01-29（暂定） 前答复" in page


def test_of_two_who_act_on_one_demand_the_second_reads_who_was_first_and_keeps_the_text(app, signed_in, loan):
    with writing(app) as session:
        colleague = make_person(session, "hugo")
        colleague.department_id = make_person(session, "hana").department_id
    hana, hugo = signed_in("hana"), signed_in("hugo")
    said = {"outcome": "solved", "text": "银行已同意"}
    assert hana.post(f"/demands/{loan[0]}/steps/answer", data=said).status_code == 302

    page = hugo.post(f"/demands/{loan[0]}/steps/answer", data={"outcome": "explained", "text": "政策不支持"})

    assert page.status_code == 409
    assert "现为“已答复，待回访”（Hana" in page.text
    assert "政策不支持" in page.text


@pytest.mark.parametrize(("late", "words"), [(-1, None), (0, "今天到期"), (1, "超期 1 个工作日")])
def test_today_shows_a_demand_on_its_last_day_and_after_it(app, signed_in, loan, late, words):
    step(app, loan, None, finish_by=TODAY - timedelta(days=late))

    page = signed_in("stefan").get("/today").text

    assert (words in page) if words else ("续贷" not in page)


def test_the_clock_of_the_first_answer_is_shown_until_there_is_one(app, signed_in, cast):
    with writing(app) as session:
        here = make_enterprise(session, steward="stefan")
        demand = make_demand(session, enterprise=here, level="long", on=TODAY)
    maria, address = signed_in("maria"), f"/demands/{demand.id}"
    assert "还剩 1 个工作日接办" in maria.get(address).text
    assert "还剩 1 个工作日接办" in maria.get("/demands").text

    with writing(app) as session:
        session.get_one(Demand, demand.id).answer_by = TODAY - timedelta(days=1)
    assert "接办超期 1 个工作日" in maria.get(address).text
    assert "接办超期 1 个工作日" in signed_in("stefan").get("/today").text

    step(app, (demand.id, here.id), "accept")
    assert "还剩 15 个工作日" in maria.get(address).text
    assert "接办超期" not in signed_in("stefan").get("/today").text


def test_today_asks_to_call_back_until_the_demand_is_closed(app, signed_in, loan):
    stefan = signed_in("stefan")
    step(app, loan, "answer")
    assert "回访：续贷" in stefan.get("/today?group=demands").text

    step(app, loan, "call_back")
    assert "回访：续贷" in stefan.get("/today").text

    step(app, loan, "confirm")
    assert "续贷" not in stefan.get("/today").text


def test_a_merged_demand_and_the_one_that_took_it_in_link_to_each_other(app, signed_in, loan):
    with writing(app) as session:
        here = session.get_one(Enterprise, loan[1])
        kept = session.get_one(Demand, loan[0]).number
        lead = make_department(session, "zjw", "区住房城乡建设委")
        twin = make_demand(session, "raised", here, title="再贷", is_another=True, department_id=lead)
        act_on(session, twin, "merge", Saying(into=kept))
    stefan = signed_in("stefan")

    assert f'已并入 <a href="/demands/{loan[0]}">{kept} 续贷</a>' in stefan.get(f"/demands/{twin.id}").text
    assert f'并入了 <a href="/demands/{twin.id}">{twin.number} 再贷</a>' in stefan.get(f"/demands/{loan[0]}").text
    assert f"并入了 {twin.number} 再贷" in signed_in("hana").get(f"/demands/{loan[0]}").text


def test_another_steward_has_nothing_of_it(app, signed_in, loan):
    step(app, loan, "answer")

    assert "续贷" not in signed_in("lina").get("/today").text


def test_the_timeline_tells_when_it_was_raised_and_how_it_ended(app, signed_in, loan):
    for act in ("answer", "call_back", "confirm"):
        step(app, loan, act)
    stefan = signed_in("stefan")

    page = stefan.get(f"/enterprises/{loan[1]}/timeline?kind=demand").text

    assert "提出诉求" in page
    assert "已办结 · 已解决" in page
    assert f"/demands/{loan[0]}" in page


def test_a_withdrawn_demand_ends_on_the_timeline_too(app, signed_in, loan):
    step(app, loan, "withdraw")

    assert "已撤回" in signed_in("stefan").get(f"/enterprises/{loan[1]}/timeline?kind=demand").text


def test_who_spoke_for_the_enterprise_is_named_to_the_steward_and_not_to_the_handler(app, signed_in, loan):
    with writing(app) as session:
        wang = make_contact(session, session.get_one(Enterprise, loan[1]), "王芳", position="财务总监")
        session.get_one(Demand, loan[0]).contact_id = wang.id
    stefan = signed_in("stefan")

    assert "王芳 财务总监" in stefan.get(f"/demands/{loan[0]}").text
    assert "王芳" not in signed_in("hana").get(f"/demands/{loan[0]}").text


def test_who_was_called_back_is_chosen_among_the_contacts_and_is_not_told_to_the_handler(app, signed_in, loan):
    step(app, loan, "answer")
    with writing(app) as session:
        wang = make_contact(session, session.get_one(Enterprise, loan[1]), "王芳").id
    stefan, address = signed_in("stefan"), f"/demands/{loan[0]}/steps/call_back"
    said = {"channel": "call", "contact": wang, "text": "企业说贷款已到账"}

    refused = stefan.post(address, data={**said, "contact": 0})
    stefan.post(address, data=said)

    assert refused.status_code == 422
    assert "请选择和谁联系的，或填写姓名" in refused.text
    assert "企业说贷款已到账" in refused.text
    assert "与 王芳 联系" in stefan.get(f"/demands/{loan[0]}").text
    read_by_handler = signed_in("hana").get(f"/demands/{loan[0]}").text
    assert "电话" in read_by_handler
    assert "王芳" not in read_by_handler

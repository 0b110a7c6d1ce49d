"""Pages of titles and of the pool: managers write, stewards read, nobody else comes in."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.cultivation.models import Tier, Title
from crm.cultivation.titles import queries as title_queries
from crm.enterprises import queries
from crm.enterprises.identity.credit_codes import made_up_code
from crm.stewards import queries as stewards
from tests.makers import TODAY, make_enterprise, make_title, writing

TITLE = {"tier": "srdi", "granted_on": "2024-03-15"}
NEWCOMER = {
    "credit_code": made_up_code(77),
    "name": "北京新来科技有限公司",
    "street": "八角",
    "industry": "I6513",
    "reason": "主动申请",
}


@pytest.fixture
def enterprise(app, cast):
    """An enterprise in Stefan's care that is innovative."""
    for name in ("stefan", "lina", "maria"):
        cast.person(name)
    with writing(app) as session:
        return make_enterprise(session, "北京样例科技有限公司", steward="stefan", tier="innovative")


def address(enterprise, page=""):
    return f"/enterprises/{enterprise.id}/titles{page}"


@pytest.mark.parametrize(("tier", "is_seed"), [("innovative", False), (None, True)])
def test_while_a_review_awaits_its_result_nobody_reads_seed(app, cast, signed_in, tier, is_seed):
    for name in ("stefan", "maria"):
        cast.person(name)
    with writing(app) as session:
        waiting = make_enterprise(session, "北京待公布科技有限公司", steward="stefan", tier=tier)
        make_title(session, waiting, Tier.SRDI, TODAY.replace(year=TODAY.year - 3), TODAY - timedelta(days=20))
    stefan = signed_in("stefan")

    pages = [stefan.get(f"/enterprises/{waiting.id}").text, stefan.get(address(waiting)).text]

    for page in pages:
        assert "专精特新复核结果待公布" in page
        assert "seal-seed" not in page
        assert ("seal-innovative" in page) is not is_seed


def title_id(page):
    return re.search(r"/titles/(\d+)/event", page.text).group(1)


def test_a_steward_reads_titles_and_is_offered_no_correction(signed_in, enterprise):
    stefan = signed_in("stefan")

    page = stefan.get(address(enterprise))

    assert "创新型" in page.text
    assert "/event" not in page.text
    assert stefan.get(address(enterprise, "/new")).status_code == 403
    assert stefan.post(address(enterprise, "/new"), TITLE).status_code == 403


def test_a_granted_title_raises_the_tier(app, signed_in, enterprise):
    maria = signed_in("maria")

    saved = maria.post(address(enterprise, "/new"), TITLE)

    assert saved.status_code == 302
    with writing(app) as session:
        held = title_queries.titles(session, enterprise.id)
    assert title_queries.tier_on(held, date(2026, 11, 24)) is Tier.SRDI
    assert "2027-03-14" in maria.get(address(enterprise)).text


def test_a_title_that_is_held_already_is_refused_with_its_dates_and_the_typed_text_kept(signed_in, enterprise):
    maria = signed_in("maria")

    page = maria.post(
        address(enterprise, "/new"), {"tier": "innovative", "granted_on": "2026-03-15", "batch": "第三批"}
    )

    assert page.status_code == 409
    assert "2028-05-31" in page.text
    assert "第三批" in page.text


def test_a_title_is_corrected_once_and_the_second_correction_sees_the_first(signed_in, enterprise):
    maria = signed_in("maria")
    url = address(enterprise, f"/{title_id(maria.get(address(enterprise)))}")
    form = {"tier": "innovative", "granted_on": "2025-07-01", "expires_on": "2028-06-30"}

    first = maria.post(url, form)
    second = maria.post(url, {**form, "granted_on": "2025-08-01"})

    assert first.status_code == 302
    assert second.status_code == 409
    assert "2025-08-01" in second.text
    assert "已更正或移除的" in maria.get(address(enterprise)).text


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("review_passed", "2030-05-31"),
        ("review_failed", "复核未通过"),
        ("annual_update", "完成年度信息更新"),
        ("major_change", "报告重大变更"),
        ("revoked", "已撤销"),
        ("removed", "已更正或移除的"),
    ],
)
def test_every_step_in_the_life_of_a_title_is_written_down(app, signed_in, enterprise, kind, shown):
    with writing(app) as session:
        session.scalars(select(Title)).one().expires_on = date(2027, 5, 31)
    maria = signed_in("maria")
    url = address(enterprise, f"/{title_id(maria.get(address(enterprise)))}/event")

    cause = "falsified" if kind == "revoked" else ""
    saved = maria.post(url, {"kind": kind, "cause": cause, "happened_on": "2026-11-01", "why": "市经信局通知"})

    assert saved.status_code == 302
    page = maria.get(address(enterprise))
    assert shown in page.text
    assert "市经信局通知" in page.text


def test_a_step_nobody_knows_is_refused(signed_in, enterprise):
    maria = signed_in("maria")
    url = address(enterprise, f"/{title_id(maria.get(address(enterprise)))}/event")

    page = maria.post(url, {"kind": "promoted", "happened_on": "2026-11-01", "why": "无"})

    assert page.status_code == 422


def test_a_title_of_another_enterprise_is_not_reached_through_this_one(app, signed_in, enterprise):
    with writing(app) as session:
        other = make_enterprise(session, "北京他家科技有限公司", steward="lina")
        title = make_title(session, other, "srdi")

    page = signed_in("maria").get(address(enterprise, f"/{title.id}"))

    assert page.status_code == 404


@pytest.mark.parametrize("page", ["", "/new", "/1", "/1/event"])
def test_another_steward_finds_no_titles_there(signed_in, enterprise, page):
    answer = signed_in("lina").get(address(enterprise, page))

    assert answer.status_code == (403 if page else 404)
    assert "样例" not in answer.text


def test_a_newcomer_comes_into_the_pool_and_waits_for_a_steward(app, signed_in, enterprise):
    saved = signed_in("maria").post("/pool/new", NEWCOMER)

    assert saved.status_code == 302
    with writing(app) as session:
        made = queries.by_code(session, NEWCOMER["credit_code"])
        standing = stewards.standing(session, made.id)
        entry = title_queries.open_entry(session, made.id)
    assert standing.queued
    assert entry.reason == "主动申请"


def test_a_known_code_shows_whose_it_is_and_makes_no_second_enterprise(app, signed_in, enterprise):
    page = signed_in("maria").post("/pool/new", {**NEWCOMER, "credit_code": f" {enterprise.credit_code.lower()} "})

    assert page.status_code == 409
    assert "北京样例科技有限公司" in page.text
    assert "北京新来科技有限公司" in page.text
    assert f"/enterprises/{enterprise.id}/titles" in page.text


@pytest.mark.parametrize("code", ["", "91110107MADE000077", "9" * 18, "ａｂｃ"])
def test_a_wrong_code_is_refused_and_what_was_typed_stays(signed_in, enterprise, code):
    page = signed_in("maria").post("/pool/new", {**NEWCOMER, "credit_code": code})

    assert page.status_code == 422
    assert "北京新来科技有限公司" in page.text


def test_an_enterprise_leaves_the_pool_and_comes_back(signed_in, enterprise):
    maria = signed_in("maria")
    pool = f"/enterprises/{enterprise.id}/pool"

    left = maria.post(f"{pool}/leave", {"why": "withdrawn", "note": "企业申请退出"})
    twice = maria.post(f"{pool}/leave", {"why": "withdrawn", "note": "再次"})
    between = maria.get(address(enterprise))
    back = maria.post(f"{pool}/admit", {"reason": "重新申请"})

    assert (left.status_code, twice.status_code, back.status_code) == (302, 409, 302)
    assert "企业申请退出" in between.text
    assert "重新申请" in maria.get(address(enterprise)).text


def test_whoever_left_as_deregistered_is_called_so_wherever_it_is_shown(app, cast, signed_in, enterprise):
    with writing(app) as session:
        make_enterprise(session, "北京样例二号有限公司", steward="stefan")
    maria, of_it = signed_in("maria"), f"/enterprises/{enterprise.id}"
    leaving = {"why": "deregistered", "note": "市场监管局通报"}

    without_day = maria.post(f"{of_it}/pool/leave", leaving)
    maria.post(f"{of_it}/pool/leave", {**leaving, "deregistered_on": "2026-11-20"})
    back = maria.post(f"{of_it}/pool/admit", {"reason": "再入库"})

    assert (without_day.status_code, back.status_code) == (422, 422)
    assert "市场监管局通报" in without_day.text
    assert "已于 2026-11-20 注销" in back.text
    for address in (of_it, f"{of_it}/titles", f"{of_it}/figures", f"{of_it}/contacts", f"{of_it}/facts"):
        assert "2026-11-20 注销" in maria.get(address).text
    assert "2026-11-20 注销" in maria.get("/search?q=样例").text
    listed = maria.get("/enterprises").text
    assert "2026-11-20 注销" in listed
    assert 'class="bad">待分派' not in listed
    file = maria.get("/enterprises/export.csv").data.decode("utf-8-sig").splitlines()
    [filed] = [line for line in file if enterprise.name in line]
    assert all(cell in filed for cell in ("不在库", "2026-11-20"))


@pytest.mark.parametrize("name", ["stefan", "hana", "adam"])
def test_only_managers_let_enterprises_in_and_out(signed_in, enterprise, name):
    visitor = signed_in(name)

    for url in ("/pool/new", f"/enterprises/{enterprise.id}/pool/admit", f"/enterprises/{enterprise.id}/pool/leave"):
        assert visitor.get(url).status_code == 403
        assert visitor.post(url, NEWCOMER).status_code == 403


def test_the_list_of_titles_is_complete_only_when_somebody_says_so(signed_in, enterprise):
    maria = signed_in("maria")
    before = maria.get(address(enterprise))

    declared = maria.post(address(enterprise, "/complete"), {"evidence": "市经信局名单"})
    between = maria.get(address(enterprise))
    withdrawn = maria.post(address(enterprise, "/open"))
    after = maria.get(address(enterprise))

    assert (declared.status_code, withdrawn.status_code) == (302, 302)
    assert "截至 2026-11-24 完整" in between.text
    assert "市经信局名单" in between.text
    assert all("截至 2026-11-24 完整" not in page.text for page in (before, after))
    assert signed_in("stefan").get(address(enterprise, "/complete")).status_code == 403

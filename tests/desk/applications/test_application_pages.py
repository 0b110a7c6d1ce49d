"""An application on its pages: begun from a flag, submitted, reviewed by somebody else, explained, listed, exported."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from stdnum.cn.uscc import is_valid

from crm.config.policies import library
from crm.cultivation.applications.models import Application, ApplicationJudgement
from crm.cultivation.models import Flag, RulebookText
from crm.enterprises.models import YearlyFigures
from tests.conftest import NOW
from tests.cultivation.applications.making import make_application, waive_papers
from tests.cultivation.nights import evaluate
from tests.cultivation.srdi import make_candidate, wan
from tests.makers import make_title


@pytest.fixture
def candidate(cast):
    """An enterprise of Stefan's, flagged as fulfilling everything but one clause."""
    cast.person("stefan")
    with cast.writing() as session:
        enterprise = make_candidate(session, rd_expense=wan(80))
        evaluate(session)
        return enterprise.id


def application_of(cast):
    """The only application, its papers waived."""
    with cast.writing() as session:
        application = session.scalars(select(Application)).one()
        waive_papers(session, application)
        return application


def test_a_flag_becomes_an_application_that_is_submitted_with_its_clauses_named(candidate, cast, signed_in):
    stefan = signed_in("stefan")
    flags = stefan.get(f"/enterprises/{candidate}/flags").text
    with cast.reading() as session:
        flag_id = session.scalar(select(Flag.id))
    assert f"/enterprises/{candidate}/applications/new?flag={flag_id}" in flags

    page = stefan.get(f"/enterprises/{candidate}/applications/new?flag={flag_id}").text
    assert 'value="srdi:new:" ' in page.replace(">", " ")
    stefan.post(f"/enterprises/{candidate}/applications/new?flag={flag_id}", data={"what": "srdi:new:"})
    opened = application_of(cast)
    assert opened.flag_id == flag_id

    refused = stefan.post(f"/applications/{opened.id}/submit", data={"outside_why": "市局要求先报"})
    assert "还有条款未达标或缺资料，没有勾选" in refused.text
    assert "市局要求先报" in refused.text
    named = {"outside_why": "市局要求先报", "below_why": "研发已补投", "named": "rd_each_year"}
    stefan.post(f"/applications/{opened.id}/submit", data=named)

    shown = stefan.get(f"/applications/{opened.id}").text
    assert "已提交" in shown
    assert "尚未与申报通知核对" in shown
    assert "研发已补投" in shown
    assert "推荐上报" not in shown  # it is the manager's


def test_what_was_judged_is_explained_after_figures_and_rules_changed(candidate, cast, signed_in):
    stefan = signed_in("stefan")
    stefan.post(f"/enterprises/{candidate}/applications/new", data={"what": "srdi:new:"})
    opened = application_of(cast)
    said = {"outside_why": "补报", "below_why": "已补投", "named": "rd_each_year"}
    stefan.post(f"/applications/{opened.id}/submit", data=said)
    with cast.writing() as session:
        for row in session.scalars(select(YearlyFigures)):
            row.rd_expense = wan(1500)

    with cast.writing() as session:
        judgement = session.scalars(select(ApplicationJudgement)).one()
        digest, judgement.rulebook_digest = judgement.digest, "a" * 64  # the rules of that day are not those of today
        text = session.scalars(select(RulebookText.text).where(RulebookText.rulebook == judgement.rulebook)).one()
        then = text.replace("at_least: 100 万元", "at_least: 90 万元")
        session.add(RulebookText(digest="a" * 64, rulebook=judgement.rulebook, text=then, first_used_at=NOW))

    explained = stefan.get(f"/applications/{opened.id}/judgements/1").text

    assert "80" in explained
    assert "1,500" not in explained
    assert "≥ 90 万元" in explained
    assert digest in explained
    assert "以保存的结论为准" not in explained


def test_outside_its_window_it_is_submitted_only_with_a_reason_and_what_was_typed_stays(candidate, cast, signed_in):
    stefan = signed_in("stefan")
    stefan.post(f"/enterprises/{candidate}/applications/new", data={"what": "srdi:new:"})
    opened = application_of(cast)

    said = {"below_why": "已补投", "named": "rd_each_year"}
    refused = stefan.post(f"/applications/{opened.id}/submit", data=said)

    assert refused.status_code == 422
    assert "确需提交的，请填写理由" in refused.text
    assert "已补投" in refused.text


def test_another_manager_recommends_and_grants(candidate, cast, signed_in):
    stefan, maria = signed_in("stefan"), signed_in("maria")
    stefan.post(f"/enterprises/{candidate}/applications/new", data={"what": "srdi:new:"})
    opened = application_of(cast)
    said = {"outside_why": "补报", "below_why": "已补投", "named": "rd_each_year"}
    stefan.post(f"/applications/{opened.id}/submit", data=said)
    at = f"/applications/{opened.id}/steps"
    assert "登记现场核查" in maria.get(f"/applications/{opened.id}").text

    alone = maria.post(f"{at}/recommend", data={"document": "推〔2026〕3号"})
    assert "还没有登记现场核查" in alone.text
    maria.post(f"{at}/check_site", data={"day": "2026-11-24", "text": "到场核对"})
    maria.post(f"{at}/recommend", data={"document": "推〔2026〕3号"})
    granted = {"document": "京经信发〔2026〕40号", "day": "2026-11-24", "certificate": "20261234"}
    maria.post(f"{at}/grant", data=granted)

    shown = maria.get(f"/applications/{opened.id}").text
    assert "已认定" in shown
    assert f"/enterprises/{candidate}/titles" in shown
    assert "专精特新" in maria.get(f"/enterprises/{candidate}/titles").text
    assert "证书编号 20261234" in shown
    assert "20261234" in maria.get(f"/enterprises/{candidate}/titles").text


def test_the_list_is_scoped_filtered_and_exported(candidate, cast, signed_in):
    stefan, lina, maria = signed_in("stefan"), signed_in("lina"), signed_in("maria")
    stefan.post(f"/enterprises/{candidate}/applications/new", data={"what": "srdi:new:"})

    assert "SB2026-000001" in stefan.get("/applications").text
    assert "SB2026-000001" not in lina.get("/applications").text
    assert "SB2026-000001" not in maria.get("/applications?state=granted").text
    assert "SB2026-000001" in maria.get("/applications?state=every&target=srdi&purpose=new").text
    assert "SB2026-000001" in stefan.get(f"/enterprises/{candidate}").text
    exported = maria.get("/applications/export.csv?state=open").data.decode("utf-8-sig")
    heads, line = list(csv.reader(io.StringIO(exported)))
    assert dict(zip(heads, line, strict=True))["状态"] == "准备中"


def test_the_summary_of_a_window_is_a_workbook_of_whom_the_district_recommended(cast, signed_in):
    with cast.writing() as session:
        window = next(one for one in library().ladder.windows if one.tier == "little_giant")
        for place, state in enumerate(("recommended", "submitted", "granted"), 1):
            one = make_application(
                session, state, make_candidate(session, f"北京汇总{place}有限公司", revenue=wan(3000 + place))
            )
            one.window_id = window.id

    answer = signed_in("maria").get(f"/windows/{window.id}/summary.xlsx")

    heads, *rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(one["序号"], one["企业名称"], one["上年度营业收入（万元）"]) for one in told] == [
        ("1", "北京汇总1有限公司", "3001"),
        ("2", "北京汇总3有限公司", "3003"),
    ]
    assert {(one["提交时判断"], one["推荐函"], one["推荐日期"]) for one in told} == {
        ("已符合", "石经信推〔2026〕3号", "2026-11-24")
    }
    assert all(is_valid(one["统一社会信用代码"]) for one in told)


def test_a_title_that_waits_for_its_review_says_so_on_the_page_of_its_enterprise(candidate, cast, signed_in):
    with cast.writing() as session:
        enterprise = make_candidate(session, "北京等结果科技有限公司", tier=None)
        make_title(session, enterprise, "srdi", granted_on=date(2023, 10, 1), expires_on=date(2026, 9, 30))

    assert "复核结果待公布" in signed_in("stefan").get(f"/enterprises/{enterprise.id}").text


def test_what_is_not_offered_any_more_is_told_with_what_is(candidate, signed_in):
    sent = {"what": "innovative:new:"}  # it was won since the page was opened

    page = signed_in("stefan").post(f"/enterprises/{candidate}/applications/new", data=sent)

    assert page.status_code == 422
    assert "称号可能已经取得" in page.text

"""What a register says beside the figures is kept: former names and remarks; numbers end up in sealed cards only."""

import pytest
from sqlalchemy import select

from crm.config.settings import ROOT
from crm.enterprises.models import Contact, Enterprise, EnterpriseChange, FormerName
from crm.enterprises.search.queries import matching
from crm.enterprises.search.upkeep import index_touched
from tests.cast import make_person
from tests.imports.books import CODE, NAME, VISITS, notes, stage, write

FILES = ROOT / "tests" / "fixtures" / "imports"
HEADINGS = ["企业名称", "统一社会信用代码", "联系人", "手机", "备注"]


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def test_a_former_name_in_brackets_is_written_down_once_and_findable(session, staged, maria):
    for _ in range(2):
        write(session, staged({"企业台账": [HEADINGS, [f"{NAME}（原：北京旧名有限公司）", CODE]]}), by=maria)

    enterprise = session.scalars(select(Enterprise)).one()
    assert session.scalars(select(FormerName.name)).all() == ["北京旧名有限公司"]
    assert enterprise.name == NAME
    index_touched(session)
    assert session.scalars(select(Enterprise.id).where(matching("北京旧名有限公司"))).all() == [enterprise.id]


def test_a_present_name_is_no_former_one(session, staged, maria):
    write(session, staged({"企业台账": [HEADINGS, [f"{NAME}（原：{NAME}）", CODE]]}), by=maria)

    assert session.scalars(select(FormerName)).all() == []


def test_a_remark_is_kept_and_its_change_leaves_a_row(session, staged, maria):
    for remark in ("拟迁往海淀", "已迁往海淀", None):
        write(session, staged({"企业台账": [HEADINGS, [NAME, CODE, None, None, remark]]}), by=maria)

    assert session.scalars(select(Enterprise.remark)).one() == "已迁往海淀"
    (change,) = session.scalars(select(EnterpriseChange)).all()
    assert (change.field, change.old, change.new) == ("remark", "拟迁往海淀", "已迁往海淀")


def test_the_remark_of_a_register_as_kept_reaches_the_record(session, maria):
    write(session, stage(FILES / "remark-and-strikeout" / "struck-out.xlsx"), by=maria)

    assert session.scalars(select(Enterprise.remark)).all() == ["拟迁往海淀，请勿再派", "2026年6月已注销"]


def test_a_mobile_in_a_remark_is_sealed_in_a_card_and_covered_where_it_stood(session, staged, maria):
    read = staged({"企业台账": [HEADINGS, [NAME, CODE, "张三", None, "找张三 13800138000 商量"]]})
    write(session, read, by=maria)

    assert session.scalars(select(Enterprise.remark)).one() == "找张三 138****8000 商量"
    (card,) = session.scalars(select(Contact)).all()
    assert (card.name, card.mobile_last4) == ("张三", "8000")


def test_a_mobile_in_the_account_of_a_visit_is_covered_and_said(staged):
    row = ["2026-03-02", NAME, CODE, "走访", "单立文", None, "王总 13800138000 希望回电", None, None]
    read = staged({"企业台账": [HEADINGS, [NAME, CODE]], "走访记录": [VISITS, row]})

    assert [visit.summary for visit in read.visits] == ["王总 138****8000 希望回电"]
    assert ("G2", "mobile_withheld") in notes(read)
    assert "13800138000" not in read.to_json()

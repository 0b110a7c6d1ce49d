"""What the page of policies says about each clause."""

import pytest

from crm.awards.clause_page import clause_lines
from crm.awards.measures import measures_at
from crm.config.settings import ROOT


@pytest.fixture
def lines(app):
    with app.test_request_context():
        measure = measures_at(ROOT / "config" / "policies").all[0]
        yield {line.id: line for line in clause_lines(measure)}


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("first_award", "创新型 3 万元，专精特新 20 万元，小巨人 80 万元；晋级享受差额"),
        ("rd_project", "项目研发投入的 30%，每个项目最高 200 万元"),
        ("office_space", "按区内办公用房支持政策执行，本措施没有金额"),
        ("loan_interest", "当年实际支付利息的 50%，每年最高 100 万元"),
        ("fund_investment", "当年实缴投资额的 1%–2%，每年最高 100 万元"),
        ("listing", "分阶段，合计最高 1000 万元"),
        ("precise_service", "入库即享，无需申请"),
    ],
)
def test_a_clause_says_its_arithmetic(lines, clause, words):
    assert lines[clause].benefits[0].words == words


def test_a_clause_names_its_departments_or_says_that_all_concerned_answer(lines):
    assert lines["talents"].departments == "区委组织部、区住房城乡建设委、区财政局"
    assert lines["executives"].departments == "各相关单位"


def test_money_of_clause_seven_goes_to_the_manager_of_the_fund(lines):
    assert str(lines["fund_investment"].benefits[0].to) == "基金管理人"

"""企业一页 and 晋级差距: everything for whoever looks after the enterprise, and nothing for anybody else."""

import re
from datetime import date

import pytest

from crm.enterprises.models import Enterprise
from crm.interactions.service import Encounter, log
from crm.money import FEN_IN_WAN
from crm.stewards import service as stewards
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, make_figures, writing

NAME = "北京华瑞航空电子有限公司"
PAGES = ["", "/timeline", "/stewards", "/gap", "/gap?target=srdi&purpose=review", "/log"]


@pytest.fixture
def number(app, cast):
    cast.person("lina")
    with writing(app) as session:
        enterprise = make_enterprise(session, NAME, steward="stefan", tier="srdi", main_product="机载数据总线")
        make_contact(session, enterprise, "王伟", mobile="13800005707", position="总经理")
        make_figures(session, enterprise, 2025, revenue=5_000 * FEN_IN_WAN, rd_expense=200 * FEN_IN_WAN)
        return enterprise.id


def told(session, number, by, summary, held_on=TODAY):
    contact = Encounter("visit", "policy", held_on, summary, asked_for=True)
    return log(session, number, contact, by=make_person(session, by).id, on=TODAY, at=NOW)


def test_the_page_says_who_it_is_who_looks_after_it_and_whom_to_call(signed_in, number):
    page = signed_in("stefan").get(f"/enterprises/{number}").text

    for words in (NAME, "Stefan", "王伟", "总经理", "5707", "机载数据总线", "专精特新", "小巨人", "记一次服务"):
        assert words in page
    assert "13800005707" not in page


def test_the_gap_names_the_rulebook_the_states_and_what_to_ask(signed_in, number):
    page = signed_in("stefan").get(f"/enterprises/{number}/gap").text

    assert "国家级专精特新“小巨人”" in page
    assert "2026" in page
    assert "下次走访问一下" in page
    assert "/lists/intellectual_property" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2023-05-01", "按 2023-05-01 当日的规则与窗口"),
        ("2027-03-01", "按 2027-03-01 的规则"),
        ("2021-01-01", "没有对这一层级生效的认定标准"),
    ],
)
def test_the_gap_answers_for_any_day_and_says_so(signed_in, number, day, words):
    page = signed_in("stefan").get(f"/enterprises/{number}/gap?target=little_giant&purpose=new&on={day}")

    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
@pytest.mark.parametrize("purpose", ["new", "review"])
def test_every_target_has_its_page(signed_in, number, target, purpose):
    page = signed_in("maria").get(f"/enterprises/{number}/gap?target={target}&purpose={purpose}")

    assert page.status_code == 200
    assert "逐条条件" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "on=2026-02-30",
        "on=1e3",
        "on=99999-01-01",
        "on=2026-11-24&on=2026-11-25",
        "target=king",
        "purpose=x",
        "on=0001-01-01",
        "target=srdi%00",
    ],
)
def test_a_question_that_means_nothing_is_refused(signed_in, number, query):
    assert signed_in("stefan").get(f"/enterprises/{number}/gap?{query}").status_code == 400


def test_an_enterprise_nothing_is_known_of_has_a_page_too(app, signed_in):
    with writing(app) as session:
        bare = make_enterprise(session, "空白公司", street=None, industry=None)
        bare_id = bare.id

    maria = signed_in("maria")

    assert [maria.get(f"/enterprises/{bare_id}{page}").status_code for page in PAGES] == [200] * len(PAGES)


def test_at_the_top_the_page_shows_the_review(app, signed_in):
    with writing(app) as session:
        number = make_enterprise(session, "巨人公司", steward="stefan", tier="little_giant").id

    assert "复核差距" in signed_in("stefan").get(f"/enterprises/{number}").text


def test_the_present_steward_sees_everything_whoever_wrote_it(app, signed_in, cast, number):
    with writing(app) as session:
        told(session, number, "stefan", "前任写下的纪要", date(2026, 11, 2))
        told(session, number, "maria", "主管写下的纪要", date(2026, 11, 3))
        maria, lina = make_person(session, "maria"), make_person(session, "lina")
        stewards.assign(session, number, lina.id, why="离岗交接", by=maria.id, on=TODAY)

    after = signed_in("lina").get(f"/enterprises/{number}/timeline").text
    before = signed_in("stefan").get(f"/enterprises/{number}/timeline")

    assert "前任写下的纪要" in after
    assert "主管写下的纪要" in after
    for words in ("Stefan → Lina", "离岗交接", "营业收入 5,000.00 万元", "称号认定"):
        assert words in after
    assert before.status_code == 404


def test_the_timeline_is_filtered_by_kind_and_newest_first(app, signed_in, number):
    with writing(app) as session:
        told(session, number, "stefan", "较早的一次", date(2026, 10, 2))
        told(session, number, "stefan", "较晚的一次", date(2026, 10, 3))

    page = signed_in("stefan").get(f"/enterprises/{number}/timeline?kind=service").text

    assert page.index("较晚的一次") < page.index("较早的一次")
    assert "称号认定" not in page


def test_of_one_day_what_was_logged_stands_first(app, signed_in, number):
    with writing(app) as session:
        make_figures(session, session.get_one(Enterprise, number), 2025, rd_expense=FEN_IN_WAN, on=TODAY)
        told(session, number, "stefan", "今天刚谈的")

    page = signed_in("stefan").get(f"/enterprises/{number}/timeline").text

    assert page.index("今天刚谈的") < page.index("研发费用")


def test_a_long_timeline_is_paged(app, signed_in, number):
    with writing(app) as session:
        for turn in range(60):
            told(session, number, "stefan", f"第{turn:02}次谈话")

    stefan = signed_in("stefan")
    first = stefan.get(f"/enterprises/{number}/timeline?kind=service").text
    second = stefan.get(f"/enterprises/{number}/timeline?kind=service&page=2").text

    assert ("第59次谈话" in first, "第09次谈话" in first) == (True, False)
    assert ("第59次谈话" in second, "第09次谈话" in second) == (False, True)


def test_figures_entered_together_are_one_entry_that_shows_what_was_there_before(app, signed_in, number):
    with writing(app) as session:
        enterprise = session.get_one(Enterprise, number)
        make_figures(session, enterprise, 2025, rd_expense=210 * FEN_IN_WAN, employees=38, on=date(2026, 11, 23))

    page = signed_in("stefan").get(f"/enterprises/{number}/timeline?kind=figures").text

    assert "研发费用 200.00 万元 → 210.00 万元" in page
    assert "从业人员 38 人" in page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["lina", "hana", "adam", "otto"])
def test_nobody_else_sees_the_enterprise_on_any_page(signed_in, number, page, who):
    answer = signed_in(who).get(f"/enterprises/{number}{page}")

    may_ask = who == "lina" or (who == "hana" and page == "/log")  # handlers log visits of their department's own
    assert answer.status_code == (404 if may_ask else 403)
    assert "华瑞" not in answer.text


@pytest.mark.parametrize("wrong", ["0", "990001", "99999999999999999999", "-1", "1e3", "１"])
def test_an_id_that_means_nothing_is_not_found(signed_in, wrong):
    assert signed_in("maria").get(f"/enterprises/{wrong}").status_code == 404


def test_what_people_wrote_is_shown_as_text_only(app, signed_in, number):
    with writing(app) as session:
        told(session, number, "stefan", "<script>alert(1)</script><img src=x onerror=alert(2)>")

    page = signed_in("stefan").get(f"/enterprises/{number}").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_form_of_a_service_says_what_to_ask(signed_in, number):
    stefan = signed_in("stefan")

    page = stefan.get(f"/enterprises/{number}/log").text
    first = re.search(r'class="asks"><li><a[^>]*>([^<]+)', stefan.get(f"/enterprises/{number}/gap").text)

    assert f"问一下：{first[1]} 等" in page

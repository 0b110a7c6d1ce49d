"""怎样够得上: ways in the enterprise's own terms on a fragment and on a page, and what the title would earn at most."""

import re
from datetime import date
from types import MappingProxyType

import pytest

from crm.awards.indicative import AwardGround
from crm.awards.measures import Measures
from crm.config.policies import library
from crm.cultivation.gap import NotInForce
from crm.cultivation.windows.service import approve_window, enter_window
from crm.desk.prospects.ways_page import ways_for_page
from crm.money import FEN_IN_WAN
from crm.rules import Dossier
from crm.rules.law.dossier import YearFigures
from crm.rules.ways.way import Way, Ways
from tests.conftest import NOW
from tests.cultivation.srdi import make_candidate, say
from tests.cultivation.windows.test_windows import second
from tests.desk.prospects.test_what_if import WINTER
from tests.makers import make_enterprise, make_title, writing

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def candidate(app, cast):
    """Makes an enterprise that would be eligible, spoilt by what the test says of it."""

    def make(figures=MappingProxyType({}), **facts):
        with writing(app) as session:
            enterprise = make_candidate(session, **figures)
            say(session, enterprise, **facts)
            return enterprise.id

    return make


def ways_of(client, number, query="target=srdi"):
    return client.get(f"/enterprises/{number}/ways?{query}", headers=FRAGMENT).text


def test_the_pages_fetch_the_ways_after_everything_else_and_link_to_them(signed_in, candidate):
    number = candidate(niche_started_on="2024-06-01")
    stefan = signed_in("stefan")

    for page in ("", "/gap?target=srdi"):
        text = stefan.get(f"/enterprises/{number}{page}").text
        assert f'hx-get="/enterprises/{number}/ways?target=srdi&amp;purpose=new"' in text
        assert f'<a href="/enterprises/{number}/ways?target=srdi&amp;purpose=new"' in text


def test_an_eligible_enterprise_is_told_to_apply(signed_in, candidate):
    assert "不需要再做什么" in ways_of(signed_in("stefan"), candidate())


def test_a_date_that_has_to_come_is_only_waited_for(signed_in, candidate):
    text = ways_of(signed_in("stefan"), candidate(niche_started_on="2023-06-01"))

    assert "仅等待" in text
    assert "等到 2027-01-01" in text
    assert "假设 2026 年与上年相同" in text


def test_what_must_hold_in_any_case_is_confirmed_first_where_it_is_written_down(signed_in, candidate):
    number = candidate(niche_started_on="2023-06-01", compliance__abnormal_list=None)

    text = ways_of(signed_in("stefan"), number)

    assert "都须先核实" in text
    assert f"/enterprises/{number}/facts/compliance.abnormal_list" in text


def test_what_nobody_can_honestly_bring_about_is_named_in_plain_words(signed_in, candidate):
    text = ways_of(signed_in("stefan"), candidate(compliance__serious_incident=True))

    assert "无法由企业短期补足" in text
    assert "没有可行的办法" in text


def test_a_way_that_outlasts_a_title_names_its_renewal(app, signed_in, cast):
    with writing(app) as session:
        enterprise = make_candidate(session, tier="seed", rd_expense=80 * FEN_IN_WAN)
        make_title(session, enterprise, "innovative", date(2024, 3, 22), date(2027, 3, 21))
        number = enterprise.id

    text = ways_of(signed_in("stefan"), number)

    assert "等到 2028-01-01" in text
    assert "创新型中小企业称号在 2027-03-21 到期前通过复核" in text
    assert "需投入" in text


def test_who_lacks_the_title_below_is_shown_the_way_to_that_one(signed_in, candidate):
    number = candidate()

    text = ways_of(signed_in("stefan"), number, "target=little_giant")

    assert f'href="/enterprises/{number}/gap?target=srdi&amp;purpose=new"' in text


def test_the_award_is_a_most_and_names_the_day_its_basis_ended(signed_in, candidate):
    text = ways_of(signed_in("stefan"), candidate())

    for words in ("至多 20 万元", "此前兑付未录入", "2025-12-31 到期", "不作承诺"):
        assert words in text


@pytest.mark.parametrize("query", ["target=srdi&purpose=review", "target=innovative", "target=srdi&on=2023-01-10"])
def test_nothing_is_said_of_money_for_a_review_a_title_held_or_a_day_before_the_measure(signed_in, candidate, query):
    assert "奖励" not in ways_of(signed_in("stefan"), candidate(), query)


def test_what_is_past_is_not_searched(signed_in, candidate):
    text = ways_of(signed_in("stefan"), candidate(niche_started_on="2024-06-01"), "target=srdi&on=2026-06-01")

    assert "请回到今天" in text
    assert "step-list" not in text


def test_a_day_without_a_standard_says_so(signed_in, candidate):
    assert "没有生效的认定标准" in ways_of(signed_in("stefan"), candidate(), f"target=srdi&on={date(2021, 1, 1)}")


def test_a_way_of_many_steps_lists_each_of_them(app, signed_in, cast):
    with writing(app) as session:
        number = make_enterprise(session, steward="stefan", tier="innovative").id

    text = ways_of(signed_in("stefan"), number)

    assert "件事一起做到" in text
    assert "仅补资料" in text
    assert "补录 2025 年研发费用" in text


def test_without_scripts_the_ways_are_a_page(app, signed_in, cast):
    with writing(app) as session:
        number = make_enterprise(session, "空白公司", steward="stefan", industry=None).id

    page = signed_in("stefan").get(f"/enterprises/{number}/ways?target=little_giant")

    assert page.status_code == 200
    assert "<html" in page.text
    assert "空白公司" in page.text


def test_the_ways_of_somebody_elses_enterprise_are_not_there(app, signed_in, cast):
    cast.person("lina")
    with writing(app) as session:
        number = make_enterprise(session, steward="stefan").id

    assert signed_in("lina").get(f"/enterprises/{number}/ways").status_code == 404


def link_of(text):
    return re.search(r'href="(/enterprises/[0-9]+/what-if[^"]+)"', text)[1].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"figures": {"rd_expense": 80 * FEN_IN_WAN}}, 'name="rd_expense_2027"'),
        ({"market__leading": None}, "改动 1 处"),
        ({"niche_started_on": "2023-06-01"}, "假设后"),
    ],
)
def test_each_way_opens_what_if_filled_in_and_leads_up_there(signed_in, candidate, facts, shown):
    number = candidate(**facts)
    stefan = signed_in("stefan")

    page = stefan.get(link_of(ways_of(stefan, number)))

    assert page.status_code == 200
    assert shown in page.text
    assert "已符合" in page.text.split("假设后")[1][:200]


def test_a_way_that_is_no_longer_offered_leaves_the_form_as_it_is(signed_in, candidate):
    number = candidate(niche_started_on="2023-06-01")

    page = signed_in("stefan").get(f"/enterprises/{number}/what-if?target=srdi&way=00000000")

    assert page.status_code == 200
    assert "还没有改动" in page.text


def test_what_an_input_cannot_say_is_named_beside_the_form(app, signed_in, cast):
    with writing(app) as session:
        enterprise = make_candidate(session, tier="seed", rd_expense=80 * FEN_IN_WAN)
        make_title(session, enterprise, "innovative", date(2024, 3, 22), date(2027, 3, 21))
        number = enterprise.id
    stefan = signed_in("stefan")

    page = stefan.get(link_of(ways_of(stefan, number)))

    assert "按这条办法另外假设" in page.text
    assert "到期前通过复核" in page.text
    assert "已符合" in page.text.split("假设后")[1][:200]


def test_money_to_be_spent_in_the_last_days_of_a_year_stands_beside_the_way_that_waits(signed_in, candidate):
    text = ways_of(signed_in("stefan"), candidate({"rd_expense": 80 * FEN_IN_WAN}))

    assert "2026 年只剩" in text
    assert "多等一年的那条" in text
    assert "等到 2029-01-01" in text


def test_the_ways_hold_what_the_notice_of_an_entered_window_asks_for_against_each(app, signed_in, cast, candidate):
    number = candidate(niche_started_on="2024-06-01")
    maria = cast.person("maria")
    with writing(app) as session:
        kept = enter_window(session, WINTER, ladder=library().ladder, by=maria.id, at=NOW)
        approve_window(session, kept, ladder=library().ladder, by=second(session).id, at=NOW)

    text = ways_of(signed_in("stefan"), number)

    assert text.count(f"{WINTER.document}另要求：{WINTER.conditions[0]}") == 1


def test_a_way_that_leaves_what_a_notice_asks_for_unmet_says_so(app):
    day = date(2025, 6, 1)
    way = Way((), day, waits=False, assumed_years=())
    small = Dossier("911101070000000000", "小型公司", figures=(YearFigures(2024, revenue=3_000 * FEN_IN_WAN),))
    gap = NotInForce("little_giant", "review", day)

    with app.test_request_context():
        ground = AwardGround(Measures(()), {})
        [step] = ways_for_page(1, gap, Ways((way,), (), ()), small, day, rules=library(), ground=ground)["steps"]

    assert any("〔2025〕190号另要求：上年度营业收入不低于 5000 万元，走这条仍是" in note for note in step.notes)

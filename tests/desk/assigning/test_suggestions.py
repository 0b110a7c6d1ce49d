"""分派建议: who could take what waits longest, by load, street and industry, with reasons; a manager decides."""

import pytest
from sqlalchemy import func, select

from crm.desk.assigning.splitting import Parcel, Taker, propose
from crm.stewards.models import Assignment
from tests.desk.assigning.test_splitting import sent, steward_of
from tests.makers import make_enterprise, writing


@pytest.fixture
def waiting(app, cast):
    """Two wait: one of Stefan's street, one of Lina's trade."""
    with writing(app) as session:
        make_enterprise(session, street="古城", industry="C3563", steward="stefan")
        make_enterprise(session, street="八角", industry="I6513", steward="lina")
        first = make_enterprise(session, "同街道公司", street="古城", industry="M7320").id
        return first, make_enterprise(session, "同行业公司", street="鲁谷", industry="I6520").id


def test_within_a_street_the_trade_decides_and_without_either_the_load():
    known = Taker(1, "甲", 10, {"古城": 3}, {"C35": 1})
    expert = Taker(2, "乙", 10, {"古城": 3}, {"C35": 4})
    idle = Taker(3, "丙", 9, {})

    def to(**details):
        return propose([Parcel(1, "一", 1, **details)], [known, expert, idle], 100)[1]

    assert to(street="古城", industry="C35") == 3  # the level comes first
    level = [Taker(each.steward_id, each.name, 9, each.streets, each.industries) for each in (known, expert, idle)]
    assert propose([Parcel(1, "一", 1, "古城", industry="C35")], level, 100) == {1: 2}
    assert propose([Parcel(1, "一", 1, "鲁谷", industry="C35")], level, 100) == {1: 2}
    assert propose([Parcel(1, "一", 1, "鲁谷", industry="X99")], level, 100) == {1: 3}


def test_enterprises_without_street_and_trade_are_near_to_no_other():
    takers = [Taker(1, "甲", 1, {"": 9}, {"": 9}), Taker(2, "乙", 0, {})]

    assert propose([Parcel(1, "一", 1)], takers, 100) == {1: 2}


def test_each_is_suggested_with_its_reasons_and_nothing_is_written_by_looking(app, signed_in, waiting):
    page = signed_in("maria").get("/assign/suggestions").text

    assert "待分派共 2 家" in page
    assert "同街道已有 1 家" in page
    assert "同行业已有 1 家" in page
    assert "加权 1 → 2" in page
    with writing(app) as session:
        assert session.scalar(select(func.count(Assignment.id))) == 2


def test_a_manager_confirms_and_it_is_written(app, signed_in, waiting):
    maria = signed_in("maria")
    page = maria.get("/assign/suggestions").text

    answer = maria.post("/assign/split", sent(page, step="confirm", why="按负荷、街道和行业的建议"))

    assert answer.status_code == 302
    assert [steward_of(app, number) for number in waiting] == ["Stefan", "Lina"]


def test_whoever_was_faster_is_named_and_nothing_of_the_suggestion_is_written(app, signed_in, waiting):
    maria = signed_in("maria")
    page = maria.get("/assign/suggestions").text
    maria.post("/assign/split", sent(page, step="confirm", why="首次"))

    late = maria.post("/assign/split", sent(page, step="confirm", why="再来一次"))

    assert late.status_code == 409
    assert "已由 Maria" in late.text


def test_a_filter_of_the_queue_goes_along_and_an_empty_queue_says_so(app, signed_in, waiting):
    maria = signed_in("maria")

    assert "/assign/suggestions?street=" in maria.get("/queue?street=古城").text
    page = maria.get("/assign/suggestions?street=古城").text
    assert "同街道公司" in page
    assert "同行业公司" not in page
    assert "没有企业在等待分派" in maria.get("/assign/suggestions?street=广宁").text

"""总览: every number of the manager's first page opens exactly the rows it counts."""

import re
from datetime import date, timedelta

import pytest

from crm.cultivation.models import LADDER, Tier
from crm.dashboards.overview import quarter_begins
from crm.interactions.service import Encounter, log
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_title
from tests.makers_of_flags import make_flag

NUMBER = re.compile(r"<small>\s*([\d,]+) [家项]")
LINK = re.compile(r'href="(/(?:overview/rows|near)\?[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture
def pool(cast):
    """A small pool with something of everything."""
    with cast.writing() as session:
        for tier, count in ((Tier.SEED, 3), (Tier.INNOVATIVE, 2), (Tier.SRDI, 2), (Tier.LITTLE_GIANT, 1)):
            for _ in range(count):
                make_enterprise(session, steward="stefan", tier=tier)
        make_enterprise(session, name="北京待分派软件有限公司")
        ending = make_enterprise(session, steward="lina", name="北京将到期装备有限公司")
        make_title(session, ending, Tier.SRDI, TODAY - timedelta(days=1065), TODAY + timedelta(days=30))
        near = make_enterprise(session, steward="lina", tier=Tier.INNOVATIVE, name="北京临近智能有限公司")
        make_flag(session, near, Tier.SRDI, "near", unmet=["rd_each_year"])
        served = make_enterprise(session, steward="lina", name="北京刚走访有限公司")
        contact = Encounter("visit", "policy", TODAY, "核对年报")
        log(session, served.id, contact, by=make_person(session, "lina").id, on=TODAY, at=NOW)
        make_enterprise(session, name="北京库外企业有限公司", in_pool=False)


def test_every_number_opens_exactly_its_rows(pool, signed_in):
    maria = signed_in("maria")
    page = maria.get("/overview").text.replace("&amp;", "&")

    links = {(url, _count(text)) for url, text in LINK.findall(page) if _count(text) is not None}

    assert len(links) > 10
    for url, count in links:
        assert _rows(maria.get(url).text) == count, url


def test_the_tile_of_near_promotions_opens_that_page_itself(pool, signed_in):
    maria = signed_in("maria")

    links = dict(LINK.findall(maria.get("/overview").text.replace("&amp;", "&")))

    assert "/near?flag=near" in links
    assert "北京临近智能有限公司" in maria.get("/near?flag=near").text


def test_what_awaits_its_first_night_is_said_and_can_be_evaluated_now(pool, signed_in, monkeypatch):
    started = []
    monkeypatch.setattr("crm.jobs.views.start_beside", lambda settings, *arguments: started.append(arguments))
    maria = signed_in("maria")

    page = maria.get("/overview").text
    answer = maria.post("/reports/start")

    assert "家企业入库后还没有评估过" in page
    assert answer.status_code == 302
    assert started == [("jobs", "run", "night")]


def test_nothing_is_started_while_nobody_waits(cast, signed_in, monkeypatch):
    started = []
    monkeypatch.setattr("crm.jobs.views.start_beside", lambda settings, *arguments: started.append(arguments))
    with cast.writing() as session:
        enterprise = make_enterprise(session, steward="stefan")
        make_flag(session, enterprise, Tier.SRDI, "near")
    maria = signed_in("maria")

    answer = maria.post("/reports/start")

    assert (answer.status_code, started) == (409, [])
    assert "还没有评估过" not in maria.get("/overview").text


def test_the_funnel_counts_each_enterprise_once(pool, signed_in):
    maria = signed_in("maria")

    each = [_rows(maria.get(f"/overview/rows?tier={tier}").text) for tier in LADDER]

    assert each == [5, 3, 3, 1]
    assert sum(each) == _rows(maria.get("/overview/rows").text)


def test_targets_count_titles_whoever_holds_a_higher_one(cast, signed_in):
    with cast.writing() as session:
        giant = make_enterprise(session, steward="stefan", tier=Tier.LITTLE_GIANT)
        make_title(session, giant, Tier.SRDI)

    page = signed_in("maria").get("/overview/rows?title=srdi")

    assert _rows(page.text) == 1


def test_the_expired_basis_is_said_once(pool, signed_in):
    page = signed_in("maria").get("/overview")

    assert page.text.count("不构成兑现依据") == 1


def test_without_a_night_the_page_says_so_in_plain_words(cast, signed_in):
    page = signed_in("maria").get("/overview")

    assert "夜间运行还没有跑过" in page.text


@pytest.mark.parametrize("query", ["tier=giant", "band=99", "band=x", "title=srdi&title=seed", "page=0", "flag=far"])
def test_a_set_that_is_not_offered_is_refused(signed_in, query):
    assert signed_in("maria").get(f"/overview/rows?{query}").status_code == 400


def test_stewards_have_no_overview(signed_in):
    assert signed_in("stefan").get("/overview").status_code == 403


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_begins_on_its_first_day(day, first):
    assert quarter_begins(day) == first


def _count(text: str) -> int | None:
    """The number a link shows, last of its words."""
    numbers = re.findall(r"\d+", re.sub(r"<[^>]+>", " ", text).replace(",", ""))
    return int(numbers[-1]) if numbers else None


def _rows(page: str) -> int:
    found = NUMBER.search(page)
    assert found, page
    return int(found.group(1).replace(",", ""))

"""总览: every number of the manager's first page opens exactly the rows it counts."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, text

from crm.config.service_rules import service_rules
from crm.cultivation.models import LADDER, JudgingMark, Tier
from crm.dashboards.overview import quarter_begins
from crm.enterprises.models import Enterprise
from crm.interactions.service import Encounter, log
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_figures, make_title
from tests.makers_of_flags import make_flag

PLACE = "CASE {0}.tier WHEN 'tech_sme' THEN 0 WHEN 'innovative' THEN 1 WHEN 'srdi' THEN 2 ELSE 3 END"
ENDING = f"""
SELECT DISTINCT ends.enterprise_id FROM titles AS ends
JOIN pool_entries AS pool ON pool.enterprise_id = ends.enterprise_id AND pool.left_on IS NULL
WHERE ends.granted_on <= :today AND ends.expires_on BETWEEN :today AND :last
AND ends.revoked_on IS NULL AND ends.removed_on IS NULL
AND NOT EXISTS (SELECT 1 FROM titles AS later WHERE later.enterprise_id = ends.enterprise_id
    AND later.removed_on IS NULL AND later.revoked_on IS NULL AND later.expires_on > ends.expires_on
    AND {PLACE.format("later")} >= {PLACE.format("ends")})
"""
UNREADY = """AND EXISTS (SELECT 1 FROM evaluations AS judged WHERE judged.enterprise_id = ends.enterprise_id
    AND judged.target = ends.tier AND judged.purpose = 'review' AND judged.superseded_on IS NULL
    AND judged.verdict <> 'eligible')"""
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

    assert "12 家企业新入库或资料有变化，等待夜间评估" in page
    assert answer.status_code == 302
    assert started == [("jobs", "run", "night")]


def test_nothing_is_started_while_nobody_waits(cast, signed_in, monkeypatch):
    started = []
    monkeypatch.setattr("crm.jobs.views.start_beside", lambda settings, *arguments: started.append(arguments))
    with cast.writing() as session:
        enterprise = make_enterprise(session, steward="stefan")
        make_flag(session, enterprise, Tier.SRDI, "near")
    with cast.writing() as session:
        session.execute(delete(JudgingMark))
    maria = signed_in("maria")

    answer = maria.post("/reports/start")

    assert (answer.status_code, started) == (409, [])
    assert "等待夜间评估" not in maria.get("/overview").text


def test_changed_figures_await_the_night_too(cast, signed_in, monkeypatch):
    monkeypatch.setattr("crm.jobs.views.start_beside", lambda settings, *arguments: None)
    with cast.writing() as session:
        enterprise = make_enterprise(session, steward="stefan", name="北京补录公司")
        make_enterprise(session, steward="stefan")
        make_flag(session, enterprise, Tier.SRDI, "near")
    with cast.writing() as session:
        session.execute(delete(JudgingMark))
    with cast.writing() as session:
        make_figures(session, session.get_one(Enterprise, enterprise.id), revenue=1_000_00)
    maria = signed_in("maria")

    page, rows = maria.get("/overview").text, maria.get("/overview/rows?awaiting=1").text

    assert "1 家企业新入库或资料有变化，等待夜间评估" in page
    assert "北京补录公司" in rows
    assert _rows(rows) == 1
    assert maria.post("/reports/start").status_code == 302


def test_a_list_of_one_kind_of_flag_shows_that_kind(cast, signed_in):
    with cast.writing() as session:
        enterprise = make_enterprise(session, steward="stefan", tier=Tier.INNOVATIVE, name="北京两旗公司")
        make_flag(session, enterprise, Tier.INNOVATIVE, "eligible", purpose="review")
        make_flag(session, enterprise, Tier.SRDI, "near", unmet=["rd_each_year"])
    maria = signed_in("maria")

    for address in ("/overview/rows?flag=near", f"/stewards/{cast.person('stefan').id}/enterprises?flag=near"):
        row = re.search(r"北京两旗公司.*?</tr>", maria.get(address).text, re.DOTALL)
        assert row, address
        assert "临近" in row[0]
        assert "已符合" not in row[0]


def test_what_ends_within_ninety_days_is_counted_as_plain_sql_counts_it(cast, signed_in):
    days = service_rules().reminders.title_ends_days
    with cast.writing() as session:
        for place, (ends, renewed) in enumerate(
            [(-1, None), (0, None), (days, None), (days + 1, None), (30, 400), (30, 31), (40, 20), (days, days)]
        ):
            one = make_enterprise(session, steward="stefan", name=f"北京到期{place}公司")
            make_title(session, one, Tier.SRDI, TODAY - timedelta(days=900), TODAY + timedelta(days=ends))
            if renewed is not None:
                tier = Tier.LITTLE_GIANT if place % 2 else Tier.INNOVATIVE
                make_title(session, one, tier, TODAY - timedelta(days=600), TODAY + timedelta(days=renewed))
            verdict = "near" if place % 2 else "eligible"
            make_flag(session, one, Tier.SRDI, verdict, purpose="review")
    with cast.writing() as session:
        ending = set(session.scalars(text(ENDING), {"today": TODAY, "last": TODAY + timedelta(days=days)}))
        unready = set(session.scalars(text(ENDING + UNREADY), {"today": TODAY, "last": TODAY + timedelta(days=days)}))
    maria = signed_in("maria")

    assert 0 < len(unready) < len(ending) < 8
    assert _rows(maria.get("/overview/rows?ending=all").text) == len(ending)
    assert _rows(maria.get("/overview/rows?ending=unready").text) == len(unready)


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


def test_tiles_and_their_change_are_what_the_balance_of_the_pool_shows(cast, signed_in):
    old, new, over = date(2024, 6, 1), date(2026, 3, 1), date(2023, 1, 1)
    with cast.writing() as session:
        giant = make_enterprise(session, on=old, tier=Tier.LITTLE_GIANT)
        make_title(session, giant, Tier.SRDI, old, date(2027, 5, 31))
        make_title(session, make_enterprise(session, in_pool=False), Tier.SRDI, old, date(2027, 5, 31))
        make_title(session, make_enterprise(session), Tier.SRDI, new, date(2029, 2, 28))
        make_title(session, make_enterprise(session, on=old), Tier.SRDI, over, date(2025, 12, 31))
        make_title(session, make_enterprise(session, on=old), Tier.SRDI, over, date(2025, 12, 30))
        make_title(session, make_enterprise(session, on=old), Tier.SRDI, date(2026, 1, 1), date(2028, 12, 31))
    maria = signed_in("maria")

    rows = maria.get("/pool").text.split('id="holders"')[1].split("<tr>")
    [srdi] = [re.findall(r">([+-]?\d+)</td>", row) for row in rows if "seal-srdi" in row]
    tiles = re.sub(r"<[^>]+>", " ", maria.get("/overview").text)

    assert srdi == ["2", "2", "1", "3", "+1", "1"]
    assert re.search(r"专精特新中小企业\s+3\s[^较]*增加\s+1\s+较年初", tiles)

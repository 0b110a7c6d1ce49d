"""称号义务 as pages: what one may see, what is late, and a file of the same rows."""

import csv
from datetime import date
from io import StringIO

import pytest

from crm.cultivation.models import Tier
from crm.cultivation.night.jobs import keep_duties
from crm.enterprises.models import Enterprise
from crm.work import Turn
from tests.conftest import NOW, TODAY
from tests.cultivation.titles.test_titles import LADDER
from tests.makers import make_enterprise, make_title, writing


@pytest.fixture
def owing(app, cast):
    """Stefan's and Lina's enterprises, both late with this year's update."""
    names = {name: cast.person(name) for name in ("stefan", "lina", "maria")}
    with writing(app) as session:
        for name in ("stefan", "lina"):
            enterprise = make_enterprise(session, f"北京{name}样例公司", steward=names[name])
            make_title(session, enterprise, Tier.SRDI)
        keep_duties(session, Turn(TODAY, NOW), LADDER)
        return enterprise.id


def test_a_steward_sees_the_own_late_update_and_what_it_means(signed_in, owing):
    page = signed_in("stefan").get("/duties?state=missed").text

    assert "北京stefan样例公司" in page
    assert "按规定不再参加复核" in page
    assert "北京lina样例公司" not in page


def test_the_file_has_the_rows_of_the_page(signed_in, owing):
    text = signed_in("maria").get("/duties/export.csv?state=missed&duty=annual_update").data.decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text)))
    assert [row[0] for row in rows[1:]] == ["北京lina样例公司", "北京stefan样例公司"]
    assert rows[1][2:4] == ["2026 年度信息更新", "2026-05-31"]


def test_a_merger_is_announced_and_its_report_written_down(signed_in, owing):
    lina = signed_in("lina")

    lina.post(f"/enterprises/{owing}/changes/new", {"kind": "merger", "happened_on": "2026-11-01"})
    page = lina.get("/duties?duty=major_change").text

    assert "报告重大变化：合并分立（2026-11-01）" in page
    assert "2027-02-01" in page


def test_nothing_matches_is_said_and_an_unknown_filter_is_refused(signed_in, owing):
    maria = signed_in("maria")

    assert "这里没有义务" in maria.get("/duties?state=done").text
    assert maria.get("/duties?state=everything").status_code == 400


def test_what_was_missed_stands_above_the_verdict_of_the_review_and_of_nothing_else(signed_in, owing):
    lina = signed_in("lina")

    assert (
        "2026 年度信息更新（截止 2026-05-31）逾期"
        in lina.get(f"/enterprises/{owing}/gap?target=srdi&purpose=review").text
    )
    assert "逾期：" not in lina.get(f"/enterprises/{owing}/gap?target=little_giant&purpose=new").text


def test_what_was_missed_stands_on_the_page_of_a_little_giant_and_where_its_review_is_submitted(
    app, signed_in, owing
):
    with writing(app) as session:
        title = make_title(session, session.get_one(Enterprise, owing), Tier.LITTLE_GIANT)
        title.expires_on = date(2027, 5, 31)
        keep_duties(session, Turn(TODAY, NOW), LADDER)
    lina = signed_in("lina")
    lina.post(f"/enterprises/{owing}/applications/new", {"what": "little_giant:review:"})

    for address in (f"/enterprises/{owing}", "/applications/1/submit"):
        assert "2026 年度信息更新（截止 2026-05-31）逾期" in lina.get(address).text

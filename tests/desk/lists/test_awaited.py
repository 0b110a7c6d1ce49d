"""A title whose review awaits its result is shown wherever the tier of its enterprise is, never as a seed."""

from datetime import timedelta

import pytest

from crm.cultivation.models import Tier
from tests.makers import TODAY, make_enterprise, make_title, writing
from tests.makers_of_flags import make_flag

WAITS = "专精特新复核结果待公布"
FILTERED = "?tier=awaited"


@pytest.fixture
def enterprises(app, cast):
    """One in care whose result is awaited, one that waits for a steward too, and a seed."""
    for name in ("stefan", "maria"):
        cast.person(name)
    with writing(app) as session:
        ended = {"granted_on": TODAY - timedelta(days=1200), "expires_on": TODAY - timedelta(days=5)}
        for name, steward in (("北京待定机械有限公司", "stefan"), ("北京待派软件有限公司", None)):
            enterprise = make_enterprise(session, name, steward=steward)
            make_title(session, enterprise, Tier.SRDI, **ended)
            make_flag(session, enterprise, Tier.INNOVATIVE, "eligible")
        make_enterprise(session, "北京种子科技有限公司", steward="stefan")


@pytest.mark.parametrize(
    ("who", "path", "found"),
    [
        ("maria", "/enterprises", ["待定机械", "待派软件"]),
        ("maria", "/queue", ["待派软件"]),
        ("maria", "/overview/rows", ["待定机械", "待派软件"]),
        ("stefan", "/mine", ["待定机械"]),
    ],
)
def test_lists_say_so_and_are_filtered_by_it(signed_in, enterprises, who, path, found):
    page = signed_in(who).get(path + FILTERED)

    assert page.text.count(WAITS) >= len(found)
    assert all(name in page.text for name in found)
    assert "种子科技" not in page.text
    assert "seal-seed" not in page.text


def test_cards_of_the_day_show_an_empty_seal_that_says_so(signed_in, enterprises):
    page = signed_in("stefan").get("/today")

    assert f'seal-awaited" title="{WAITS}"' in page.text


def test_files_say_so(signed_in, enterprises):
    rows = signed_in("maria").get("/enterprises/export.csv").get_data(as_text=True).splitlines()

    assert {WAITS in row for row in rows if "待定" in row or "待派" in row} == {True}
    assert [WAITS in row for row in rows if "种子科技" in row] == [False]


def test_the_overview_counts_them_and_opens_their_list(signed_in, enterprises):
    page = signed_in("maria").get("/overview")

    assert "2 家复核结果待公布" in page.text
    assert "tier=awaited" in page.text

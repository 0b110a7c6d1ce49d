"""The plus at the bottom of a phone: it keeps the enterprise one is looking at, and the search box is there once."""

import re

import pytest

from tests.makers import make_enterprise, writing

UNDER_AN_ENTERPRISE = ("", "/gap", "/timeline", "/evaluations", "/stewards", "/contacts", "/figures", "/facts")


def plus_of(page: str) -> str:
    return re.search(r'class="dock-add" href="([^"]+)"', page).group(1)


@pytest.mark.parametrize("under", UNDER_AN_ENTERPRISE)
def test_the_plus_keeps_the_enterprise_on_every_page_under_it(app, signed_in, under):
    stefan = signed_in("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, steward="stefan").id

    page = stefan.get(f"/enterprises/{enterprise}{under}")

    assert plus_of(page.text) == f"/enterprises/{enterprise}/log"


def test_elsewhere_the_plus_asks_which_enterprise(signed_in):
    assert plus_of(signed_in("stefan").get("/today").text) == "/log"


@pytest.mark.parametrize("address", ["/search", "/search?q=%E5%8C%97%E4%BA%AC", "/today"])
def test_no_page_has_two_boxes_for_the_same_search(signed_in, address):
    assert signed_in("stefan").get(address).text.count('name="q"') == 1

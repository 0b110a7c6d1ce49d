"""Addresses and their parameters, as nobody's browser would write them."""

from __future__ import annotations

from itertools import cycle, islice
from urllib.parse import quote

import pytest
from flask import Flask

from tests.access.conftest import District
from tests.access.table import rows, share
from tests.access.visitors import Door
from tests.security.attack import targets

ODD = {
    "nul": "a%00b",
    "not UTF-8": "%ED%A0%80%FF",
    "bell": "a%07b",
    "override": quote("a\u202eb"),
    "huge": "9" * 5000,
    "long": quote("长" * 1500),
    "beyond 64 bits": str(2**64),
    "beyond 32 bits": str(2**31),
    "negative": "-1",
    "exponent": "1e3",
    "wide digits": quote("１２"),
    "arabic digits": quote("١٢"),
    "not a number": "NaN",
    "formula": quote("=1+1"),
    "percent": "%25s%25(x)s",
    "far": str(10**12),
    "no day": "2026-02-30",
    "quote": "%27%22%5C",
}
ANSWERED = {200, 302, 400, 404, 409}  # 409: the batch of the district is decided, its columns stand
NAMES = (
    "q",
    "page",
    "tier",
    "street",
    "steward",
    "sort",
    "on",
    "target",
    "purpose",
    "flag",
    "enterprise",
    "until",
    "kind",
    "note",
    "sheet",
    "state",
    "role",
    "actor",
    "action",
    "industry",
    "pool",
    "due",
    "changed",
    "title",
    "band",
    "waiting",
    "group",
)


def test_no_value_of_a_parameter_breaks_a_page(app: Flask, district: District, door: Door):
    """A sixth of the pages with the names and the odd values in turn."""
    broken, odd, names = [], cycle(ODD.items()), cycle(NAMES)

    for page in targets(app, district, door, "GET", share(rows(), 6)):
        for name, (what, value) in islice(zip(names, odd, strict=False), 10):
            answer = door.send(page.visitor, "GET", f"{page.url}?{name}={value}")
            broken += [f"{page} ?{name}={what}: {answer.status}"] if answer.status not in ANSWERED else []

    assert broken == []


@pytest.mark.parametrize(
    "query",
    [
        "endpoint=x",
        "_external=1&_scheme=javascript",
        "_method=BREW",
        "_anchor=x",
        "enterprise_id=x",
        "kind=x",
        "user_id=x",
        "listing=x",
        "page=2&page=3",
        "q=a&q=b",
        "values=x",
        "self=x",
        "unheard-of=1",
    ],
)
def test_no_name_of_a_parameter_breaks_a_page_or_leads_elsewhere(
    app: Flask, district: District, door: Door, query: str
):
    broken = []
    for page in targets(app, district, door, "GET", share(rows(), 6)):
        answer = door.send(page.visitor, "GET", f"{page.url}?{query}")
        text = answer.body.decode("utf-8", "replace")
        if answer.status >= 500 or "javascript:" in text or 'href="http' in text:
            broken.append(f"{page}: {answer.status}")

    assert broken == []


@pytest.mark.parametrize(
    "number", ["0", "-1", "1e3", "2147483648", "18446744073709551616", "１", "%00", "1%20", "{1}", "01"]
)
def test_a_number_no_row_can_have_is_not_there(signed_in, number):
    maria = signed_in("maria")

    addresses = [f"/enterprises/{number}", f"/enterprises/{number}/contacts/{number}", f"/imports/{number}"]
    statuses = {maria.get(address).status_code for address in addresses}

    assert statuses == {404}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80@localhost", "[::1", "a" * 300])
def test_a_forged_host_stands_nowhere_in_the_answer(app: Flask, signed_in, host):
    stefan = signed_in("stefan")
    forged = {"Host": host, "X-Forwarded-Host": "evil.example", "X-Original-URL": "/audit"}

    for address in ("/", "/today", "/nothing", "/sign-in", "/audit"):
        answer = stefan.raw.get(address, headers=forged)
        everything = f"{answer.headers}{answer.text}"
        assert answer.status_code < 500
        assert "evil" not in everything


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "OPTIONS", "HEAD"])
def test_other_methods_change_nothing_and_carry_the_headers(signed_in, client, method):
    for visitor in (signed_in("maria"), client):
        for address in ("/enterprises", "/sign-out", "/nothing", "/static/css/base.css"):
            headers = {"X-HTTP-Method-Override": "POST"}
            with visitor.raw.open(address, method=method, headers=headers) as answer:
                assert answer.status_code < 500
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
                assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("text", ["%25", "_", "%5C"])
def test_a_mark_with_a_meaning_for_the_database_is_searched_for_as_it_stands(signed_in, text):
    page = signed_in("adam").get(f"/people?q={text}")

    assert "/people/1" not in page.text

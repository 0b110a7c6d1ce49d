"""The table, cell by cell: who is let in, who is refused, and that a refusal tells and changes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from zlib import crc32

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.access import world
from tests.access.conftest import District
from tests.access.kept import without_traces
from tests.access.table import (
    ASKS_FOR_ALL,
    DEPARTMENT_SCOPES,
    ENTERPRISE_SCOPES,
    IDENTITIES,
    ON_POSTGRESQL,
    Row,
    complaints,
    rows,
    share,
)
from tests.access.visitors import Answer, Door, Visitor

STATUS = {"deny": {403}, "hidden": {404}}
ANSWERED = {200, 204, 302, 303, 409, 422}
TRAIL = ("dashboards.trail", "dashboards.export_trail")
REVEALS = "enterprises.reveal_contact"  # the one route that is asked for a mobile number
HEADERS = {
    "Content-Security-Policy": re.compile(r"^(?=.*default-src 'self')(?=.*frame-ancestors 'none')(?!.*unsafe)"),
    "X-Content-Type-Options": re.compile("^nosniff$"),
    "Referrer-Policy": re.compile("."),
}


def rows_to_walk() -> list[Row]:
    """Every row; where PostgreSQL repeats what SQLite walks, one of eight."""
    return share(rows(), 8 if ON_POSTGRESQL else 1)


def methods_of(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def rule_of(app: Flask, row: Row) -> Rule:
    """The address of a row; where an endpoint has several, the one with the most arguments."""
    found = [rule for rule in app.url_map.iter_rules(row.endpoint) if row.method in methods_of(rule)]
    return max(found, key=lambda rule: len(rule.arguments))


def scopes_of(rule: Rule, district: District) -> tuple[str, ...]:
    """The scopes an address has, by what its arguments stand for."""
    known = {scope for name in rule.arguments for scope in district.arguments[name]}
    if known & set(ENTERPRISE_SCOPES) - {"missing"}:
        return ENTERPRISE_SCOPES
    if "own_department" in known:
        return DEPARTMENT_SCOPES
    return ("there", "missing") if "there" in known else ("any",)


def address(app: Flask, rule: Rule, scope: str, district: District) -> str:
    """The URL of a scope; an argument that has no such scope has one value for all."""
    values = {}
    for name in rule.arguments:
        options = district.arguments[name]
        values[name] = options.get(scope, options.get("any", next(iter(options.values()))))
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values, method=None)


def scopes_to_ask_in(row: Row, identity: str, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Every scope; who is refused by role, whatever is asked for, asks in one of them, in each row in another.

    Where what is not yours looks as what is not there, the scopes are held against each other and all are needed. The
    long suites ask in all.
    """
    if ASKS_FOR_ALL or row.cells[identity] not in ("deny", "sign_in"):
        return scopes
    return (scopes[crc32(f"{row} {identity}".encode()) % len(scopes)],)


def cells(app: Flask, row: Row, district: District) -> Iterator[tuple[Visitor, str, str]]:
    """Visitor, URL and expected word of every cell of a row."""
    rule = rule_of(app, row)
    for identity in IDENTITIES:
        for scope in scopes_to_ask_in(row, identity, scopes_of(rule, district)):
            yield district.visitors[identity], address(app, rule, scope, district), row.expected(identity, scope)


def disagreement(word: str, method: str, answer: Answer) -> str | None:
    """How an answer differs from what the table says, in a few words."""
    leads_to_sign_in = answer.headers.get("Location", "").startswith("/sign-in")
    if word == "sign_in":
        as_told = answer.status == 302 and leads_to_sign_in if method == "GET" else answer.status == 401
    elif word == "ok":
        as_told = answer.status in ANSWERED and not (leads_to_sign_in and "next=" in answer.headers["Location"])
    else:
        as_told = answer.status in STATUS[word]
    return None if as_told else f"{word} expected, {answer.status} {answer.headers.get('Location', '')}"


def leaks(visitor: Visitor, answer: Answer, *, asked: bool = False, asked_by_auditor: bool = False) -> list[str]:
    """Canaries that sing before somebody who may not hear them; a mobile number sings before nobody unasked.

    The trail tells the auditor in sentences whose record was touched: names, and nothing else of an enterprise.
    """
    text = answer.everything
    visible = world.SEES.get(visitor.identity, set())
    foreign = [song for canary in world.CANARIES if canary.scope not in visible for song in canary.songs]
    if asked_by_auditor:
        names = {canary.name for canary in world.CANARIES}
        foreign = [song for song in foreign if song not in names]
    foreign += [world.OTHER_HANDLER] if visitor.identity == "handler" else []
    handled = world.HANDLES.get(visitor.identity, set())
    may_hear = {song for canary in world.CANARIES if canary.scope in handled for song in canary.songs_for_handlers}
    foreign = [song for song in foreign if song not in may_hear]
    mobiles = [canary.mobile for canary in world.CANARIES if not (asked and canary.scope in visible)]
    return [song for song in (*foreign, *mobiles) if song in text]


def bare_headers(answer: Answer) -> list[str]:
    return [name for name, pattern in HEADERS.items() if not pattern.search(answer.headers.get(name, ""))]


def masked(answer: Answer) -> str:
    """The page without what differs from request to request: its number, tokens and ids in addresses."""
    text = re.sub(r"[0-9a-f]{12}\b|[\w-]+\.[\w-]{6}\.[\w-]+", "#", answer.body.decode())
    return re.sub(r"\d+", "#", text)


def test_every_route_and_method_has_a_row(app: Flask):
    routes = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in methods_of(rule)}
    listed = {(row.endpoint, row.method) for row in rows()}

    assert sorted(routes - listed) == []
    assert sorted(listed - routes) == []


def test_every_row_is_complete_and_in_known_words(app: Flask, district: District):
    found = [complaint for row in rows() for complaint in complaints(row, scopes_of(rule_of(app, row), district))]

    assert found == []


@pytest.mark.parametrize("row", rows_to_walk(), ids=str)
def test_a_refusal_tells_and_changes_nothing(app: Flask, district: District, door: Door, row: Row):
    """Not even whether what is not yours is there."""
    found = []
    hidden = defaultdict(set)
    refused = [cell for cell in cells(app, row, district) if cell[2] != "ok"]

    for visitor, url, word in refused:
        answer = door.send(visitor, row.method, url, row.form)
        problems = [disagreement(word, row.method, answer), *leaks(visitor, answer), *bare_headers(answer)]
        found += [f"{visitor.identity} {url}: {problem}" for problem in problems if problem]
        if word == "hidden":
            hidden[visitor.identity].add(masked(answer))

    assert found == []
    assert [identity for identity, pages in hidden.items() if len(pages) > 1] == []
    assert without_traces(district.kept.now()) == without_traces(district.kept.rows)


@pytest.mark.parametrize("row", rows_to_walk(), ids=str)
def test_who_is_let_in_hears_no_foreign_canary(app: Flask, district: District, door: Door, row: Row):
    found = []
    for visitor, url, word in cells(app, row, district):
        if word != "ok":
            continue
        answer = door.send(visitor, row.method, url, row.form)
        told = leaks(visitor, answer, asked=row.endpoint == REVEALS, asked_by_auditor=row.endpoint in TRAIL)
        problems = [disagreement(word, row.method, answer), *told, *bare_headers(answer)]
        found += [f"{visitor.identity} {url}: {problem}" for problem in problems if problem]
        if row.method != "GET":
            district.kept.put_back()

    assert found == []


@pytest.mark.parametrize("identity", sorted(world.SEES))
def test_a_canary_is_heard_where_its_reader_may_be(app: Flask, district: District, door: Door, identity: str):
    """Otherwise its silence elsewhere would prove nothing."""
    pages = [
        door.send(visitor, "GET", url).everything
        for row in rows()
        if row.method == "GET"
        for visitor, url, word in cells(app, row, district)
        if visitor.identity == identity and word == "ok"
    ]
    heard = "\n".join(pages)

    silent = [
        song
        for canary in world.CANARIES
        if canary.scope in world.SEES[identity]
        for song in (canary.name, canary.contact, canary.note)
        if song not in heard
    ]

    assert silent == []

"""A part of one enterprise asked for under another: one's own address opens nobody else's contact, title or item."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.conftest import District
from tests.access.kept import without_traces
from tests.access.table import ENTERPRISE_SCOPES, Row, rows
from tests.access.test_matrix import leaks, rule_of
from tests.access.visitors import Door


def parts_of(app: Flask, row: Row, district: District) -> set[str]:
    """The arguments beside `enterprise_id` that stand for something an enterprise has.

    They are found in the addresses, so that a new route is covered on the day it is written.
    """
    arguments = rule_of(app, row).arguments
    if "enterprise_id" not in arguments:
        return set()
    has_scopes = {name for name in arguments if set(district.arguments[name]) == set(ENTERPRISE_SCOPES)}
    return has_scopes - {"enterprise_id"}


def mixed_address(app: Flask, row: Row, district: District) -> str:
    """The steward's own enterprise, with another's part."""
    values = {}
    for name in rule_of(app, row).arguments:
        options = district.arguments[name]
        scope = "own" if name == "enterprise_id" else "other"
        values[name] = options.get(scope, next(iter(options.values())))
    return str(app.url_map.bind("localhost").build(row.endpoint, values))


@pytest.mark.parametrize("identity", ["steward", "manager"])
def test_a_part_of_another_enterprise_is_not_there(app: Flask, district: District, door: Door, identity: str):
    visitor = district.visitors[identity]
    asked = [row for row in rows() if parts_of(app, row, district)]
    found = []

    for row in asked:
        url = mixed_address(app, row, district)
        answer = door.send(visitor, row.method, url, row.form)
        found += [f"{row.method} {url}: {answer.status}"] if answer.status not in (403, 404) else []
        found += [f"{row.method} {url}: {song}" for song in leaks(visitor, answer)]

    assert asked
    assert found == []
    assert without_traces(district.kept.now()) == without_traces(district.kept.rows)

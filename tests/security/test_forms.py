"""Every form with texts nobody should send, with fields that are the server's own, and with fields left out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle, islice

import pytest
from flask import Flask

from tests.access.conftest import District
from tests.access.kept import without_traces
from tests.access.table import ON_POSTGRESQL, Row, rows, share
from tests.access.visitors import Door
from tests.security.attack import Target, targets

HOSTILE = {
    "nul": "a\x00b",
    "bell": "a\x07b",
    "override": "a\u202eb",
    "nobody's character": "\ufffe",
    "huge": "长" * 100_000,
    "many digits": "9" * 5000,
    "beyond 64 bits": str(2**64),
    "beyond 32 bits": str(2**31),
    "negative": "-1",
    "exponent": "1e3",
    "wide digits": "１２３",
    "not a number": "sNaN",
    "infinite": "-Infinity",
    "script": "<script>alert(1)</script>",
    "percent": "%s %(x)s %",
    "template": "{{7*7}}{% raw %}",
    "rare": "𠀀𪚥",
    "unfolds": "ﷺ" * 60,
    "no day": "2026-02-30",
    "last day": "9999-12-31",
    "two lines": "a\r\nSet-Cookie: b=c",
    "formula": "=HYPERLINK(1)",
    "blank": "   ",
    "zero": "0",
    "long": "企" * 200,
}
SERVERS_OWN = {
    "id": "1",
    "role": "system_admin",
    "roles": "manager",
    "state": "active",
    "by": "1",
    "recorded_by": "1",
    "created_by": "1",
    "author_id": "1",
    "password_hash": "x",
    "must_change_password": "0",
    "steward_id": "1",
    "enterprise_id": "3",
    "recorded_on": "2020-01-01",
    "recorded_at": "2020-01-01",
    "from_on": "2020-01-01",
    "removed_on": "2020-01-01",
    "mobile_sealed": "x",
    "mobile_last4": "0000",
    "credit_code": "91110107MADE00077D",
}
REFUSED = {400, 403, 404, 409, 413, 422}


def every_form(app: Flask, district: District, door: Door, wanted: Iterable[Row] | None = None) -> list[Target]:
    return [target for target in targets(app, district, door, "POST", wanted) if target.form]


def form_of(app: Flask, district: District, door: Door, endpoint: str) -> Target:
    """The form of one endpoint as it stands now."""
    (target,) = every_form(app, district, door, [row for row in rows() if row.endpoint.endswith(f".{endpoint}")])
    return target


def test_a_hostile_text_in_any_field_is_taken_or_refused_but_breaks_nothing(
    app: Flask, district: District, door: Door
):
    """The fields of a sixth of the forms with the hostile texts in turn."""
    broken, hostile = [], cycle(HOSTILE.items())

    for target in every_form(app, district, door, share(rows(), 6)):
        for name in target.form:
            for what, text in islice(hostile, 2):
                answer = door.send(target.visitor, "POST", target.url, {**target.form, name: text})
                if answer.status not in {200, 302, *REFUSED}:
                    broken.append(f"{target} {name}: {what}: {answer.status}")
                if answer.status in (200, 302) and "what-if" not in target.url:
                    district.kept.put_back()

    assert broken == []


def test_fields_that_are_the_servers_own_are_ignored(app: Flask, district: District, door: Door):
    swayed = []
    district.kept.put_back()

    for target in every_form(app, district, door, share(rows(), 3 if ON_POSTGRESQL else 1)):
        extra = {name: value for name, value in SERVERS_OWN.items() if name not in target.form}
        outcomes = []
        for form in (target.form, {**target.form, **extra}):
            answer = door.send(target.visitor, "POST", target.url, form)
            outcomes.append((answer.status, without_secrets(without_traces(district.kept.now()))))
            district.kept.put_back()
        if outcomes[0] != outcomes[1]:
            swayed.append(f"{target}: {different(*outcomes)}")

    assert swayed == []


def different(first: tuple, second: tuple) -> list:
    """The status, or the rows of one that the other does not have."""
    rows = [(table, row) for table, found in second[1].items() for row in found if row not in first[1][table]]
    return [first[0], second[0], *rows[:2]]


def without_secrets(rows: dict) -> dict:
    """Without what is random by nature, passwords and sealed numbers; in an order that no database changes."""
    random = {"password_hash", "mobile_sealed"}
    return {
        table: sorted(({name: value for name, value in row.items() if name not in random} for row in found), key=str)
        for table, found in rows.items()
    }


RECORD = ("edit_figures", "edit_identity", "edit_contact", "edit_item", "edit_title")


@pytest.mark.parametrize("endpoint", RECORD)
def test_a_field_that_was_not_sent_keeps_its_value(app: Flask, district: District, door: Door, endpoint: str):
    target = form_of(app, district, door, endpoint)
    whole = fill(target.form)
    answer = door.send(target.visitor, "POST", target.url, whole)
    before = without_traces(district.kept.now())
    marks = {"version", "seen", "grade", "source", "reach", "is_primary"}
    kept = {*marks, "name", "tier", "granted_on", "f_paid_on", "f_amount"}
    fresh = form_of(app, district, door, endpoint)
    fewer = {name: value for name, value in fresh.form.items() if name in kept}

    assert answer.status == 302
    door.send(target.visitor, "POST", target.url, fewer)

    assert without_traces(district.kept.now()) == before


def fill(form: dict) -> dict:
    """The form with something in every field that was empty."""
    given = {"address": "古城大街1号", "main_product": "传感器", "position": "总经理", "preference": "上午"}
    return {name: value or given.get(name, "") for name, value in form.items()}

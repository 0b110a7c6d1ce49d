"""What stays behind: audit rows without contents, error pages and log lines without secrets."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from crm.audit.models import AuditEvent
from crm.db import engine_options, reading
from tests.access.conftest import District
from tests.access.kept import without_traces
from tests.access.table import ON_POSTGRESQL, rows, share
from tests.access.visitors import Door
from tests.makers import make_enterprise
from tests.security.attack import targets

CANARY = "金丝雀只在表单里"
MOBILE = "13900009876"
FREE_TEXT = {
    "name",
    "note",
    "why",
    "reason",
    "summary",
    "follow_up",
    "evidence",
    "position",
    "address",
    "document",
    "batch",
    "preference",
    "main_product",
    "source",
}
# Nothing is written, or whoever asks here has nothing to end, to read or to know.
WRITE_NOTHING = {
    "notifications.read_all",
    "desk.see_flags",
    "desk.what_if",
    "awards.calculator",
    "desk.preview_rules",
    "desk.split",
    "people.sign_in",
    "imports.index",
    "imports.columns",
    "imports.rows",
    "people.end_sessions",
}


def acts(app: Flask) -> list[AuditEvent]:
    with app.app_context(), reading() as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def test_what_is_typed_into_a_form_never_stands_in_the_audit_trail(app: Flask, district: District, door: Door):
    told, silent, changed = [], [], []

    for target in targets(app, district, door, "POST", share(rows(), 3 if ON_POSTGRESQL else 1)):
        form = {name: CANARY if name in FREE_TEXT else value for name, value in target.form.items()}
        if "mobile" in form:
            form["mobile"] = MOBILE
        before = len(acts(app))
        answer = door.send(target.visitor, "POST", target.url, form)
        written = [f"{act.action} {act.object} {act.detail}" for act in acts(app)[before:]]
        told += [f"{target}: {line}" for line in written if CANARY in line or MOBILE in line]
        if answer.status in (200, 302) and not written:
            silent += [] if target.row.endpoint in WRITE_NOTHING else [f"{target}: {answer.status}"]
            changed += [str(target)] if has_changed(district) else []
        district.kept.put_back()

    assert told == []
    assert silent == []
    assert changed == []


def has_changed(district: District) -> bool:
    """Whether any row is another one, but for what every request may leave."""
    return without_traces(district.kept.now()) != without_traces(district.kept.rows)


def test_a_refused_request_leaves_one_row_and_no_more_of_the_address_than_fits(app: Flask, signed_in):
    stefan = signed_in("stefan")
    before = len(acts(app))

    stefan.get("/enterprises/1/facts/" + "x" * 3000)
    stefan.get("/queue")

    rows = acts(app)[before:]
    assert [row.action for row in rows] == ["refused", "refused"]
    assert len(str(rows[0].detail)) < 300


def test_an_export_records_its_filters_but_not_what_else_stood_in_the_address(app: Flask, signed_in):
    maria = signed_in("maria")

    maria.get(f"/enterprises/export.csv?pool=in&q={CANARY}&note={MOBILE}")

    detail = str(acts(app)[-1].detail)
    assert CANARY not in detail
    assert MOBILE not in detail


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_name_of_an_enterprise_is_no_formula_in_a_file(signed_in, cast, kind):
    names = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)", "\u3000=1+1", "＝1+1", " =1", "https://evil.example"]
    with cast.writing() as session:
        for name in names:
            make_enterprise(session, name, steward="stefan")

    content = signed_in("maria").get(f"/enterprises/export.{kind}").data

    if kind == "csv":
        cells = [line.split('","')[0].lstrip('"\ufeff') for line in content.decode("utf-8-sig").splitlines()]
        assert [cell for cell in cells if cell.lstrip(" \u3000\u00a0").startswith(tuple("=+-@＝＋－＠"))] == []
    else:
        sheet = load_workbook(BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_an_error_of_the_database_names_no_value(app: Flask, cast):
    with pytest.raises(DBAPIError) as caught, cast.reading() as session:
        session.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": CANARY})

    assert CANARY not in str(caught.value)
    assert engine_options("postgresql+psycopg://desk@host/desk")["hide_parameters"]


def test_a_failure_shows_a_number_and_nothing_else(app: Flask, signed_in, monkeypatch):
    maria = signed_in("maria")

    def fail(*_arguments, **_options):
        raise RuntimeError("inner-detail")

    monkeypatch.setattr("crm.desk.lists.list_queries.enterprises", fail)
    answer = maria.raw.get("/enterprises")

    assert answer.status_code == 500
    assert "inner-detail" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]

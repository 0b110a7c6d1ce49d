"""Readers never wait for a writer, and a busy database throws nobody out."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta

import pysqlite3.dbapi2
import pytest
from sqlalchemy import text

from crm import clock
from crm.db import db
from crm.people import queries
from tests.conftest import NOW
from tests.security.attack import targets

LATER = NOW + timedelta(minutes=5)  # every session would be stamped anew
PROMPT = 3.0  # whoever waits for the writer waits for five
# Files that leave the desk only with their row in the audit trail; they wait for it briefly and ask to come again.
DOWNLOADS = {
    *(f"desk.export_{rows}" for rows in ("enterprises", "near", "visits", "duties", "applications", "summary")),
    "desk.export_service_plans",
    "enterprises.export_letters",
    "dashboards.export_trail",
    "imports.download",
    "awards.export_benefits",
    "awards.export_claims",
    "awards.export_batch",
    "awards.export_budget",
    "awards.export_ledger",
}
COME_AGAIN = "这个页面或文件还没有给出。请过几秒再打开一次。"


@contextmanager
def somebody_writing(app):
    """Another process in the middle of a long write."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("one writer at a time is SQLite's")
        path = db.engine.url.database
    other = pysqlite3.dbapi2.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def fault(door, page) -> str | None:
    """What is wrong with the answer: its status, or that it took as long as if it waited for the writer."""
    began = time.monotonic()
    status = door.send(page.visitor, "GET", page.url).status
    took = time.monotonic() - began
    wanted = 503 if page.row.endpoint in DOWNLOADS else 499
    return f"{page}: {status} {took:.1f} s" if took > PROMPT or status > wanted else None


def test_no_page_waits_while_somebody_writes(app, district, door, monkeypatch):
    pages = list(targets(app, district, door, "GET"))
    monkeypatch.setattr(clock, "source", lambda: LATER)

    with somebody_writing(app):
        # A busy machine can hold up any page once; one that waits for the writer waits each time.
        faults = [again for page in pages if fault(door, page) and (again := fault(door, page))]

    assert len(pages) > 40
    assert faults == []


def test_a_download_that_cannot_be_recorded_is_not_handed_out_and_says_when(app, signed_in):
    """Nothing leaves the desk without its row, and nobody waits for the writer."""
    maria = signed_in("maria")

    with somebody_writing(app):
        refused = maria.raw.get("/enterprises/export.csv")
    given = maria.get("/enterprises/export.csv")

    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert COME_AGAIN in refused.text
    assert "Content-Disposition" not in refused.headers
    assert given.status_code == 200


def test_a_session_is_stamped_once_a_minute(app, signed_in, cast, monkeypatch):
    stefan = signed_in("stefan")
    user = cast.person("stefan")

    def seen():
        with cast.reading() as session:
            return queries.open_sessions(session, user.id)[0].seen_at

    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=60))
    stefan.get("/today")
    assert seen() == NOW

    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=61))
    stefan.get("/today")

    assert seen() == NOW + timedelta(seconds=61)


def test_a_refusal_stays_a_refusal_while_somebody_writes(app, signed_in):
    stefan = signed_in("stefan")

    with somebody_writing(app):
        began = time.monotonic()
        answers = [stefan.get("/queue").status_code, stefan.get("/enterprises/999").status_code]

    assert answers == [403, 404]
    assert time.monotonic() - began < 3


def test_a_cut_database_is_said_and_not_an_error_of_the_desk(app, signed_in, monkeypatch):
    """Even who is signed in cannot be read then."""
    stefan = signed_in("stefan")
    with app.app_context():
        healthy = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
        if healthy is None:
            pytest.skip("the cut connection of PostgreSQL has a suite of its own")
        with db.engine.begin() as connection:
            connection.execute(text("SELECT 1"))
        db.engine.dispose()
    monkeypatch.setattr("crm.people.queries.person_of", cut)

    answer = stefan.raw.get("/today")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def cut(*_args, **_kwargs):
    from sqlalchemy.exc import OperationalError

    raise OperationalError("SELECT", {}, Exception("server closed the connection unexpectedly"))

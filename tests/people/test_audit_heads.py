"""The audit chain seen from outside: a cut tail, a full wipe, rows that are none, and what leaves a row at all."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm.audit import service as audit
from crm.audit.heads import NEWEST, Head, Heads
from crm.db import db
from tests.conftest import NOW, TODAY
from tests.people.accounts.test_administrators import _drop_guard, _restore_guard


@pytest.fixture
def heads(app) -> Heads:
    return Heads.of(app.config["SETTINGS"])


@pytest.fixture
def verified(app):
    """What `flask audit verify` says, by itself."""

    def run():
        return app.test_cli_runner().invoke(args=["audit", "verify"])

    return run


@pytest.fixture
def without_guard(cast):
    """Whoever gets around the guard of the table."""

    def run(*statements):
        with cast.writing() as session:
            _drop_guard(session)
            for statement in statements:
                session.execute(text(statement))
        with cast.writing() as session:
            _restore_guard(session)

    return run


def test_an_untouched_chain_holds(cast, verified):
    cast.hire("stefan")

    assert verified().exit_code == 0


@pytest.mark.parametrize("cut", ["id = (SELECT max(id) FROM audit_events)", "id > 1", "id > 0"])
def test_a_cut_tail_and_a_full_wipe_are_found_by_verify_alone(cast, verified, without_guard, cut):
    cast.hire("stefan")
    without_guard(f"DELETE FROM audit_events WHERE {cut}")

    told = verified()

    assert told.exit_code == 1
    assert "库外留存的末行" in told.output


def test_a_chain_that_goes_on_after_a_wipe_is_found_too(cast, verified, without_guard):
    cast.hire("stefan")
    without_guard("DELETE FROM audit_events")
    cast.hire("lina")
    cast.hire("maria")

    assert verified().exit_code == 1


def test_a_head_made_up_without_the_key_is_found(cast, heads, verified):
    cast.hire("stefan")
    (heads.folder / NEWEST).write_text(f"1:{'0' * 64}:{'0' * 64}\n")

    assert NEWEST in verified().output
    cast.hire("lina")
    assert verified().exit_code == 1


def test_the_head_of_the_day_is_exported_and_the_next_day_gets_its_own(app, cast, heads):
    cast.hire("stefan")
    runner = app.test_cli_runner()

    done = runner.invoke(args=["jobs", "run", "export-audit-head"])

    assert done.exit_code == 0, done.output
    assert (heads.folder / TODAY.isoformat()).exists()
    assert all(head.number > 0 for head in heads.read_all())


def test_a_late_process_does_not_put_an_older_head_in_place_of_a_newer(tmp_path):
    heads = Heads(tmp_path / "heads", b"k" * 32)
    heads.keep(Head(7, "a" * 64), Head(6, "b" * 64))
    heads.keep(Head(6, "b" * 64), Head(5, "c" * 64))

    assert [head.number for head in heads.read_all()] == [7]


def test_after_a_restore_the_operator_goes_on_and_a_row_says_so(app, cast, heads, verified, without_guard):
    cast.hire("stefan")
    without_guard("DELETE FROM audit_events WHERE id > 1")

    assert app.test_cli_runner().invoke(args=["audit", "accept"]).exit_code == 0

    assert verified().exit_code == 0
    with cast.reading() as session:
        assert audit.was_recorded(session, "audit.accepted", "audit", since=NOW.replace(year=2025))


@pytest.mark.parametrize(
    "damage",
    ["detail = 'no json'", "at = 'yesterday'", "detail = NULL", "at = ''"],
    ids=["json", "date", "null", "no date"],
)
def test_a_row_that_is_none_is_named(app, cast, verified, damage):
    if "postgresql" in app.config["SETTINGS"].database_url:
        pytest.skip("PostgreSQL keeps types by itself")
    for name in ("stefan", "lina", "maria"):
        cast.hire(name)
    with cast.writing() as session:
        _drop_guard(session)
        session.execute(text("PRAGMA writable_schema = ON"))
        session.execute(
            text("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'audit_events'")
        )
    with app.app_context():
        db.engine.dispose()
    with cast.writing() as session:
        session.execute(text(f"UPDATE audit_events SET {damage} WHERE id = 4"))

    told = verified()

    assert told.exit_code == 1
    assert "第 4 行" in told.output


def test_rows_are_not_replaced_either(app, cast):
    if "postgresql" in app.config["SETTINGS"].database_url:
        pytest.skip("REPLACE is SQLite's")
    cast.hire("stefan")

    with pytest.raises(DBAPIError, match="audit rows stay"), cast.writing() as session:
        session.execute(text("INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events WHERE id = 1"))


def actions(cast):
    with cast.reading() as session:
        return [row.action for row in session.execute(text("SELECT action FROM audit_events ORDER BY id"))]


def test_a_wrong_present_password_and_a_forged_token_leave_rows(signed_in, cast):
    stefan = signed_in("stefan")
    stefan.post("/account/password", {"present": "no", "new": "Violin-Teapot-31", "again": "Violin-Teapot-31"})
    stefan.raw.post("/sign-out", data={"csrf_token": "forged"})

    assert actions(cast)[-2:] == ["password.wrong", "token.forged"]

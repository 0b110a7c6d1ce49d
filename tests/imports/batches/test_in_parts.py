"""A long register is written part by part: nobody waits for the whole, and stopping anywhere doubles nothing."""

from __future__ import annotations

from collections import Counter

import pysqlite3.dbapi2
import pytest
from sqlalchemy import func, select

from crm import clock
from crm.audit.models import AuditEvent
from crm.db import Base, db, reading, transaction
from crm.errors import CrmError
from crm.imports.batches import life, parts, queries, writing_cli
from crm.imports.batches.announcing import Announcement, announce, announcements, withdraw
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.options import Options
from crm.imports.batches.parts import add_counts
from crm.imports.batches.store import BatchStore
from crm.imports.sheets.parts import parts_of
from crm.imports.sheets.settling import codes_of
from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.layout import KINDS
from crm.standings import counts as standing_counts
from tests.conftest import empty_the_database
from tests.imports.batches.test_pages import batch, maria, upload  # noqa: F401  (fixtures)
from tests.imports.books import FIELD_KEY, SHORT, stage, write

PART = 19
OPTIONS = Options(create_stewards=True, attest_clean=True)
# How it was written, not what; counts of standings are differences, a few rows for each transaction.
ABOUT_WRITING = {"import_batches", "audit_events", "standing_counts", "standing_days"}


@pytest.fixture(scope="module")
def register() -> StagedRegister:
    """Long enough for five parts."""
    return stage(SHORT)


@pytest.fixture
def no_pauses(monkeypatch):
    monkeypatch.setattr(writing_cli, "AT_ONCE", 20)
    monkeypatch.setattr(writing_cli, "PART", PART)
    monkeypatch.setattr(writing_cli, "LARGEST_PART", PART)
    monkeypatch.setattr(writing_cli, "SHORTEST_PAUSE", 0.0)
    monkeypatch.setattr(writing_cli, "LONGEST_PAUSE", 0.0)


def received(app, register) -> int:
    with transaction() as session:
        opened = life.receive(session, "register.xlsx", "0" * 64, 1, by=None, at=clock.now())
        life.take_over(session, opened, OPTIONS, by=None, at=clock.now())
    store = BatchStore.of(app.config["SETTINGS"], opened.id)
    store.drop()  # another test may have had a batch of this number
    store.folder.mkdir(parents=True)
    store.keep_staged(register)
    return opened.id


def rows_by_table() -> dict[str, int]:
    with reading() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in ABOUT_WRITING]
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}


def batch_of(batch_id) -> ImportBatch:
    with reading() as session:
        return queries.get(session, batch_id)


class StoppedError(Exception):
    """Something that stops the writing between two statements."""


def stop_at(monkeypatch, turn: int) -> None:
    """Let the nth part fail after it was written and before it is committed."""
    turns, act = [], parts.write_part

    def write_part(*args, **values):
        written = act(*args, **values)
        turns.append(1)
        if len(turns) == turn:
            raise StoppedError
        return written

    monkeypatch.setattr(parts, "write_part", write_part)


def test_every_row_is_in_one_part_and_parts_are_of_whole_enterprises(register):
    codes = codes_of(register)

    made = list(parts_of(register, codes, PART))

    for kind in KINDS:
        rows = [row for part in made for row in part.rows(kind)]
        assert Counter(map(str, rows)) == Counter(map(str, register.rows(kind)))
    assert [code for part in made for code in codes_of(part)] == codes
    assert {len(codes_of(part)) for part in made[:-1]} == {PART}


def test_parts_write_what_one_transaction_writes_and_say_the_same(app, context, register, no_pauses):
    with transaction() as session:
        whole = write(session, register, options=OPTIONS)
    expected, found = rows_by_table(), Counter(map(str, whole.staged.findings))
    db.session.remove()
    empty_the_database(app)

    written = writing_cli.write_in_parts(received(app, register), register, by=None)

    assert rows_by_table() == expected
    with transaction() as session:
        assert standing_counts.correct(session) == 0
    assert written.counts == {**whole.counts, "candidates": written.counts["candidates"]}
    assert Counter(map(str, written.staged.findings)) == found


@pytest.mark.parametrize("turn", [1, 4])
def test_stopped_at_a_part_it_keeps_whole_enterprises_and_goes_on_behind_them(
    app, context, register, no_pauses, monkeypatch, turn
):
    with transaction() as session:
        write(session, register, options=OPTIONS)
    expected = rows_by_table()
    db.session.remove()
    empty_the_database(app)
    batch_id = received(app, register)

    with monkeypatch.context() as patched:
        stop_at(patched, turn)
        with pytest.raises(StoppedError):
            writing_cli.write_in_parts(batch_id, register, by=None)
    stopped = (batch_of(batch_id).state, batch_of(batch_id).done, rows_by_table()["enterprises"])
    writing_cli.write_in_parts(batch_id, register, by=None)

    assert stopped == (BatchState.APPLYING, PART * (turn - 1), PART * (turn - 1))
    assert rows_by_table() == expected
    assert batch_of(batch_id).state is BatchState.APPLIED
    with reading() as session:
        acts = Counter(session.scalars(select(AuditEvent.action)))
    assert (acts["import.part_written"], acts["import.applied"]) == (-(-len(codes_of(register)) // PART), 1)


def test_a_part_that_is_written_is_not_written_again(app, context, register, no_pauses):
    batch_id, (part, *_) = received(app, register), parts_of(register, codes_of(register), PART)
    on, at = clock.today(), clock.now()
    values = {"behind": 0, "by": None, "on": on, "at": at, "field_key": FIELD_KEY}
    with transaction() as session:
        parts.begin(session, batch_id, register, by=None, at=at)
        parts.write_part(session, batch_id, part, **values)

    with pytest.raises(CrmError, match="import_not_open"), transaction() as session:
        parts.write_part(session, batch_id, part, **values)


def test_between_two_parts_others_have_their_turn_at_once(app, context, register, no_pauses, monkeypatch):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("one writer at a time is SQLite's")
    other, turns = pysqlite3.dbapi2.connect(db.engine.url.database, isolation_level=None, timeout=0), []

    def write_meanwhile(_seconds):
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")
        turns.append(1)

    monkeypatch.setattr(writing_cli.time, "sleep", write_meanwhile)
    writing_cli.write_in_parts(received(app, register), register, by=None)
    other.close()

    assert len(turns) == -(-len(codes_of(register)) // PART)


def test_a_failure_in_the_middle_says_what_stays(app, maria, at_once, no_pauses, monkeypatch):  # noqa: F811
    upload(maria, SHORT.read_bytes())
    stop_at(monkeypatch, 3)

    maria.post("/imports/1/apply", {"create_stewards": "y"})

    failed = batch(app)
    assert (failed.state, failed.error_code, failed.done) == (
        BatchState.FAILED,
        "import_interrupted_partly",
        2 * PART,
    )
    assert f"前 {2 * PART} 家已写入并保留" in maria.get("/imports/1").text
    assert announcements(app.config["SETTINGS"].instance) == []


def test_a_page_says_that_a_register_is_being_written(app, signed_in):
    manager, auditor, instance = signed_in("maria"), signed_in("otto"), app.config["SETTINGS"].instance

    announce(instance, 7, Announcement("二季度台账.xlsx", 97, 454))
    shown, not_for_everybody = manager.get("/enterprises").text, auditor.get("/audit").text
    withdraw(instance, 7)

    assert "登记册“二季度台账.xlsx”还没有写完：已写入 97／454 家企业" in shown
    assert "还没有写完" not in not_for_everybody + manager.get("/enterprises").text


def test_the_command_goes_on_where_it_was_interrupted(app, context, no_pauses, monkeypatch):
    command = ["import", str(SHORT), "--apply", "--create-stewards"]
    with monkeypatch.context() as patched:
        stop_at(patched, 3)
        interrupted = app.test_cli_runner().invoke(args=command)

    again = app.test_cli_runner().invoke(args=command)
    BatchStore.of(app.config["SETTINGS"], 1).drop()

    assert isinstance(interrupted.exception, StoppedError)
    assert again.exit_code == 0, again.output
    with reading() as session:
        batches = session.scalars(select(ImportBatch)).all()
    assert [(each.state, each.done, each.total) for each in batches] == [(BatchState.APPLIED, 95, 95)]
    assert rows_by_table()["enterprises"] == 95


def test_counts_of_parts_are_added_up():
    one = {"sheets": {"a": {"new": 1}}, "visits": 2, "candidates": ["x"]}

    assert add_counts(add_counts({}, one), one) == {
        "sheets": {"a": {"new": 2}},
        "visits": 4,
        "candidates": ["x", "x"],
    }

"""What became of an import is said as it was: never "failed" of what was written, never lost where one can wait."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from crm import clock
from crm.db import reading, transaction
from crm.enterprises.models import Enterprise
from crm.imports.batches import life, queries, service, work_cli
from crm.imports.batches.models import BatchState
from crm.imports.batches.store import LOCK, BatchStore, sweep
from crm.imports.batches.work_cli import work
from tests.conftest import NOW
from tests.imports.batches.test_pages import batch, count, maria, upload  # noqa: F401  (fixtures)
from tests.imports.books import SHORT

BUSY = OperationalError("INSERT", {}, Exception("database is locked"))


@pytest.fixture
def previewed(maria, at_once):  # noqa: F811
    """A register that waits to be confirmed."""
    upload(maria, SHORT.read_bytes())
    return maria


@pytest.fixture
def no_pauses(monkeypatch):
    monkeypatch.setattr(work_cli, "PAUSES", (0.0, 0.0))


def failing(times, act):
    """`act`, which fails so many times first."""
    left = [times]

    def once_more(*args, **values):
        if left[0]:
            left[0] -= 1
            raise BUSY
        return act(*args, **values)

    return once_more


def test_what_was_written_is_not_reported_as_failed_when_tidying_up_fails(app, previewed, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(BatchStore, "keep_findings", full)

    previewed.post("/imports/1/apply", {})

    assert batch(app).state is BatchState.APPLIED
    assert count(app, Enterprise) == 95
    assert "什么也没有写入" not in previewed.get("/imports/1").text


@pytest.mark.parametrize("state", [BatchState.APPLIED, BatchState.DISCARDED, BatchState.PREVIEWED])
def test_a_failure_changes_no_batch_that_is_not_under_way(app, previewed, state):
    with app.app_context():
        with transaction() as session:
            queries.get(session, 1).state = state
        with transaction() as session:
            life.fail(session, 1, "import_interrupted", {}, at=NOW)

    assert batch(app).state is state


def test_a_busy_database_is_waited_for(app, previewed, no_pauses, monkeypatch):
    monkeypatch.setattr(service, "apply", failing(2, service.apply))

    previewed.post("/imports/1/apply", {})

    assert batch(app).state is BatchState.APPLIED
    assert count(app, Enterprise) == 95


def test_a_database_busy_for_long_asks_again_and_keeps_the_upload(app, previewed, no_pauses, monkeypatch):
    apply = service.apply
    monkeypatch.setattr(service, "apply", failing(3, apply))

    previewed.post("/imports/1/apply", {})

    assert batch(app).state is BatchState.PREVIEWED
    assert count(app, Enterprise) == 0
    previewed.post("/imports/1/apply", {})
    assert batch(app).state is BatchState.APPLIED


def test_after_a_kill_there_is_a_way_out_at_once(app, previewed, monkeypatch):
    """The child that held the batch is gone; nobody has to wait three minutes."""
    with app.app_context(), transaction() as session:
        life.claim(session, 1, life.Options(), by=1, at=NOW)
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=11))

    assert "接着处理" in previewed.get("/imports/1").text
    previewed.post("/imports/1/restart")

    assert batch(app).state is BatchState.APPLIED


def test_a_batch_that_a_living_child_holds_is_not_taken_from_it(app, previewed, monkeypatch):
    store = BatchStore.of(app.config["SETTINGS"], 1)
    with app.app_context(), transaction() as session:
        life.claim(session, 1, life.Options(), by=1, at=NOW)
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(minutes=20))
    holder = os.open(store.folder / LOCK, os.O_CREAT | os.O_RDWR)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        assert store.is_worked_on()
        assert previewed.post("/imports/1/restart").status_code == 409
    finally:
        os.close(holder)
    assert not store.is_worked_on()


def test_a_child_holds_its_batch_before_it_comes_forward(app, previewed):
    """A busy machine lets it wait for longer than anybody would think it alive."""
    store = BatchStore.of(app.config["SETTINGS"], 1)
    waits = "import sys; sys.stdin.read()"

    with store.take_hold() as hold:
        child = subprocess.Popen([sys.executable, "-c", waits], stdin=subprocess.PIPE, pass_fds=[hold])
    held_meanwhile = store.is_worked_on()
    child.communicate()

    assert held_meanwhile
    assert not store.is_worked_on()


def test_a_child_works_by_the_hold_it_inherits_and_lets_go_of_it(app, previewed):
    store = BatchStore.of(app.config["SETTINGS"], 1)
    with app.app_context(), transaction() as session:
        life.claim(session, 1, life.Options(), by=1, at=NOW)

    with store.take_hold() as hold:
        inherited = os.dup(hold)
    app.test_cli_runner().invoke(args=["import-work", "1", "--hold", str(inherited)])

    assert batch(app).state is BatchState.APPLIED
    assert not store.is_worked_on()


def test_two_children_of_one_batch_are_one(app, previewed):
    store = BatchStore.of(app.config["SETTINGS"], 1)

    with store.at_work() as first, store.at_work() as second:
        assert (first, second) == (True, False)


def test_what_a_kill_left_behind_is_swept(app, previewed):
    instance = app.config["SETTINGS"].instance
    left = BatchStore.of(app.config["SETTINGS"], 77)
    left.folder.mkdir(parents=True)
    (left.folder / "upload.partial").write_bytes(b"half")
    with app.app_context(), reading() as session:
        in_use = queries.with_files(session)

    sweep(instance, in_use)

    assert not left.folder.exists()
    assert BatchStore.of(app.config["SETTINGS"], 1).folder.exists()


def test_an_upload_on_a_full_disk_leaves_nothing(app, maria, monkeypatch):  # noqa: F811
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crm.imports.batches.store.os.fsync", full)

    answer = upload(maria, SHORT.read_bytes())

    assert answer.status_code == 503
    assert not BatchStore.of(app.config["SETTINGS"], 1).folder.exists()
    with app.app_context(), reading() as session:
        assert queries.latest(session) == []


def test_a_failed_import_leaves_a_row_in_the_trail(app, maria, at_once):  # noqa: F811
    upload(maria, b"no workbook at all")
    with app.app_context():
        work(1)

    with app.app_context(), reading() as session:
        from crm.audit import service as audit

        assert audit.was_recorded(session, "import.failed", "import:1", since=NOW - timedelta(days=1))
        assert audit.was_recorded(session, "import.received", "import:1", since=NOW - timedelta(days=1))

"""The night under kills, two schedulers over a thousand slots, and a process that sleeps past its lease, many times."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from random import Random
from select import select as wait_for_any
from typing import Any

import pysqlite3.dbapi2
import pytest
from sqlalchemy import RowMapping, func, select

from crm import clock
from crm.db import Base, db, reading
from crm.enterprises.contacts.service import MOBILE_PLACE
from crm.jobs.models import JobChunk, JobRun, RunState
from crm.people.models import Department
from crm.sealing import unseal
from tests.conftest import NOW, empty_the_database
from tests.imports.books import REGISTER
from tests.jobs import bells
from tests.jobs.conftest import ringer  # noqa: F401  (fixture)
from tests.postgres import ROOT

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("CRM_FAULT_KILLS", "200"))
TENTHS = 10
SLOTS = int(os.environ.get("CRM_FAULT_SLOTS", "1000"))
SLEEPERS = int(os.environ.get("CRM_FAULT_SLEEPERS", "50"))
# What tells when and how often a process ran, not what the night found.
ABOUT_RUNS = {
    "job_runs": {"fence", "lease_until", "started_at", "finished_at"},
    "job_chunks": {"at"},
    "audit_events": {"at", "previous", "mac"},
}


def flask(app, *words: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flask", "--app", "crm", *words]
    return subprocess.Popen(command, cwd=ROOT, env=surroundings(app), stdout=subprocess.DEVNULL, **options)


def surroundings(app) -> dict[str, str]:
    """The environment in which a process finds the test's own desk."""
    settings = app.config["SETTINGS"]
    return {**os.environ, "CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}


def dump(key: bytes) -> dict[str, list[str]]:
    """Every row of every table with its sealed values open, without what only says when a process ran."""
    with db.engine.connect() as connection:
        found = {}
        for table in Base.metadata.sorted_tables:
            left_out = ABOUT_RUNS.get(table.name, set())
            columns = [column for column in table.c if column.name not in left_out and "_at" not in column.name]
            rows = connection.execute(select(*columns)).mappings()
            found[table.name] = sorted(str(opened(row, key)) for row in rows)
        return found


def opened(row: RowMapping, key: bytes) -> list[Any]:
    """The values of a row; a mobile that is sealed a second time is other bytes and the same mobile."""
    return [
        unseal(value, key=key, place=MOBILE_PLACE) if name == "mobile_sealed" and value else value
        for name, value in row.items()
    ]


def fill(app) -> None:
    """Empty the database and bring in the register, which is read only once where the database is a file."""
    empty_the_database(app)
    settings = app.config["SETTINGS"]
    database, kept = settings.instance / "crm.sqlite3", settings.instance / "filled.sqlite3"
    kept_heads = settings.instance / "filled-heads"
    if kept.exists():
        shutil.copy(kept, database)
        shutil.copytree(kept_heads, settings.audit_heads)
        return
    assert flask(app, "import", str(REGISTER), "--apply", "--create-stewards").wait() == 0
    if db.engine.dialect.name == "sqlite":
        with closing(pysqlite3.dbapi2.connect(str(database))) as connection:
            connection.execute("VACUUM INTO ?", (str(kept),))
        shutil.copytree(settings.audit_heads, kept_heads)


@pytest.fixture
def night(app, context) -> Iterator[Callable[..., int]]:
    """`night()` runs one to its end, `night(kill_after=1.5)` kills it so many seconds after it began."""
    day = clock.business_date(datetime.now(UTC)).isoformat()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.faults.forker", day]
    forker = subprocess.Popen(command, cwd=ROOT, env=surroundings(app), **pipes)

    def run(*, kill_after: float | None = None) -> int:
        forker.stdin.write("\n")
        forker.stdin.flush()
        child = int(forker.stdout.readline())
        if kill_after is not None and not wait_for_any([forker.stdout], [], [], kill_after)[0]:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(forker.stdout.readline())

    yield run
    forker.stdin.close()
    forker.wait()
    forker.stdout.close()


def test_a_night_killed_again_and_again_ends_like_one_that_was_not(app, night, monkeypatch):
    """Each kill comes at a random moment of the run; the lease is let lapse at once, as after a restart."""
    monkeypatch.undo()
    source, key = Random(20261126), app.config["SETTINGS"].field_key
    fill(app)
    began = time.monotonic()
    assert night() == 0
    quiet, takes = dump(key), time.monotonic() - began
    whole, hits, nights, is_fresh = parts_done(), Counter(), 1, True
    fill(app)
    while hits.total() < KILLS:
        began = time.monotonic()
        if night(kill_after=source.uniform(0, 1.0) * takes) == -signal.SIGKILL:
            hits[TENTHS * parts_done() // whole] += 1
        elif is_fresh:  # one that went on with much of it done is no measure
            takes = time.monotonic() - began
        let_the_lease_lapse()
        is_fresh = is_done()
        if is_fresh:
            assert differences(quiet, dump(key)) == {}
            nights += 1
            fill(app)
    assert night() == 0

    reached = ", ".join(f"{hits[tenth]}" for tenth in range(TENTHS + 1))
    sys.stderr.write(
        f"\n{hits.total()} kills by tenths of the parts done: {reached}; {nights} nights of {takes:.1f} s\n"
    )
    assert differences(quiet, dump(key)) == {}


def parts_done() -> int:
    """How far the one night has come."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(JobChunk)) or 0


def let_the_lease_lapse() -> None:
    with db.engine.begin() as connection:
        connection.execute(JobRun.__table__.update().values(lease_until=NOW.replace(year=2020)))


def is_done() -> bool:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(JobRun).where(JobRun.state == RunState.DONE)) == 1


def differences(quiet: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        table: sorted(set(quiet[table]) ^ set(rows))[:4]
        for table, rows in after.items()
        if rows != quiet[table] and table not in ("job_runs", "job_chunks", "audit_events")
    }


def test_two_schedulers_run_every_slot_of_years_once(app, context, ringer):  # noqa: F811
    slots = [(date(2023, 1, 1) + timedelta(days=number)).isoformat() for number in range(SLOTS)]

    processes = [ringer(*slots) for _ in range(2)]
    told = [process.communicate()[0].splitlines() for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    done = [line.split()[0] for lines in told for line in lines if line.endswith("done")]
    assert sorted(done) == slots
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Department)) == 2 * SLOTS
        assert session.scalar(select(func.count()).select_from(JobRun)) == SLOTS
        assert session.scalar(select(func.count()).select_from(JobChunk)) == 2 * SLOTS


@pytest.mark.parametrize("turn", range(SLEEPERS))
def test_a_process_paused_past_its_lease_wakes_up_and_writes_nothing(app, context, ringer, tmp_path, turn):  # noqa: F811
    slot = (date(2026, 1, 1) + timedelta(days=turn)).isoformat()
    sleeper = ringer(slot, kind="halting", folder=tmp_path)
    while not (tmp_path / "halfway").exists():
        time.sleep(0.01)
    sleeper.send_signal(signal.SIGSTOP)
    (tmp_path / "go on").touch()

    successor = ringer(slot, kind="halting", folder=tmp_path, at=NOW + timedelta(minutes=2))
    assert "done" in successor.communicate()[0]
    sleeper.send_signal(signal.SIGCONT)

    assert "not ours" in sleeper.communicate()[0]
    with reading() as session:
        assert len(bells.bells(session)) == 2

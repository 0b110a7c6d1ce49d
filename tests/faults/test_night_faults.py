"""The night under kills, two schedulers over a thousand slots, and a process that sleeps past its lease, many times."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from select import select as wait_for_any
from typing import Any

import pysqlite3.dbapi2
import pytest
from sqlalchemy import Connection, Integer, RowMapping, Table, func, select

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

# Rows that are named in texts by the number the database gave them.
IN_TEXTS = {"flag": "flags", "unseen": "flags", "duty": "title_duties"}
NAMED = re.compile(r"\b(flag|unseen|duty):(\d+)")


def flask(app, *words: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flask", "--app", "crm", *words]
    return subprocess.Popen(command, cwd=ROOT, env=surroundings(app), stdout=subprocess.DEVNULL, **options)


def surroundings(app) -> dict[str, str]:
    """The environment in which a process finds the test's own desk."""
    settings = app.config["SETTINGS"]
    return {**os.environ, "CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}


def dump(key: bytes) -> dict[str, list[str]]:
    """What every row of every table says, its sealed values open, without what only says when a process ran.

    Numbers that the database gives stand for what the row with that number says: a turn that was killed and taken
    back used some up. What is named in a text, such as `flag:7`, is known after a first reading.
    """
    with db.engine.connect() as connection:
        said: dict[tuple[str, Any], str] = {}
        for _reading in range(2):
            found = {table.name: read_table(connection, table, said, key) for table in Base.metadata.sorted_tables}
        return found


def read_table(connection: Connection, table: Table, said: dict[tuple[str, Any], str], key: bytes) -> list[str]:
    left_out = ABOUT_RUNS.get(table.name, set())
    columns = [column for column in table.c if column.name not in left_out and "_at" not in column.name]
    rows = connection.execute(select(*columns).order_by(*table.primary_key.columns)).mappings()
    return sorted(sentence(table, row, said, key) for row in rows)


def sentence(table: Table, row: RowMapping, said: dict[tuple[str, Any], str], key: bytes) -> str:
    """What a row says; remembered under its number for the rows that name it."""
    words = []
    for name, value in opened(row, key).items():
        other = next((link.column.table.name for link in table.c[name].foreign_keys), None)
        if name != "id":
            words.append(said.get((other, value), value) if other else value)
    written = NAMED.sub(lambda one: f"{one[1]}:{said.get((IN_TEXTS[one[1]], int(one[2])), one[2])}", str(words))
    said[table.name, row.get("id")] = sha256(written.encode()).hexdigest()[:12]
    return written


def opened(row: RowMapping, key: bytes) -> dict[str, Any]:
    """The values of a row; a mobile that is sealed a second time is other bytes and the same mobile."""
    return {
        name: unseal(value, key=key, place=MOBILE_PLACE) if name == "mobile_sealed" and value else value
        for name, value in row.items()
    }


def fill(app) -> None:
    """Empty the database and bring in the register, which is read only once: a second time would number it anew."""
    empty_the_database(app)
    settings = app.config["SETTINGS"]
    kept, kept_heads = settings.instance / "filled", settings.instance / "filled-heads"
    is_file = db.engine.dialect.name == "sqlite"
    if kept.exists():
        (put_file if is_file else put_rows)(settings.instance / "crm.sqlite3", kept)
        shutil.copytree(kept_heads, settings.audit_heads)
        return
    assert flask(app, "import", str(REGISTER), "--apply", "--create-stewards").wait() == 0
    (keep_file if is_file else keep_rows)(settings.instance / "crm.sqlite3", kept)
    shutil.copytree(settings.audit_heads, kept_heads)


def keep_file(database: Path, kept: Path) -> None:
    with closing(pysqlite3.dbapi2.connect(str(database))) as connection:
        connection.execute("VACUUM INTO ?", (str(kept),))


def put_file(database: Path, kept: Path) -> None:
    shutil.copy(kept, database)


def keep_rows(_database: Path, kept: Path) -> None:
    kept.mkdir()
    with db.engine.connect() as connection, connection.connection.cursor() as cursor:
        for table in Base.metadata.sorted_tables:
            with cursor.copy(f"COPY {table.name} TO STDOUT") as rows:
                (kept / table.name).write_bytes(b"".join(rows))


def put_rows(_database: Path, kept: Path) -> None:
    """The rows as they were, past the triggers that would check them again, and the numbers that come next."""
    with db.engine.begin() as connection, connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in Base.metadata.sorted_tables:
            with cursor.copy(f"COPY {table.name} FROM STDIN") as rows:
                rows.write((kept / table.name).read_bytes())
            if "id" in table.c and isinstance(table.c.id.type, Integer):
                cursor.execute(f"SELECT setval('{table.name}_id_seq', greatest(max(id), 1)) FROM {table.name}")


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

"""An interrupted import has written nothing, wherever it was, and writes everything once when it is sent again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from sqlalchemy import event, func, select

from crm.config.settings import ROOT
from crm.db import Base, db, reading, transaction
from crm.enterprises.models import Enterprise
from crm.imports.batches.models import ImportBatch
from crm.imports.batches.options import Options
from crm.interactions.models import Interaction
from tests.imports.books import CODE, ENTERPRISES, FIGURES, NAME, REGISTER, TITLES, VISITS, write

KILLS = 20
# An import writes for less than half the time it takes to read.
LONGER_THAN_READING = 1.5
BOOK = {
    "企业台账": [ENTERPRISES, [NAME, CODE, "古城", "新材料", "赵敏", None]],
    "经营指标": [FIGURES, [NAME, CODE, 2025, 5200, 300, 12, 30]],
    "称号": [TITLES, [NAME, CODE, "创新型", "2024-03-15", None]],
    "知识产权": [["统一社会信用代码", "类别", "名称"], [CODE, "Ⅰ", "一种装置"]],
    "走访记录": [VISITS, ["2026-08-03", NAME, CODE, "电话", "赵敏", "政策", "问年报", None, None]],
}


class CutOffError(Exception):
    """The database is gone in the middle of a statement."""


def counts() -> dict[str, int]:
    with reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def cut_off_at(statement: int) -> Iterator[list[str]]:
    """Let the database fail at the nth statement that writes; yields the statements it came to."""
    seen: list[str] = []

    def on_execute(_connection, _cursor, text, *_rest):
        if text.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(text)
            if len(seen) == statement:
                raise CutOffError

    event.listen(db.engine, "before_cursor_execute", on_execute)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", on_execute)


def test_a_failure_at_any_statement_leaves_nothing_behind(context, staged):
    register, before, statement = staged(BOOK), counts(), 0

    while True:
        statement += 1
        with cut_off_at(statement) as seen:
            try:
                with transaction() as session:
                    write(session, register, options=Options(create_stewards=True, attest_clean=True))
                break
            except CutOffError:
                assert counts() == before, seen[-1]

    assert statement > 15
    after = counts()
    assert (after["enterprises"], after["interactions"], after["import_batches"], after["audit_events"]) == (
        1,
        1,
        1,
        2,
    )


@pytest.mark.faults
def test_a_killed_import_is_whole_or_absent_and_is_completed_once(app, context):
    settings, source = app.config["SETTINGS"], Random(20261124)
    preview = [sys.executable, "-m", "flask", "--app", "crm", "import", str(REGISTER)]
    command = [*preview, "--apply", "--create-stewards"]
    environment = {**os.environ, "CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}
    began = time.monotonic()
    subprocess.run(preview, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    reading_takes = time.monotonic() - began

    for _ in range(KILLS):
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(source.uniform(0.5, LONGER_THAN_READING) * reading_takes)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

        with reading() as session:
            enterprises, visits, batches = (
                session.scalar(select(func.count()).select_from(table))
                for table in (Enterprise, Interaction, ImportBatch)
            )
        assert (enterprises, visits, batches) in {(0, 0, 0), (454, 680, 1)}

    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = counts()
    assert (after["enterprises"], after["interactions"], after["import_batches"]) == (454, 680, 1)

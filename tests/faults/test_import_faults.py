"""A long register whose writer is killed at the bounds of its parts: whole enterprises stay, going on completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from random import Random

import pytest

from crm.config.settings import ROOT
from crm.db import db
from crm.imports.batches import writing_cli
from crm.imports.batches.models import BatchState
from tests.conftest import empty_the_database
from tests.faults.killed_import import MOMENTS
from tests.imports.batches import test_in_parts as in_parts
from tests.imports.batches.test_in_parts import PART, no_pauses, register  # noqa: F401  (fixtures)

KILLS, MOST_KILLS, PARTS = 12, 3, 5

pytestmark = pytest.mark.faults


def kill_while_writing(app, batch_id: int, moment: str, turn: int) -> None:
    """Let another process go on with the batch until it is killed there."""
    db.session.remove()
    settings = app.config["SETTINGS"]
    environment = {**os.environ, "CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "tests.faults.killed_import", str(batch_id), moment, str(turn)]
    writer = subprocess.run(command, cwd=ROOT, env=environment, timeout=300, check=False)
    assert writer.returncode == -signal.SIGKILL, (moment, turn)


def test_a_writer_killed_at_the_bounds_of_its_parts_leaves_whole_ones_and_is_gone_on_with(
    app,
    context,
    register,  # noqa: F811
    no_pauses,  # noqa: F811
):
    source, killed = Random(20261127), 0
    writing_cli.write_in_parts(in_parts.received(app, register), register, by=None)
    expected = in_parts.rows_by_table()

    while killed < KILLS:
        db.session.remove()
        empty_the_database(app)
        batch_id = in_parts.received(app, register)
        for _ in range(source.randint(1, MOST_KILLS)):
            left = PARTS - in_parts.batch_of(batch_id).done // PART
            moment = source.choice(MOMENTS) if left else "before the end"
            kill_while_writing(app, batch_id, moment, source.randint(1, max(left, 1)))
            killed += 1
            batch = in_parts.batch_of(batch_id)
            assert (batch.state, in_parts.rows_by_table()["enterprises"]) == (BatchState.APPLYING, batch.done)
            assert batch.done % PART == 0
        writing_cli.write_in_parts(batch_id, register, by=None)
        assert (in_parts.batch_of(batch_id).state, in_parts.rows_by_table()) == (BatchState.APPLIED, expected)

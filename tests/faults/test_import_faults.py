"""A long register whose writer is killed at the bounds of its parts: whole enterprises stay, going on completes it."""

from __future__ import annotations

import os
import signal
from random import Random

import pytest

from crm.db import db
from crm.imports.batches import parts, writing_cli
from crm.imports.batches.models import BatchState
from tests.conftest import empty_the_database
from tests.imports.batches.test_in_parts import PART, batch_of, no_pauses, received, register, rows_by_table  # noqa: F401  (fixtures)

KILLS, MOST_KILLS = 16, 4
MOMENTS = ("before a part", "written and not committed", "committed", "before the end")
PARTS = 5

pytestmark = pytest.mark.faults


def die(*_args, **_values) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(moment: str, turn: int) -> None:
    """In a process of its own: let it be killed there."""
    turns, act = [], parts.write_part

    def write_part(*args, **values):
        turns.append(1)
        if moment == "before a part" and len(turns) == turn:
            die()
        written = act(*args, **values)
        if moment == "written and not committed" and len(turns) == turn:
            die()
        return written

    def sleep(_seconds):
        if moment == "committed" and len(turns) == turn:
            die()

    parts.write_part, writing_cli.time.sleep = write_part, sleep
    if moment == "before the end":
        parts.finish = die


def write_and_be_killed(batch_id: int, staged, moment: str, turn: int) -> bool:
    """Whether the writer was killed before it was done."""
    db.session.remove()
    child = os.fork()
    if child == 0:
        try:
            db.engine.dispose(close=False)
            die_at(moment, turn)
            writing_cli.write_in_parts(batch_id, staged, by=None)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_writer_killed_at_the_bounds_of_its_parts_leaves_whole_ones_and_is_gone_on_with(
    app,
    context,
    register,  # noqa: F811
    no_pauses,  # noqa: F811
):
    source, killed = Random(20261127), 0
    writing_cli.write_in_parts(received(app, register), register, by=None)
    expected = rows_by_table()

    while killed < KILLS:
        db.session.remove()
        empty_the_database(app)
        batch_id = received(app, register)
        for _ in range(source.randint(1, MOST_KILLS)):
            before = batch_of(batch_id).done
            turn = source.randint(1, PARTS - before // PART) if before < PART * PARTS else 1
            moment = source.choice(MOMENTS)
            assert write_and_be_killed(batch_id, register, moment, turn) or before == PART * PARTS, (moment, turn)
            killed += 1
            batch = batch_of(batch_id)
            assert (batch.state, rows_by_table()["enterprises"]) == (BatchState.APPLYING, batch.done)
            assert batch.done % PART == 0
        writing_cli.write_in_parts(batch_id, register, by=None)
        assert (batch_of(batch_id).state, rows_by_table()) == (BatchState.APPLIED, expected)

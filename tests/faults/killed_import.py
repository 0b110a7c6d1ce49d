"""A process that writes a batch in parts and kills itself: `python -m tests.faults.killed_import BATCH MOMENT TURN`."""

from __future__ import annotations

import os
import signal
import sys

from crm import create_app
from crm.imports.batches import parts, writing_cli
from tests.imports.batches.test_in_parts import PART
from tests.imports.books import SHORT, stage

MOMENTS = ("before a part", "written and not committed", "committed", "before the end")


def die(*_args, **_values) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(moment: str, turn: int) -> None:
    """Let this process be killed at the nth part, or when all of them are written."""
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


def main(batch_id: int, moment: str, turn: int) -> None:
    writing_cli.PART = writing_cli.LARGEST_PART = PART
    with create_app().app_context():
        register = stage(SHORT)
        die_at(moment, turn)
        writing_cli.write_in_parts(batch_id, register, by=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

"""A process of its own that rings: `python -m tests.jobs.ringer MOMENT all|halting FOLDER SLOT…`."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from crm import clock, create_app
from crm.db import reading
from crm.jobs.models import JobRun, RunState
from crm.jobs.running import runner
from crm.jobs.running.schedule import Slot
from tests.jobs import bells


def main(moment: str, kind: str, folder: str, *slots: str) -> None:
    """Try to run every slot, and print for each whether it was ours and how it ended."""
    at = datetime.fromisoformat(moment)
    clock.source = lambda: at
    app = create_app()
    job = bells.halting_job(Path(folder)) if kind == "halting" else bells.job()
    with app.app_context():
        for slot in slots:
            print(slot, ring(app, job, slot), flush=True)  # noqa: T201


def ring(app, job, slot: str) -> str:
    """Try until the slot is done, by us or by somebody else: while the job is at another slot, it has to wait."""
    while True:
        outcome = runner.run(app, job, Slot(slot, (slot,), "schedule"))
        if outcome.state:
            return outcome.state.value
        with reading() as session:
            if session.scalar(select(JobRun.state).where(JobRun.slot == slot)) == RunState.DONE:
                return "not ours"
        time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])

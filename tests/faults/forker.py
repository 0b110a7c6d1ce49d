"""A process that has loaded the desk and forks a night for each line it reads: `python -m tests.faults.forker DAY`.

Loading takes three times as long as a night of a small register, and a kill in it proves nothing.
"""

from __future__ import annotations

import os
import sys
from datetime import date

from crm import clock, create_app
from crm.db import reading
from crm.jobs.registry import JOBS, standards
from crm.jobs.running import runner
from crm.jobs.running.due import asked_slot
from crm.jobs.running.schedule import timetables

NIGHT = JOBS["night"]


def main(day: date) -> None:
    """For each line: fork, print the number of the process, wait for its end, print its exit status."""
    app = create_app()
    with app.app_context():
        standards()
        for _line in sys.stdin:
            child = os.fork()
            if child == 0:
                run(app, day)
            print(child, flush=True)  # noqa: T201
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def run(app, day: date) -> None:
    """What `jobs run night` does, and the end of the process."""
    with reading() as session:
        slot = asked_slot(session, NIGHT, timetables()["night"], day, now=clock.now())
    outcome = runner.run(app, NIGHT, slot)
    os._exit(3 if outcome.state is None else outcome.error is not None)


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))

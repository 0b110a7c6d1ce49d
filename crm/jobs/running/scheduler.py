"""The scheduler process: at each tick it asks the tables what is due and starts a child for it; it writes nothing."""

import os
import signal
import subprocess  # nosec B404  # the command is fixed, no shell is involved
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

import structlog
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from crm import clock
from crm.db import db, reading
from crm.jobs.registry import JOBS, Job
from crm.jobs.running.due import due_slot
from crm.jobs.running.schedule import timetables

log = structlog.get_logger()
SECONDS_BETWEEN_TICKS = 5
SECONDS_TO_STOP = 25
SECONDS_OF_GRACE = 15  # the child's own alarm comes first
FLASK = (sys.executable, "-m", "flask", "--app", "crm")


@dataclass(slots=True)
class Child:
    """A running job, by a clock that nobody sets."""

    process: subprocess.Popen[bytes]
    deadline: float


class Crew:
    """The children that run jobs, at most one a job."""

    def __init__(self) -> None:
        self._children: dict[str, Child] = {}

    def is_busy_with(self, job: str) -> bool:
        """Whether a child runs the job."""
        return job in self._children

    def start(self, job: Job) -> None:
        """Start a child for what is due of the job."""
        process = subprocess.Popen(  # nosec B603  # a fixed program with a name from the registry
            [*FLASK, "jobs", "run", job.name, "--due"], start_new_session=True
        )
        self._children[job.name] = Child(process, time.monotonic() + job.wall_seconds + SECONDS_OF_GRACE)

    def look_after(self) -> None:
        """Forget those that ended, and end those that hang."""
        for name, child in list(self._children.items()):
            if child.process.poll() is not None:
                del self._children[name]
            elif time.monotonic() > child.deadline:
                log.error("job hangs", job=name)
                _kill(child.process)
                del self._children[name]

    def stop(self) -> None:
        """Ask all to stop after the part they are at, and end those that do not."""
        for child in self._children.values():
            child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self._children.values():
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill(child.process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Tick(BaseTrigger):  # type: ignore[misc]
    """So many seconds after now, whatever was missed: a clock set forward brings one tick, not thousands."""

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """The next time."""
        return now + timedelta(seconds=SECONDS_BETWEEN_TICKS)


class SteadyScheduler(BlockingScheduler):  # type: ignore[misc]
    """APScheduler as a clock; a clock set back does not put it to sleep until the old time comes again."""

    def _process_jobs(self) -> Any:
        now = clock.local(clock.now())
        for job in self.get_jobs():
            if job.next_run_time > now + timedelta(seconds=2 * SECONDS_BETWEEN_TICKS):
                job.modify(next_run_time=now)
        wait = super()._process_jobs()
        return SECONDS_BETWEEN_TICKS if wait is None else min(wait, SECONDS_BETWEEN_TICKS)


def tick(crew: Crew) -> None:
    """Start what is due and not recorded; a database that does not answer is asked again at the next tick."""
    crew.look_after()
    try:
        for name in due_jobs(crew):
            crew.start(JOBS[name])
    except SQLAlchemyError as error:
        log.warning("database does not answer", error=type(error).__name__)


def due_jobs(crew: Crew) -> list[str]:
    """Names of the jobs that have something to do and no child that does it."""
    found = []
    with reading() as session:
        for name, times in timetables().items():
            if not crew.is_busy_with(name) and due_slot(session, JOBS[name], times, now=clock.now()):
                found.append(name)
    return found


def start(app: Flask) -> None:
    """Run until SIGTERM or SIGINT."""
    crew = Crew()

    def at_each_tick() -> None:
        with app.app_context():
            tick(crew)
            db.session.remove()

    scheduler = SteadyScheduler(timezone=clock.DISTRICT_ZONE, executors={"default": DebugExecutor()})
    scheduler.add_job(
        at_each_tick,
        Tick(),
        id="tick",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        next_run_time=clock.local(clock.now()),
    )

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        scheduler.start()
    finally:
        crew.stop()

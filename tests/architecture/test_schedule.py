"""Every job has its line in the schedule, and every line its job."""

from __future__ import annotations

from crm.jobs.registry import JOBS
from crm.jobs.running.schedule import timetables


def test_every_job_is_scheduled():
    assert set(JOBS) - set(timetables()) == set()


def test_every_line_of_the_schedule_names_a_job():
    assert set(timetables()) - set(JOBS) == set()


def test_every_job_has_steps_and_a_limit():
    idle = [job.name for job in JOBS.values() if not job.steps or job.wall_seconds <= 0]

    assert JOBS
    assert idle == []

"""The scheduler process: a clock that keeps ticking, and children that are looked after."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.executors.debug import DebugExecutor

from crm import clock
from crm.config.settings import SettingsError
from crm.db import reading
from crm.jobs.models import JobRun, RunState
from crm.jobs.registry import JOBS
from crm.jobs.running import scheduler
from crm.jobs.running.schedule import Timetable, timetables
from crm.jobs.running.scheduler import SECONDS_BETWEEN_TICKS, Child, Crew, SteadyScheduler, Tick
from tests.conftest import NOW


@pytest.fixture
def idle_scheduler():
    made = SteadyScheduler(timezone=clock.DISTRICT_ZONE, executors={"default": DebugExecutor()})
    yield made
    if made.running:
        made.shutdown(wait=False)


def test_every_job_has_a_line_in_the_schedule_and_every_line_a_job():
    assert set(timetables()) == set(JOBS)


@pytest.mark.parametrize("text", ["night: every day", "night: '61 4 * * *'", "- night", "night: [", ""])
def test_a_schedule_that_makes_no_sense_stops_the_program_and_names_the_file(tmp_path, text):
    path = tmp_path / "schedule.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match=r"schedule\.yaml"):
        timetables(path)


def test_ten_years_forward_are_one_tick():
    times, after = [], NOW + timedelta(days=3653)
    fire = NOW
    while fire <= after and len(times) < 10:
        times.append(fire)
        fire = Tick().get_next_fire_time(fire, after)

    assert times == [NOW]
    assert fire == after + timedelta(seconds=SECONDS_BETWEEN_TICKS)


def test_a_clock_set_back_two_days_does_not_stop_the_ticks(idle_scheduler, monkeypatch):
    monkeypatch.setattr(clock, "source", lambda: datetime.now(UTC))
    ticked = threading.Event()
    idle_scheduler.add_job(
        ticked.set, Tick(), next_run_time=datetime.now(UTC) + timedelta(days=2), misfire_grace_time=None
    )

    thread = threading.Thread(target=idle_scheduler.start, daemon=True)
    thread.start()

    assert ticked.wait(10)


def test_what_is_due_is_found_once_while_a_child_is_at_it(context, monkeypatch):
    monkeypatch.setattr(scheduler, "timetables", lambda: {"night": Timetable("10 4 * * *")})
    monkeypatch.setitem(JOBS, "night", JOBS["deliver-outbox"])
    monkeypatch.setattr("crm.jobs.running.due._moment", lambda *_: object())
    crew = Crew()

    before = scheduler.due_jobs(crew)
    crew._children["night"] = Child(subprocess.Popen([sys.executable, "-c", "pass"]), float("inf"))
    during = scheduler.due_jobs(crew)
    crew._children["night"].process.wait()
    crew.look_after()

    assert (before, during) == (["night"], [])
    assert not crew.is_busy_with("night")


def test_a_child_that_hangs_is_ended():
    crew = Crew()
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    crew._children["night"] = Child(process, 0.0)

    crew.look_after()

    assert process.poll() is not None
    assert not crew.is_busy_with("night")


def test_the_command_runs_a_job_and_says_what_it_did(app, context):
    answer = app.test_cli_runner().invoke(args=["jobs", "run", "deliver-outbox"])

    assert answer.exit_code == 0, answer.output
    assert "deliver-outbox" in answer.output
    with reading() as session:
        assert [run.state for run in session.query(JobRun)] == [RunState.DONE]


def test_the_command_names_the_jobs_when_asked_for_another(app, context):
    answer = app.test_cli_runner().invoke(args=["jobs", "run", "morning"])

    assert answer.exit_code == 2
    assert "deliver-outbox" in answer.output


def test_the_list_names_every_job_with_its_line(app, context):
    answer = app.test_cli_runner().invoke(args=["jobs", "list"])

    assert answer.exit_code == 0, answer.output
    assert all(name in answer.output and times.line in answer.output for name, times in timetables().items())

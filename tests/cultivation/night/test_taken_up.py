"""A night that was stopped and is gone on with, or asked for again, says what one night says."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from crm.cultivation.models import JudgedNight
from crm.db import reading, transaction
from crm.jobs.models import JobChunk, JobRun, RunState
from crm.jobs.registry import JOBS
from crm.jobs.running import runner
from crm.jobs.running.due import asked_slot
from crm.jobs.running.runner import RunOutcome
from crm.jobs.running.schedule import timetables
from tests.conftest import NOW
from tests.cultivation.night.test_night import _forget, pool, written  # noqa: F401  (pool is a fixture)
from tests.makers import TODAY

LATER = NOW + timedelta(minutes=5)
JUDGED, NOTED = "evaluate-pool:%:1-%", "evaluate-pool:%:end"
"""Parts behind which a stop might do harm: between judging and its note, and behind the note."""


class StopBehind:
    """Asks a run to stop once a part is done."""

    def __init__(self, part: str) -> None:
        self._part = part

    @property
    def asked(self) -> bool:
        with reading() as session:
            return session.scalars(select(JobChunk.chunk).where(JobChunk.chunk.like(self._part))).first() is not None


def ask_for_a_night(app, day: date = TODAY, *, stop: object = None) -> RunOutcome:
    """What `jobs run night` does."""
    with reading() as session:
        slot = asked_slot(session, JOBS["night"], timetables()["night"], day, now=LATER)
    return runner.run(app, JOBS["night"], slot, stop=stop)


def judged() -> list[tuple[date, str | None, int, int]]:
    with reading() as session:
        nights = session.scalars(select(JudgedNight).order_by(JudgedNight.judged_on))
        return [(night.judged_on, night.why, night.evaluated, night.differences) for night in nights]


def test_a_night_stopped_behind_a_part_and_asked_for_again_is_gone_on_with(app, pool, monkeypatch):  # noqa: F811
    monkeypatch.setattr("crm.clock.source", lambda: LATER)
    ask_for_a_night(app)
    quiet = (written(), judged())

    for part in (JUDGED, NOTED):
        _forget(app)
        stopped = ask_for_a_night(app, stop=StopBehind(part))
        ended = ask_for_a_night(app)

        assert (stopped.state, ended.state) == (RunState.RUNNING, RunState.DONE)
        assert (written(), judged()) == quiet, f"stopped behind {part}"
        with reading() as session:
            assert session.scalars(select(JobRun.slot)).all() == [TODAY.isoformat()]


def test_a_night_asked_for_again_keeps_the_numbers_of_its_day(app, pool):  # noqa: F811
    ask_for_a_night(app)
    ask_for_a_night(app)

    assert judged() == [(TODAY, "first", 6, 0)]


def test_a_check_stopped_behind_its_judging_counts_its_differences_once(app, pool, monkeypatch):  # noqa: F811
    ask_for_a_night(app)
    with transaction() as session:
        session.connection().exec_driver_sql("UPDATE yearly_figures SET rd_expense = 1 WHERE enterprise_id = 1")
    week = TODAY + timedelta(days=7)
    monkeypatch.setattr("crm.clock.source", lambda: LATER + timedelta(days=7))

    stopped = ask_for_a_night(app, week, stop=StopBehind("evaluate-pool:check:end"))
    assert (stopped.state, judged()[-1]) == (RunState.RUNNING, (week, "check", 6, 1))
    ask_for_a_night(app, week)

    assert judged()[-1] == (week, "check", 6, 1)


def test_a_night_whose_process_shows_itself_is_left_to_it(app, pool, monkeypatch):  # noqa: F811
    monkeypatch.setattr("crm.clock.source", lambda: LATER)
    ask_for_a_night(app, stop=StopBehind(JUDGED))
    with transaction() as session:
        session.execute(JobRun.__table__.update().values(lease_until=LATER + timedelta(seconds=30)))

    assert ask_for_a_night(app).state is None

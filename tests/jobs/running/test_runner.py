"""How a claimed slot is run: part by part, within its time, and for a rehearsal without a trace."""

from __future__ import annotations

import threading
import time
from datetime import date

import pysqlite3.dbapi2
import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from crm.db import db, reading, transaction
from crm.jobs.models import JobRun, RunState
from crm.jobs.registry import CatchUp, Job, JobStep
from crm.jobs.running import runner
from crm.jobs.running.runner import Stop
from crm.jobs.running.schedule import Slot
from crm.work import Report
from tests.jobs import bells

SLOT = Slot("2026-11-24", ("2026-11-24",), "schedule")


def a_job(work, *, wall_seconds=30):
    return Job("bells", _l("铃"), (JobStep("ring", work),), CatchUp.MERGE, wall_seconds)


def rung():
    with reading() as session:
        return bells.bells(session)


def the_run():
    with reading() as session:
        return session.scalars(select(JobRun)).one_or_none()


def test_a_rehearsal_tells_what_would_be_done_and_leaves_nothing(app, context):
    outcome = runner.rehearse(bells.job(), date(2026, 11, 24))

    assert outcome.counts == {"rung": 2}
    assert rung() == []
    assert the_run() is None


def test_a_failing_part_is_rolled_back_and_the_run_says_why(app, context):
    def break_down(session, turn):
        bells.ring(session, turn)
        raise ValueError("the rope tore")

    outcome = runner.run(app, a_job(break_down), SLOT)

    assert outcome.state is RunState.FAILED
    assert the_run().error == "ValueError: the rope tore"
    assert rung() == []


def test_a_run_that_takes_too_long_is_ended(app, context):
    def sleep(session, turn):
        time.sleep(20)
        return Report()

    begun = time.monotonic()
    outcome = runner.run(app, a_job(sleep, wall_seconds=1), SLOT)

    assert time.monotonic() - begun < 10
    assert outcome.state is RunState.FAILED
    assert the_run().error.startswith("WallLimit")


def test_a_run_that_is_asked_to_stop_ends_after_its_part_and_can_be_gone_on_with_at_once(app, context):
    stop = Stop()

    def ring_and_stop(session, turn):
        stop.ask()
        return bells.ring(session, turn)

    parts = ("a", "b", "c")
    stopping = Job("bells", _l("铃"), (JobStep("ring", ring_and_stop, lambda *_: parts),), CatchUp.MERGE, 30)
    first = runner.run(app, stopping, SLOT, stop=stop)
    rung_before = len(rung())
    second = runner.run(app, bells.job(parts=parts), SLOT)

    assert (first.state, rung_before) == (RunState.RUNNING, 1)
    assert second.counts == {"rung": 3}
    assert len(rung()) == 3


def test_a_stored_report_is_read_back_and_goes_on_counting():
    first, second = Report(), Report()
    first.tell("opened", 1, target="srdi")
    second.tell("opened", 2, target="srdi")
    second.tell("opened", 3, target="little_giant")

    first.merge(second)
    again = Report.read(first.as_stored())

    assert [(line.values["target"], line.count, line.ids) for line in again.lines] == [
        ("srdi", 2, [1, 2]),
        ("little_giant", 1, [3]),
    ]


@pytest.mark.parametrize("number", [1, 5000])
def test_a_report_counts_everything_and_lists_the_first(number):
    report = Report()

    for one in range(number):
        report.tell("opened", one)

    assert report.lines[0].count == number
    assert len(report.lines[0].ids) == min(number, 200)


def test_a_run_waits_longer_for_its_turn_than_a_page(app, context, monkeypatch):
    """Another process writes part after part: whoever tries for the time of a page may never meet a gap."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("writers of PostgreSQL do not wait for each other")
    monkeypatch.setitem(transaction.__wrapped__.__kwdefaults__, "patience_ms", 50)
    other = pysqlite3.dbapi2.connect(db.engine.url.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    gap = threading.Timer(0.4, other.close)
    gap.start()

    outcome = runner.run(app, bells.job(), SLOT)

    gap.join()
    assert outcome.state is RunState.DONE

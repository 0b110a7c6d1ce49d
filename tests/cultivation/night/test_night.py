"""The whole night: its steps in order, told to each steward once, the same after a kill as without one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.cultivation.models import Evaluation, Flag, PoolSnapshot, TitleEvent
from crm.cultivation.night import jobs
from crm.cultivation.reminders.models import ToldEpisode
from crm.db import db, reading, transaction
from crm.jobs.models import JobRun, RunState
from crm.jobs.registry import JOBS
from crm.jobs.running import runner
from crm.jobs.running.schedule import Slot
from crm.notifications.models import Notice
from crm.work import Report
from tests.conftest import NOW
from tests.cultivation.srdi import make_candidate, say, wan, write_text
from tests.makers import TODAY, make_enterprise, make_title
from tests.postgres import ROOT

SLOT = Slot("2026-11-24", ("2026-11-24",), "schedule")
JUDGING = ("judging_days", "judging_marks", "judged_nights")
WRITTEN = (Evaluation, Flag, PoolSnapshot, TitleEvent, Notice, ToldEpisode)
NOTED = ("flags", "evaluations", "pool_snapshots", "outbox", "told_episodes")


def run_night(app, slot=SLOT):
    return runner.run(app, JOBS["night"], slot)


# A notice names its flag by a number, which no database gives out twice.
_FLAG = re.compile(r"flag:\d+(?::\d+)?")


def written(*, without=("id", "evaluation_id", "title_id", "created_at", "facts")):
    """Everything a night writes, as plain values in an order of its own."""
    with reading() as session:
        return {
            model.__tablename__: sorted(
                _FLAG.sub(
                    "flag",
                    repr([getattr(row, each.key) for each in model.__table__.columns if each.key not in without]),
                )
                for row in session.scalars(select(model))
            )
            for model in WRITTEN
        }


@pytest.fixture
def pool(context):
    """Six enterprises of two stewards: eligible, near, to be asked, far, with a title that ended, in the queue."""
    with transaction() as session:
        make_candidate(session, "北京甲有限公司")
        make_candidate(session, "北京乙有限公司", rd_expense=wan(80))
        say(session, make_candidate(session, "北京丙有限公司", steward="lina"), market__leading=None)
        make_enterprise(session, "北京丁有限公司", steward="lina", tier="innovative")
        ended = make_enterprise(session, "北京戊有限公司", steward="stefan")
        make_title(session, ended, "innovative", date(2023, 6, 1), date(2026, 5, 31))
        make_enterprise(session, "北京己有限公司")


def test_a_night_evaluates_snapshots_checks_and_tells(app, pool):
    outcome = run_night(app)

    assert outcome.state is RunState.DONE
    assert list(outcome.report) == [step.name for step in JOBS["night"].steps]
    counts = outcome.counts
    assert (counts["evaluated"], counts["reviews_awaited"], counts["no_steward"], counts["queued"]) == (6, 1, 0, 1)
    with reading() as session:
        taken = {(one.tier.value, one.measure): one.count for one in session.scalars(select(PoolSnapshot))}
    assert taken["seed", "pool"] == 2
    assert (taken["srdi", "eligible"], taken["srdi", "near"], taken["srdi", "ask"]) == (1, 1, 1)


def test_stewards_and_manager_are_told_once_however_often_the_night_runs(app, pool):
    for name in ("2026-11-24", "2026-11-24/1", "2026-11-24/2"):
        run_night(app, Slot(name, (name,), "manual"))

    with reading() as session:
        notices = session.scalars(select(Notice).where(Notice.kind == "night").order_by(Notice.id)).all()
    numbers = [tuple(one.values.get(kind, 0) for kind in ("eligible", "near", "ask")) for one in notices]
    assert sorted(numbers) == [(0, 0, 1), (1, 1, 0), (1, 1, 1)]
    assert [one.values["eligible"] for one in notices if one.values.get("whole")] == [1]
    assert len({one.user_id for one in notices}) == 3


def test_the_same_night_again_changes_nothing(app, pool):
    run_night(app)
    before = written()

    run_night(app, Slot("2026-11-24/1", ("2026-11-24/1",), "manual"))

    assert written() == before


def test_a_rehearsed_night_leaves_nothing(app, pool):
    before = written()

    outcome = runner.rehearse(JOBS["night"], TODAY)

    assert outcome.counts["evaluated"] == 6
    assert written() == before
    with reading() as session:
        assert session.scalars(select(JobRun)).all() == []


def test_a_title_ends_once_though_nights_were_missed(app, pool):
    run_night(app)
    run_night(app, Slot("2026-11-30", ("2026-11-30",), "catch_up"))

    with reading() as session:
        ended = session.scalars(select(TitleEvent).where(TitleEvent.kind == "review_awaited")).all()
    assert [one.happened_on for one in ended] == [date(2026, 6, 1)]


def test_an_enterprise_that_cannot_be_judged_is_passed_over_and_named(app, pool, monkeypatch):
    with transaction() as session:
        broken = make_candidate(session, "北京庚有限公司")
        write_text(session, broken, "market.share", '"a lot"')

    outcome = run_night(app)

    assert outcome.state is RunState.DONE
    assert (outcome.counts["evaluated"], outcome.counts["skipped"]) == (6, 1)
    assert outcome.report["evaluate-pool"]["skipped"] == [{"what": f"enterprise:{broken.id}", "why": "ValueError"}]


def test_a_mistake_that_strikes_everybody_fails_the_night_instead(app, pool, monkeypatch):
    def fail(*_args, **_options):
        raise ValueError("the rules are torn")

    monkeypatch.setattr("crm.cultivation.night.evaluation.verdicts", fail)
    monkeypatch.setattr(runner, "MOST_PASSED_OVER", 2)

    outcome = run_night(app)

    assert outcome.state is RunState.FAILED
    assert "the rules are torn" in outcome.error


def test_the_end_of_the_judging_is_about_nobody_who_could_be_passed_over(app, pool, monkeypatch):
    def fail(*_args, **_options):
        raise ValueError("nothing is noted")

    monkeypatch.setattr("crm.cultivation.night.due.note_night", fail)

    outcome = run_night(app)

    assert outcome.state is RunState.FAILED
    assert "nothing is noted" in outcome.error


def test_the_parts_cover_every_enterprise_once(session, monkeypatch):
    ids = [make_enterprise(session).id for _ in range(7)]
    monkeypatch.setattr(jobs, "PART", 3)

    spans = [(span.first, span.last) for span in jobs.spans(session)]

    assert [sum(first <= one <= last for first, last in spans) for one in ids] == [1] * 7


def test_parts_of_any_size_say_the_same(app, pool, monkeypatch):
    run_night(app)
    in_one = written()
    _forget(app)

    monkeypatch.setattr(jobs, "PART", 1)
    run_night(app, Slot("2026-11-24/1", ("2026-11-24/1",), "manual"))

    assert written() == in_one


@pytest.mark.parametrize("seconds", [0.0, 0.4, 0.8, 1.2])
def test_a_night_killed_anywhere_ends_as_if_it_had_not_been(app, pool, monkeypatch, seconds):
    monkeypatch.setattr(jobs, "PART", 1)
    run_night(app)
    undisturbed = written()
    _forget(app)

    kill_a_night_after(app, seconds)
    monkeypatch.setattr("crm.clock.source", lambda: NOW + timedelta(minutes=5))
    run_night(app)

    assert written() == undisturbed
    with reading() as session:
        assert [run.state for run in session.scalars(select(JobRun))] == [RunState.DONE]


def kill_a_night_after(app, seconds):
    """Start a night in a process of its own and kill it so long after it claimed its slot."""
    settings = app.config["SETTINGS"]
    environment = {**os.environ, "CRM_INSTANCE": str(settings.instance), "CRM_DATABASE_URL": settings.database_url}
    program = (
        "from datetime import datetime; from crm import clock, create_app; from crm.cultivation.night import jobs;"
        "from crm.jobs.running import runner; from crm.jobs.registry import JOBS;"
        "from crm.jobs.running.schedule import Slot;"
        f"clock.source = lambda: datetime.fromisoformat({NOW.isoformat()!r}); jobs.PART = 1; app = create_app();"
        f"app.app_context().push(); runner.run(app, JOBS['night'], Slot({SLOT.name!r}, ({SLOT.name!r},), 'schedule'))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=environment)
    deadline = time.monotonic() + 60
    while not _is_claimed():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _is_claimed():
    with reading() as session:
        return session.scalars(select(JobRun)).first() is not None


def _forget(app):
    """As if no night had ever been."""
    with transaction() as session:
        for table in (*JUDGING, *NOTED, "job_chunks", "job_runs"):
            session.execute(db.metadata.tables[table].delete())
        session.execute(db.metadata.tables["title_events"].delete().where(TitleEvent.kind == "expired"))


def test_a_report_of_parts_is_the_report_of_the_whole():
    whole, parts = Report(), Report()
    for number in range(5):
        part = Report()
        for report in (whole, part):
            report.count("evaluated")
            report.tell("opened", number, target="srdi")
        parts.merge(part)

    assert parts.as_stored() == whole.as_stored()

"""What a job does outside the database it does while it holds no transaction, and a rehearsal does nothing lasting."""

from __future__ import annotations

from datetime import date

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from crm.attachments.store import AttachmentStore
from crm.audit.heads import Heads
from crm.cultivation.models import JudgingMark
from crm.cultivation.night import evaluation
from crm.db import db, reading, transaction
from crm.enterprises.models import Enterprise
from crm.jobs.models import JobChunk, RunState
from crm.jobs.registry import ALL, JOBS, CatchUp, Division, Job, JobStep
from crm.jobs.running import runner
from crm.jobs.running.schedule import Slot
from crm.work import Outside, Report
from tests.cultivation.srdi import make_candidate
from tests.makers import make_figures

SLOT = Slot("2026-11-24", ("2026-11-24",), "schedule")


def ring(before, **options) -> Job:
    """A job whose step records what was made of 7 outside."""

    def record(_session, turn):
        report = Report()
        report.count("made", turn.acted)
        return report

    return Job("bells", _l("铃"), (JobStep("ring", record, before=before, **options),), CatchUp.MERGE, 30)


def is_free() -> bool:
    return not db.session().in_transaction()


def test_a_step_reads_acts_and_records_one_after_the_other(app, context):
    free = []

    def act(number, _turn):
        free.append(is_free())
        return number + 1

    before = (Outside(lambda _session, _turn: 7, act), Outside(lambda _session, turn: turn.acted * 10, act))
    outcome = runner.run(app, ring(before), SLOT)

    assert (outcome.state, outcome.counts) == (RunState.DONE, {"made": 81})
    assert free == [True, True]


def test_no_act_of_any_job_holds_a_transaction(app, context, monkeypatch):
    """Looks where files are written, read and deleted and where the pool is judged, not at who calls it."""
    seen: dict[str, set[bool]] = {}

    def watch(owner, name: str) -> None:
        act = getattr(owner, name)

        def watched(*arguments, **options):
            seen.setdefault(name, set()).add(is_free())
            return act(*arguments, **options)

        monkeypatch.setattr(owner, name, watched)

    watch(Heads, "export")
    watch(AttachmentStore, "files")
    watch(AttachmentStore, "delete")
    watch(evaluation, "verdicts")
    watch(evaluation, "name_reasons")
    with transaction() as session:
        make_candidate(session, "北京甲有限公司")

    states = {job.name: runner.run(app, job, SLOT).state for job in ALL}

    assert set(states.values()) == {RunState.DONE}
    assert {name for name, free in seen.items() if free != {True}} == set()
    assert {"export", "files", "verdicts", "name_reasons"} <= set(seen)


def test_what_is_written_while_the_night_judges_is_judged_the_next_night(app, context, monkeypatch):
    with transaction() as session:
        judged = [make_candidate(session, name).id for name in ("北京甲有限公司", "北京乙有限公司")]
    runner.run(app, JOBS["night"], SLOT)
    judge, written = evaluation.judge, []

    def judge_slowly(*arguments, **options):
        if not written:
            with transaction() as session:
                make_figures(session, session.get_one(Enterprise, judged[1]), 2025, rd_expense=1)
            written.append(judged[1])
        return judge(*arguments, **options)

    with transaction() as session:
        session.add_all([JudgingMark(enterprise_id=each) for each in judged])
    monkeypatch.setattr(evaluation, "judge", judge_slowly)
    outcome = runner.run(app, JOBS["night"], Slot("2026-11-25", ("2026-11-25",), "schedule"))

    assert outcome.state is RunState.DONE
    with reading() as session:
        assert session.scalars(select(JudgingMark.enterprise_id)).all() == written


def test_a_rehearsal_leaves_out_what_cannot_be_taken_back(app, context, monkeypatch):
    def refuse(*_arguments):
        raise AssertionError("a rehearsal did something lasting")

    monkeypatch.setattr(Heads, "export", refuse)
    monkeypatch.setattr(AttachmentStore, "set_aside", refuse)
    monkeypatch.setattr(AttachmentStore, "delete", refuse)

    for name in ("export-audit-head", "attachments"):
        assert runner.rehearse(JOBS[name], date(2026, 11, 24)).state is RunState.DONE
    judged = runner.rehearse(JOBS["night"], date(2026, 11, 24))
    assert judged.report["evaluate-pool"]["counts"] == {}


@pytest.mark.parametrize("torn", [3, 6])
def test_a_part_that_fails_is_divided_until_what_is_at_fault_is_passed_over(app, context, torn):
    def halves(part):
        first, last = map(int, part.split("-"))
        middle = (first + last) // 2
        return [] if first == last else [f"{first}-{middle}", f"{middle + 1}-{last}"]

    def act(part, _turn):
        first, last = map(int, part.split("-"))
        if first <= torn <= last:
            raise ValueError("torn")
        return last - first + 1

    before = (Outside(lambda _session, turn: turn.part, act),)
    division = Division(halves, lambda part: f"bell {part}")
    outcome = runner.run(app, ring(before, parts=lambda *_: ("1-8",), division=division), SLOT)

    assert (outcome.state, outcome.counts) == (RunState.DONE, {"made": 7, "skipped": 1})
    assert outcome.report["ring"]["skipped"] == [{"what": f"bell {torn}-{torn}", "why": "ValueError"}]
    with reading() as session:
        chunks = session.scalars(select(JobChunk.chunk)).all()
    assert len(chunks) == 4

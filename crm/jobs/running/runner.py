"""Runs a claimed slot: step by step, a transaction for each part, under a wall limit, with a sign of life."""

import hashlib
import json
import signal
import threading
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm import clock
from crm.audit import service as audit
from crm.db import reading, transaction
from crm.jobs.models import JobChunk, JobRun, RunState
from crm.jobs.registry import Job, JobStep, Work
from crm.jobs.running import claims
from crm.jobs.running.claims import LEASE, LostClaim, RunClaim
from crm.jobs.running.schedule import Slot
from crm.work import Report, Turn

log = structlog.get_logger()
MOST_PASSED_OVER = 50  # in one part
HEARTBEAT_SECONDS = LEASE.total_seconds() / 3
PATIENCE_MS = 14_000
"""How long a run waits for its turn to write: longer than a page, for another process that writes part after part
leaves short gaps only; and less than its lease, and than the scheduler waits for the alarm that ends a run."""


class WallLimit(Exception):
    """The run takes longer than its job allows."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended: its state, or None when the slot belongs to somebody else, and its numbers."""

    state: RunState | None
    counts: dict[str, int]
    report: dict[str, Any]
    error: str | None = None


NOT_OURS = RunOutcome(None, {}, {})


@dataclass(frozen=True, slots=True)
class StepRun:
    """A step of a claimed run: the parts that are done, and those that were passed over in the part at hand."""

    step: JobStep
    claim: RunClaim
    done: Set[str]
    passed_over: list[str] = field(default_factory=list)


class Stop:
    """Whether this process was asked to stop; the run then ends after the part it is at."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """What the signal does."""
        self.asked = True


def run(app: Flask, job: Job, slot: Slot, *, stop: Stop | None = None) -> RunOutcome:
    """Claim the slot and do what is left of it; every part that was committed stays done."""
    with transaction(patience_ms=PATIENCE_MS) as session:
        held = claims.claim(session, job.name, slot, at=clock.now())
    if held is None:
        return NOT_OURS
    try:
        with _signs_of_life(app, held), _wall_limit(job.wall_seconds):
            is_done = _all_steps(job, held, stop or Stop())
        return _finish(job, held) if is_done else _put_down(held)
    except Exception as error:
        return _give_up(job, held, error)


def rehearse(job: Job, day: date) -> RunOutcome:
    """Do the whole job for a business date in one transaction and roll it back; nothing is recorded.

    Steps that do something lasting outside the database are left out.
    """
    report: dict[str, Any] = {}
    try:
        with transaction() as session:
            for step in job.steps:
                if any(outside.lasts for outside in step.before):
                    continue
                turn = Turn(day, clock.now(), so_far=report)
                for part in step.parts(session, turn):
                    _rehearse_part(session, step, Turn(day, clock.now(), part, None, report), report)
            raise _Rehearsed
    except _Rehearsed:
        return RunOutcome(RunState.DONE, totals(report), report)


def _rehearse_part(session: Session, step: JobStep, turn: Turn, report: dict[str, Any]) -> None:
    for outside in step.before:
        turn = replace(turn, acted=outside.act(outside.read(session, turn), turn))
    _keep(report, step, step.work(session, turn))


class _Rehearsed(Exception):
    """The rehearsal is over."""


def totals(report: dict[str, Any]) -> dict[str, int]:
    """The numbers of all steps together."""
    whole = Report()
    for step in report.values():
        whole.counts.update(step.get("counts", {}))
    return dict(whole.counts)


def _all_steps(job: Job, held: RunClaim, stop: Stop) -> bool:
    for step in job.steps:
        with reading() as session:
            parts = step.parts(session, Turn(held.slot.day, clock.now()))
            done = _done_parts(session, held, step)
        for part in parts:
            if stop.asked:
                return False
            _do_part(StepRun(step, held, done), part)
    return True


def _done_parts(session: Session, held: RunClaim, step: JobStep) -> set[str]:
    chunks = session.scalars(select(JobChunk.chunk).where(JobChunk.run_id == held.run_id))
    return {chunk.partition(":")[2] for chunk in chunks if chunk.startswith(f"{step.name}:")}


def _do_part(of: StepRun, part: str) -> None:
    """One part; where it fails and can be divided, its halves, until what is at fault is found and passed over."""
    if part in of.done:
        return
    try:
        _record(of, _act_outside(of, part), of.step.work)
    except (LostClaim, WallLimit):
        raise
    except Exception as error:
        division = of.step.division
        halves = division.halves(part) if division else []
        what = division.name(part) if division else None
        if what is None:
            raise
        for half in halves:
            _do_part(of, half)
        if not halves:
            _pass_over(of, part, what, error)


def _act_outside(of: StepRun, part: str) -> Turn:
    """What the step does before it records, each with what it needs, and with no transaction open meanwhile."""
    turn = Turn(of.claim.slot.day, clock.now(), part, of.claim.run_id)
    for outside in of.step.before:
        with reading() as session:
            turn = replace(turn, so_far=claims.report_of(session, of.claim))
            seen = outside.read(session, turn)
        turn = replace(turn, acted=outside.act(seen, turn))
    return turn


def _record(of: StepRun, turn: Turn, work: Work) -> None:
    """What came of a part, its report and the mark that it is done, or none of them."""
    with transaction(patience_ms=PATIENCE_MS) as session:
        report = dict(claims.report_of(session, of.claim))
        _keep(report, of.step, work(session, replace(turn, so_far=report)))
        session.add(JobChunk(run_id=of.claim.run_id, chunk=f"{of.step.name}:{turn.part}", at=clock.now()))
        session.flush()
        claims.advance(session, of.claim, report, at=clock.now())


def _pass_over(of: StepRun, part: str, what: str, error: Exception) -> None:
    """When that happens too often, the mistake is not one of single things, and the run fails with it."""
    if len(of.passed_over) >= MOST_PASSED_OVER:
        raise error
    of.passed_over.append(part)
    log.error("passed over", step=of.step.name, what=what, exc_info=error)
    report = Report()
    report.pass_over(what, type(error).__name__)
    _record(of, Turn(of.claim.slot.day, clock.now(), part, of.claim.run_id), lambda _session, _turn: report)


def _keep(report: dict[str, Any], step: JobStep, new: Report) -> None:
    so_far = Report.read(report.get(step.name, {}))
    so_far.merge(new)
    report[step.name] = so_far.as_stored()


def _finish(job: Job, held: RunClaim) -> RunOutcome:
    with transaction(patience_ms=PATIENCE_MS) as session:
        report = session.scalars(select(JobRun.report).where(JobRun.id == held.run_id)).one()
        counts = totals(report)
        claims.finish(session, held, counts, at=clock.now())
        digest = hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()
        audit.record(
            session,
            None,
            "job.finished",
            f"job:{job.name}",
            slot=held.slot.name,
            counts=counts,
            digest=digest,
            trigger=held.slot.trigger,
        )
    return RunOutcome(RunState.DONE, counts, report)


def _give_up(job: Job, held: RunClaim, error: Exception) -> RunOutcome:
    """Record the failure, unless the run is somebody else's by now: then the error may well come from that."""
    words = f"{type(error).__name__}: {error}"
    try:
        with transaction(patience_ms=PATIENCE_MS) as session:
            claims.fail(session, held, words, at=clock.now())
            audit.record(
                session, None, "job.failed", f"job:{job.name}", slot=held.slot.name, error=type(error).__name__
            )
    except LostClaim:
        log.warning("claim lost", job=job.name, slot=held.slot.name)
        return NOT_OURS
    log.error("job failed", job=job.name, slot=held.slot.name, exc_info=error)
    return RunOutcome(RunState.FAILED, {}, {}, words)


def _put_down(held: RunClaim) -> RunOutcome:
    with transaction(patience_ms=PATIENCE_MS) as session:
        claims.put_down(session, held, at=clock.now())
    return RunOutcome(RunState.RUNNING, {}, {})


@contextmanager
def _signs_of_life(app: Flask, held: RunClaim) -> Iterator[None]:
    """Renew the lease from a thread of its own, until the block ends."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            try:
                with app.app_context(), transaction() as session:
                    claims.renew(session, held, at=clock.now())
            except OperationalError:
                continue  # the database is busy with our own part, which renews the lease itself
            except LostClaim:
                return  # the part at work finds it out by itself when it wants to commit

    thread = threading.Thread(target=beat, name="sign-of-life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def _wall_limit(seconds: int) -> Iterator[None]:
    """Raise WallLimit in the block after so many seconds; only the main thread can have an alarm."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise WallLimit(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

"""The claim on a slot: a row that one process inserts, keeps by its lease and loses with its fence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from crm.db import serialise
from crm.jobs.models import JobRun, RunState
from crm.jobs.running.schedule import Slot
from crm.sql.claiming import execute_counting, insert_once

NIGHT = "night"
LEASE = timedelta(seconds=30)
ATTEMPTS = 3
PAUSE_AFTER_FAILURE = timedelta(minutes=2)


class LostClaim(Exception):
    """Another process has taken the run over, so nothing more may be written for it."""


@dataclass(frozen=True, slots=True)
class RunClaim:
    """The right to write for a run, as long as the row's fence is ours."""

    run_id: int
    fence: int
    slot: Slot


def live(at: datetime) -> ColumnElement[bool]:
    """The condition on `JobRun` for a run whose process has shown itself lately.

    A lease that reaches further than any lease can was written by a clock that has since been set back.
    """
    return and_(JobRun.state == RunState.RUNNING, JobRun.lease_until > at, JobRun.lease_until <= at + 2 * LEASE)


def takeable(at: datetime) -> ColumnElement[bool]:
    """The condition on `JobRun` for a run that somebody else may go on with."""
    lapsed = or_(JobRun.lease_until <= at, JobRun.lease_until > at + 2 * LEASE + PAUSE_AFTER_FAILURE)
    return and_(
        lapsed, or_(JobRun.state == RunState.RUNNING, and_(JobRun.state == RunState.FAILED, JobRun.fence < ATTEMPTS))
    )


def claim(session: Session, job: str, slot: Slot, *, at: datetime) -> RunClaim | None:
    """Take the slot, or take it over from a process that died; None when it is another's or done."""
    serialise(session, f"job {job}")
    if session.scalar(select(exists().where(JobRun.job == job, live(at)))):
        return None
    if _insert(session, job, slot, at) or _take_over(session, job, slot, at):
        row = session.execute(
            select(JobRun.id, JobRun.fence).where(JobRun.job == job, JobRun.slot == slot.name)
        ).one()
        return RunClaim(row.id, row.fence, slot)
    return None


def keep_night_out(session: Session, at: datetime) -> bool:
    """See to it that nobody claims a night before the commit; False when one is running."""
    serialise(session, f"job {NIGHT}")
    return not session.scalar(select(exists().where(JobRun.job == NIGHT, live(at))))


def _insert(session: Session, job: str, slot: Slot, at: datetime) -> bool:
    return insert_once(
        session,
        JobRun,
        ["job", "slot"],
        job=job,
        slot=slot.name,
        state=RunState.RUNNING,
        fence=1,
        lease_until=at + LEASE,
        started_at=at,
        trigger=slot.trigger,
        covers=list(slot.covers),
        counts={},
        report={},
    )


def _take_over(session: Session, job: str, slot: Slot, at: datetime) -> bool:
    row = update(JobRun).where(JobRun.job == job, JobRun.slot == slot.name, takeable(at))
    return (
        execute_counting(
            session,
            row.values(
                state=RunState.RUNNING, fence=JobRun.fence + 1, lease_until=at + LEASE, error=None, finished_at=None
            ),
        )
        == 1
    )


def report_of(session: Session, held: RunClaim) -> dict[str, Any]:
    """What is done so far; raises LostClaim. It takes no lock, so that a sleeper does not stop its successor."""
    ours = select(JobRun.report).where(JobRun.id == held.run_id, JobRun.fence == held.fence)
    report: dict[str, Any] | None = session.scalar(ours)
    if report is None:
        raise LostClaim(held.slot.name)
    return report


def renew(session: Session, held: RunClaim, *, at: datetime) -> None:
    """Show that the run is alive; raises LostClaim."""
    _write(session, held, lease_until=at + LEASE)


def advance(session: Session, held: RunClaim, report: dict[str, Any], *, at: datetime) -> None:
    """Keep what is done so far, as the last thing in the transaction that did it; raises LostClaim."""
    _write(session, held, lease_until=at + LEASE, report=report)


def finish(session: Session, held: RunClaim, counts: dict[str, int], *, at: datetime) -> None:
    """The run is done; raises LostClaim."""
    _write(session, held, lease_until=at, finished_at=at, state=RunState.DONE, counts=counts)


def fail(session: Session, held: RunClaim, error: str, *, at: datetime) -> None:
    """The run went wrong; it may be tried again after a pause, a few times. Raises LostClaim."""
    _write(
        session, held, lease_until=at + PAUSE_AFTER_FAILURE, finished_at=at, state=RunState.FAILED, error=error[:2000]
    )


def put_down(session: Session, held: RunClaim, *, at: datetime) -> None:
    """Stop in the middle and let anybody go on at once; raises LostClaim."""
    _write(session, held, lease_until=at)


def _write(session: Session, held: RunClaim, **values: Any) -> None:
    row = update(JobRun).where(JobRun.id == held.run_id, JobRun.fence == held.fence, JobRun.state == RunState.RUNNING)
    if execute_counting(session, row.values(**values)) != 1:
        raise LostClaim(held.slot.name)

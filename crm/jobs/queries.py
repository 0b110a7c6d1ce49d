"""Reads about runs: where each job stands, the runs of a list, one run; it starts and changes none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.errors import CrmError
from crm.jobs.models import JobRun, RunState
from crm.jobs.registry import JOBS, CatchUp
from crm.jobs.running.schedule import timetables


@dataclass(frozen=True, slots=True)
class JobStanding:
    """Where a job stands; late when it has not succeeded for longer than a day and a bit."""

    name: str
    label: str
    line: str
    catch_up: str
    wall_seconds: int
    last_success: datetime | None
    state: RunState | None
    last_error: str | None
    next_at: datetime | None
    is_late: bool


def standings(session: Session, *, now: datetime) -> list[JobStanding]:
    """All jobs, in the order of the registry."""
    successes = _latest_success(session)
    latest = _latest_runs(session)
    return [_standing(name, successes.get(name), latest.get(name), now) for name in JOBS]


def is_stale(last_success: datetime | None, *, now: datetime) -> bool:
    """Whether a nightly job's last success lies too far back, or, after a clock set back, ahead."""
    if last_success is None:
        return True
    hours = (now - last_success).total_seconds() / 3600
    return hours > service_rules().night.stale_hours


def last_success(session: Session, job: str) -> datetime | None:
    """When the job last ended well."""
    return _latest_success(session).get(job)


def runs(session: Session, *, job: str = "", offset: int = 0, limit: int = 50) -> tuple[Sequence[JobRun], int]:
    """Runs, newest first, and how many there are in all."""
    wanted = select(JobRun).where(JobRun.job == job) if job else select(JobRun)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    newest = wanted.order_by(JobRun.started_at.desc(), JobRun.id.desc())
    return session.scalars(newest.offset(offset).limit(limit)).all(), total


def run(session: Session, run_id: int) -> JobRun:
    """One run, or CrmError not_found."""
    found = session.get(JobRun, run_id)
    if found is None:
        raise CrmError("not_found")
    return found


def night(session: Session, run_id: int, job: str) -> JobRun | None:
    """The run of a nightly job with this id, None for 0; CrmError not_found for any other."""
    if not run_id:
        return None
    found = run(session, run_id)
    if found.job != job:
        raise CrmError("not_found")
    return found


def _standing(name: str, success: datetime | None, latest: JobRun | None, now: datetime) -> JobStanding:
    job, times = JOBS[name], timetables().get(name)
    daily = job.catch_up is not CatchUp.NONE
    return JobStanding(
        name,
        str(job.label),
        times.line if times else "",
        job.catch_up.value,
        job.wall_seconds,
        success,
        latest.state if latest else None,
        latest.error if latest else None,
        times.after(now) if times else None,
        daily and is_stale(success, now=now),
    )


def _latest_success(session: Session) -> dict[str, datetime]:
    rows = session.execute(
        select(JobRun.job, func.max(JobRun.finished_at)).where(JobRun.state == RunState.DONE).group_by(JobRun.job)
    )
    return {job: at for job, at in rows if at}


def _latest_runs(session: Session) -> dict[str, JobRun]:
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    return {run.job: run for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}

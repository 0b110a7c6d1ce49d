"""The last night that ended well, as pages show it; what the night does is the jobs' business."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.jobs.models import JobRun, RunState

NIGHT = "night"


@dataclass(frozen=True, slots=True)
class NightRun:
    """A run of the night: the business date it was for, when it ended, how long it took, and its counts."""

    slot: date
    ended_at: datetime
    seconds: float
    counts: dict[str, Any]
    report: dict[str, Any]


def last_night(session: Session) -> NightRun | None:
    """The newest night that ended well."""
    run = session.scalar(
        select(JobRun).where(JobRun.job == NIGHT, JobRun.state == RunState.DONE).order_by(JobRun.slot.desc()).limit(1)
    )
    if run is None or run.finished_at is None:
        return None
    seconds = (run.finished_at - run.started_at).total_seconds()
    return NightRun(clock.business_date(run.started_at), run.finished_at, seconds, run.counts, run.report)

"""Asking for a night by day: only while none runs and somebody waits for it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.night.due import count_awaiting
from crm.errors import CrmError
from crm.jobs.models import JobRun, RunState

NIGHT = "night"


def ask_for_night(session: Session, *, by: int, on: date, now: datetime) -> None:
    """Record that somebody asked; raises CrmError while a night runs or nobody waits to be evaluated."""
    running = select(JobRun.id).where(JobRun.job == NIGHT, JobRun.state == RunState.RUNNING, JobRun.lease_until > now)
    if session.scalar(running.limit(1)) is not None:
        raise CrmError("night_is_running")
    if not count_awaiting(session, on):
        raise CrmError("nobody_awaits_the_night")
    audit.record(session, by, "night.asked", "job:night")

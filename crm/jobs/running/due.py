"""What is due and not recorded, found by comparing the timetable with the table of runs; it runs and writes nothing."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm import clock
from crm.jobs.models import JobRun
from crm.jobs.registry import CatchUp, Job
from crm.jobs.running.claims import takeable
from crm.jobs.running.schedule import Slot, Timetable, day_of

_DAY = timedelta(days=1)


def due_slot(session: Session, job: Job, times: Timetable, *, now: datetime) -> Slot | None:
    """The slot to run next: one somebody left unfinished, or the first that is due and not recorded.

    Runs dated later than today (a clock that was wrong once) count for nothing, so that nights go on.
    """
    until = (clock.business_date(now) + _DAY).isoformat()
    left = _unfinished(session, JobRun.job == job.name, JobRun.slot < until, takeable(now))
    if left:
        return left
    if job.catch_up is CatchUp.NONE:
        return _moment(session, job, times, now)
    pending = missed_days(times, latest_slots(session, job.name, now), now)
    if not pending:
        return None
    names = tuple(day.isoformat() for day in pending)
    if job.catch_up is CatchUp.EACH:
        names = names[:1]
    late = len(names) > 1 or names[-1] != clock.business_date(now).isoformat()
    return Slot(names[-1], names, "catch_up" if late else "schedule")


def missed_days(times: Timetable, recorded: set[str], now: datetime) -> list[date]:
    """Business dates whose time has come and that no run stands for, oldest first.

    `recorded` are the slots of the last date with a run. Without any there is no past to catch up with.
    """
    if not recorded:
        latest = times.latest(now)
        return [latest.date()] if latest else []
    horizon = day_of(min(recorded))
    fires = times.between(_midnight(horizon), now)
    return sorted({fire.date() for fire in fires} - {day_of(slot) for slot in recorded if "/" not in slot})


def latest_slots(session: Session, job: str, now: datetime) -> set[str]:
    """The slots of the last business date up to today that has any."""
    limit = (clock.business_date(now) + _DAY).isoformat()
    last = session.scalar(
        select(JobRun.slot).where(JobRun.job == job, JobRun.slot < limit).order_by(JobRun.slot.desc()).limit(1)
    )
    if last is None:
        return set()
    return set(session.scalars(select(JobRun.slot).where(JobRun.job == job, JobRun.slot.startswith(last[:10]))))


def asked_slot(session: Session, job: Job, times: Timetable, day: date, *, now: datetime) -> Slot:
    """The slot of a run that a person asks for: one of that date left unfinished, or else a new one.

    A new one is the date's own when its time has come, otherwise a numbered one. Beginning anew beside a run whose
    process died would do its parts twice, and leave it to be gone on with later.
    """
    left = _unfinished(session, JobRun.job == job.name, JobRun.slot.startswith(day.isoformat()), takeable(now))
    if left:
        return left
    taken = set(
        session.scalars(select(JobRun.slot).where(JobRun.job == job.name, JobRun.slot.startswith(day.isoformat())))
    )
    own = day.isoformat()
    has_come = next(times.between(_midnight(day), now), None) is not None
    name = own if has_come and own not in taken and job.catch_up is not CatchUp.NONE else None
    number = 1
    while name is None:
        candidate = f"{own}/{number}"
        name = None if candidate in taken else candidate
        number += 1
    return Slot(name, (name,), "manual")


def _unfinished(session: Session, *which: ColumnElement[bool]) -> Slot | None:
    row = session.execute(
        select(JobRun.slot, JobRun.covers, JobRun.trigger).where(*which).order_by(JobRun.slot).limit(1)
    ).one_or_none()
    return Slot(row.slot, tuple(row.covers), row.trigger) if row else None


def _moment(session: Session, job: Job, times: Timetable, now: datetime) -> Slot | None:
    latest = times.latest(now)
    if latest is None:
        return None
    name = latest.strftime("%Y-%m-%dT%H:%M")
    recorded = session.scalar(select(JobRun.id).where(JobRun.job == job.name, JobRun.slot == name))
    if recorded is not None or not job.is_wanted(session, now):
        return None
    return Slot(name, (name,), "schedule")


def _midnight(day: date) -> datetime:
    """The instant before the day begins in the district."""
    return datetime.combine(day, time(), clock.DISTRICT_ZONE) - timedelta(microseconds=1)

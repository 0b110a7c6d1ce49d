"""What the desk wrote down about its own running is kept for set times and then taken away; the audit trail is not.

The trail is a chain: taking a row away would break it, so nothing here touches it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import RetentionRules
from crm.jobs.models import JobChunk, JobRun, RunState
from crm.notifications.models import Notice
from crm.people.models import LoginAttempt, SignInSession
from crm.sql.claiming import execute_counting
from crm.work import Report, Turn


@dataclass(frozen=True, slots=True)
class PrunedTable:
    """A table that is pruned: the name of its count, its rows, and which of them are past their time at a moment."""

    name: str
    table: type[Any]
    is_past: Callable[[datetime, RetentionRules], ColumnElement[bool]]


def _sessions(at: datetime, rules: RetentionRules) -> ColumnElement[bool]:
    """Ended, or not seen for so long that nobody can come back to it."""
    before = at - timedelta(days=rules.sessions_days)
    return or_(SignInSession.ended_at < before, SignInSession.seen_at < before)


def _attempts(at: datetime, rules: RetentionRules) -> ColumnElement[bool]:
    return LoginAttempt.at < at - timedelta(days=rules.sign_in_attempts_days)


def _notices(at: datetime, rules: RetentionRules) -> ColumnElement[bool]:
    """Read or withdrawn ones go earlier than those nobody has looked at."""
    return or_(
        Notice.read_at < at - timedelta(days=rules.read_notices_days),
        Notice.withdrawn_at < at - timedelta(days=rules.read_notices_days),
        Notice.created_at < at - timedelta(days=rules.unread_notices_days),
    )


def _runs(at: datetime, rules: RetentionRules) -> ColumnElement[bool]:
    """Runs that are over; one that is still running stays, however old."""
    before = at - timedelta(days=rules.job_runs_days)
    return and_(JobRun.started_at < before, JobRun.state != RunState.RUNNING)


def _chunks(at: datetime, rules: RetentionRules) -> ColumnElement[bool]:
    return JobChunk.run_id.in_(select(JobRun.id).where(_runs(at, rules)))


KEPT = (
    PrunedTable("sessions_pruned", SignInSession, _sessions),
    PrunedTable("attempts_pruned", LoginAttempt, _attempts),
    PrunedTable("notices_pruned", Notice, _notices),
    PrunedTable("chunks_pruned", JobChunk, _chunks),
    PrunedTable("runs_pruned", JobRun, _runs),
)


def prune(session: Session, turn: Turn, rules: RetentionRules) -> Report:
    """Take away what is past its time; counts what went."""
    report = Report()
    for kept in KEPT:
        report.count(kept.name, execute_counting(session, delete(kept.table).where(kept.is_past(turn.at, rules))))
    return report

"""What the desk wrote down about its own running is kept for set times and then taken away; the audit trail is not.

The trail is a chain: taking a row away would break it, so nothing here touches it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from crm.config.service_rules import RetentionRules
from crm.desk.calendar.pruning import prune_feeds
from crm.imports.undo.pruning import prune_batch_rows
from crm.jobs.models import JobChunk, JobRun, RunState
from crm.notifications.pruning import prune_notices
from crm.people.signing.pruning import prune_attempts, prune_sessions
from crm.sql.claiming import execute_counting
from crm.work import Report, Turn

Prune = Callable[[Session, datetime, RetentionRules], int]


def prune_chunks(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Take away the parts of runs that go as well; returns how many."""
    past = select(JobRun.id).where(_is_past(at, rules))
    return execute_counting(session, delete(JobChunk).where(JobChunk.run_id.in_(past)))


def prune_runs(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Take away runs that are over and past their time; returns how many."""
    return execute_counting(session, delete(JobRun).where(_is_past(at, rules)))


def _is_past(at: datetime, rules: RetentionRules) -> ColumnElement[bool]:
    """A run that is still running stays, however old."""
    before = at - timedelta(days=rules.job_runs_days)
    return and_(JobRun.started_at < before, JobRun.state != RunState.RUNNING)


# The name of each count, and the verb of whoever owns the rows.
KEPT: dict[str, Prune] = {
    "sessions_pruned": prune_sessions,
    "attempts_pruned": prune_attempts,
    "feeds_pruned": prune_feeds,
    "notices_pruned": prune_notices,
    "chunks_pruned": prune_chunks,
    "batch_rows_pruned": prune_batch_rows,
    "runs_pruned": prune_runs,
}


def prune(session: Session, turn: Turn, rules: RetentionRules) -> Report:
    """Take away what is past its time; counts what went."""
    report = Report()
    for name, prune_rows in KEPT.items():
        report.count(name, prune_rows(session, turn.at, rules))
    return report

"""Sign-ins and tries to sign in are kept for set times and then taken away."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from crm.config.service_rules import RetentionRules
from crm.people.models import LoginAttempt, SignInSession
from crm.sql.claiming import execute_counting


def prune_sessions(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Take away what has ended, or was not seen for so long that nobody can come back to it; returns how many."""
    before = at - timedelta(days=rules.sessions_days)
    is_past = or_(SignInSession.ended_at < before, SignInSession.seen_at < before)
    return execute_counting(session, delete(SignInSession).where(is_past))


def prune_attempts(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Take away tries past their time; returns how many."""
    before = at - timedelta(days=rules.sign_in_attempts_days)
    return execute_counting(session, delete(LoginAttempt).where(LoginAttempt.at < before))

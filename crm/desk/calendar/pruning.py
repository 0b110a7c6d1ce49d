"""Addresses of calendar feeds are kept for a set time after they were ended."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crm.config.service_rules import RetentionRules
from crm.desk.calendar.models import CalendarFeed
from crm.sql.claiming import execute_counting


def prune_feeds(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Take away addresses that were ended as long ago as sign-ins are kept; returns how many."""
    before = at - timedelta(days=rules.sessions_days)
    return execute_counting(session, delete(CalendarFeed).where(CalendarFeed.ended_at < before))

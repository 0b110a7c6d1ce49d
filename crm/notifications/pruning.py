"""Notices are kept for set times and then taken away."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import RetentionRules
from crm.notifications.channels.models import Delivery
from crm.notifications.models import Notice
from crm.sql.claiming import execute_counting


def prune_notices(session: Session, at: datetime, rules: RetentionRules) -> int:
    """Take away notices past their time, read or withdrawn ones earlier than those nobody has looked at."""
    is_past = or_(
        Notice.read_at < at - timedelta(days=rules.read_notices_days),
        Notice.withdrawn_at < at - timedelta(days=rules.read_notices_days),
        Notice.created_at < at - timedelta(days=rules.unread_notices_days),
    )
    past = select(Notice.id).where(is_past)
    execute_counting(session, delete(Delivery).where(Delivery.notice_id.in_(past)))
    return execute_counting(session, delete(Notice).where(is_past))

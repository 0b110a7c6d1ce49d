"""The delivery of notices as a job."""

from datetime import datetime

from sqlalchemy.orm import Session

from crm.notifications import queries, service
from crm.notifications.channels.deliveries import plan_deliveries
from crm.work import Report, Turn

AT_ONCE = 500


def is_wanted(session: Session, _at: datetime) -> bool:
    """Whether there is anything to deliver."""
    return queries.has_waiting(session)


def deliver(session: Session, turn: Turn, *, morning: datetime) -> Report:
    """Show waiting notices to their people, oldest first, and plan what leaves the desk in their channels.

    What does not fit waits for the next turn.
    """
    report, waiting = Report(), queries.waiting(session, limit=AT_ONCE)
    report.count("delivered", service.deliver(session, waiting, at=turn.at))
    report.count("planned", plan_deliveries(session, waiting, at=turn.at, morning=morning))
    return report

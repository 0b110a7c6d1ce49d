"""The delivery of notices as a job."""

from sqlalchemy.orm import Session

from crm.notifications import queries, service
from crm.work import Report, Turn

AT_ONCE = 500


def is_wanted(session: Session) -> bool:
    """Whether there is anything to deliver."""
    return queries.has_waiting(session)


def deliver(session: Session, turn: Turn) -> Report:
    """Show waiting notices to their people, oldest first; what does not fit waits for the next turn."""
    report = Report()
    report.count("delivered", service.deliver(session, queries.waiting(session, limit=AT_ONCE), at=turn.at))
    return report

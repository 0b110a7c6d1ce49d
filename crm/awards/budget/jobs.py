"""The accounts checked by the night."""

from sqlalchemy.orm import Session

from crm.awards.budget.queries import account_faults
from crm.work import Report, Turn


def check_accounts(session: Session, _turn: Turn) -> Report:
    """Count accounts that do not add up: always 0."""
    report = Report()
    report.count("account_faults", account_faults(session))
    return report

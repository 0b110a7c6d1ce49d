"""The daily job of the audit chain: its head goes into a file of the day, to be carried away."""

from sqlalchemy.orm import Session

from crm.audit import service
from crm.audit.heads import Head, Heads
from crm.work import Report, Turn


def export_head(session: Session, turn: Turn, heads: Heads) -> Report:
    """Export the head of the day; exporting twice keeps the later one."""
    report = Report()
    number, code = service.head(session)
    if number:
        heads.export(Head(number, code), turn.today)
        report.count("exported")
    return report

"""The daily job of the audit chain: its head goes into a file of the day, to be carried away."""

from sqlalchemy.orm import Session

from crm.audit import service
from crm.audit.heads import Head, Heads
from crm.work import Report, Turn


def read_head(session: Session, _turn: Turn) -> Head | None:
    """The head of the chain; None of an empty one."""
    number, code = service.head(session)
    return Head(number, code) if number else None


def export_head(head: Head | None, turn: Turn, heads: Heads) -> int:
    """Export the head of the day and say how many that were; exporting twice keeps the later one."""
    if head is None:
        return 0
    heads.export(head, turn.today)
    return 1


def count_exported(_session: Session, turn: Turn) -> Report:
    """Report what was exported."""
    report = Report()
    if turn.acted:
        report.count("exported", turn.acted)
    return report

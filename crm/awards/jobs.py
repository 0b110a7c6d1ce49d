"""The step of the night that keeps the measures in force."""

from sqlalchemy.orm import Session

from crm.awards.measures import Measures
from crm.awards.service import keep_measures
from crm.work import Report, Turn


def keep_texts(session: Session, turn: Turn, measures: Measures) -> Report:
    """Keep the text of every measure this installation has; one that is kept already stays as it is."""
    report = Report()
    report.count("measures_kept", keep_measures(session, measures.all, at=turn.at))
    return report

"""The step of the night that concerns facts: their current values are derived anew from the record."""

from sqlalchemy.orm import Session

from crm.enterprises.facts.columns import IdSpan
from crm.enterprises.facts.current import correct_current
from crm.work import Report, Turn


def check_facts(session: Session, turn: Turn) -> Report:
    """Count the enterprises of a span whose kept facts are not those of the record (always 0), and put them right."""
    wrong = correct_current(session, IdSpan.read(turn.part).of)
    report = Report()
    report.count("facts_wrong", len(wrong))
    for enterprise_id in wrong:
        report.tell("facts_fault", enterprise_id)
    return report

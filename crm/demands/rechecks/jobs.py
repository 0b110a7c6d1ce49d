"""The drawing of rechecks as a step of a job."""

from sqlalchemy.orm import Session

from crm.config.service_rules import RecheckRules
from crm.demands.rechecks.service import draw_month, months_over
from crm.work import Report, Turn


def draw(session: Session, turn: Turn, rules: RecheckRules) -> Report:
    """Draw from every month that is over and was not drawn."""
    report = Report()
    report.count(
        "rechecks_drawn",
        sum(draw_month(session, month, rules, on=turn.today) for month in months_over(on=turn.today)),
    )
    return report

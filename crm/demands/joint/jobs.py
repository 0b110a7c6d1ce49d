"""The proposing of joint matters as a step of a job."""

from sqlalchemy.orm import Session

from crm.config.service_rules import JointRules
from crm.demands.joint.service import propose_matters
from crm.work import Report, Turn


def propose(session: Session, turn: Turn, rules: JointRules) -> Report:
    """Propose what several enterprises ask for; running it twice proposes nothing twice."""
    report = Report()
    report.count("joint_matters", propose_matters(session, rules, on=turn.today))
    return report

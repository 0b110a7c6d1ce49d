"""Joint matters and resolutions as steps of a job."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.config.service_rules import DemandRules, JointRules
from crm.config.working_days import between
from crm.demands.joint.models import Resolution, ResolutionReminder
from crm.demands.joint.service import propose_matters
from crm.demands.reminders.notices import managers, remind_of_resolution
from crm.people import queries as people
from crm.people.models import UserState
from crm.sql.claiming import insert_once
from crm.work import Report, Turn


def propose(session: Session, turn: Turn, rules: JointRules) -> Report:
    """Propose what several enterprises ask for; running it twice proposes nothing twice."""
    report = Report()
    report.count("joint_matters", propose_matters(session, rules, on=turn.today))
    return report


def remind_owners(session: Session, turn: Turn, rules: DemandRules) -> Report:
    """Remind owners of open resolutions before their day and after it, once each, also after nights that were missed.

    While an owner's account is shut the managers read of it.
    """
    report = Report()
    still = select(Resolution).where(Resolution.done_on.is_(None)).order_by(Resolution.id)
    for resolution in session.scalars(still).all():
        step = step_of_day(resolution, turn, rules)
        if step is None or not _is_first(session, resolution, step, turn):
            continue
        owner = people.get(session, resolution.owner_id)
        concerned = [owner.id] if owner.state is UserState.ACTIVE else managers(session)
        remind_of_resolution(session, resolution, step, concerned, at=turn.at)
        report.count(f"resolutions_{step}")
    return report


def step_of_day(resolution: Resolution, turn: Turn, rules: DemandRules) -> str | None:
    """How near the day of a resolution is; None while it is far."""
    if resolution.due_on < turn.today:
        return "over"
    return "near" if between(turn.today, resolution.due_on) <= rules.near_days else None


def _is_first(session: Session, resolution: Resolution, step: str, turn: Turn) -> bool:
    place = {"resolution_id": resolution.id, "step": step}
    return insert_once(session, ResolutionReminder, list(place), **place, told_on=turn.today)

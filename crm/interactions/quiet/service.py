"""Leaving an enterprise in peace, and ending that."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.errors import CrmError
from crm.interactions.models import PlannedContact, QuietPeriod
from crm.interactions.plans.queries import is_open
from crm.interactions.plans.service import call_off, claim_plans, tell_planner
from crm.interactions.quiet.queries import open_period, quiet_on


def begin_quiet(
    session: Session, enterprise_id: int, until: date, *, why: str, by: int, on: date, at: datetime
) -> QuietPeriod:
    """Leave an enterprise in peace through a day.

    The steward's plan within it is dropped, colleagues who have planned are told; what the enterprise asks for goes on.
    """
    claim_plans(session, enterprise_id)
    longest = service_rules().contacts.quiet_longest_days
    if until < on:
        raise CrmError("quiet_until_past")
    if until > on + timedelta(days=longest):
        raise CrmError("quiet_too_long", days=longest)
    standing = open_period(session, enterprise_id)
    if standing is not None and standing.until >= on:
        raise CrmError("quiet_already", day=standing.until)
    if standing is not None:
        standing.ended_on = standing.until
        session.flush()
    period = QuietPeriod(enterprise_id=enterprise_id, from_on=on, until=until, why=why.strip(), set_by=by)
    session.add(period)
    session.flush()
    _silence(session, period, by=by, at=at)
    audit.record(session, by, "quiet.begun", f"enterprise:{enterprise_id}", until=until)
    return period


def end_quiet(session: Session, enterprise_id: int, *, by: int, on: date) -> None:
    """The enterprise may be contacted again."""
    claim_plans(session, enterprise_id)
    period = quiet_on(session, enterprise_id, on)
    if period is None:
        raise CrmError("not_quiet")
    period.ended_on, period.ended_by = on, by
    audit.record(session, by, "quiet.ended", f"enterprise:{enterprise_id}", until=period.until)


def _silence(session: Session, period: QuietPeriod, *, by: int, at: datetime) -> None:
    within = select(PlannedContact).where(
        PlannedContact.enterprise_id == period.enterprise_id,
        is_open(),
        PlannedContact.planned_on <= period.until,
        PlannedContact.asked_for.is_(False),
        PlannedContact.ceiling_why.is_(None),
    )
    for plan in session.scalars(within.order_by(PlannedContact.id)).all():
        if plan.is_stewards:
            call_off(session, plan, why=period.why, by=by, at=at)
        else:
            tell_planner(session, plan, "quiet", at=at, by=by, day=plan.planned_on)

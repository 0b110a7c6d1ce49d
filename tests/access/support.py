"""What each enterprise of the small district is promised, and who stands beside its steward."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.enterprises.models import Enterprise
from crm.interactions.models import ContactPurpose
from crm.interactions.support.models import ServicePlan, ServicePlanItem, TeamMember, TeamPart
from crm.interactions.support.service import MemberCard, Promise, name_member, promise
from crm.people.models import User

ON = date(2026, 11, 20)


def support(session: Session, enterprise_id: int, note: str, by: User) -> None:
    """A leader and an open promise, each with the canary's note."""
    name_member(session, enterprise_id, MemberCard(TeamPart.LEADER, note), by=by.id, on=ON)
    promise(session, enterprise_id, Promise(ContactPurpose.POLICY, note, date(2026, 12, 1)), by=by.id, on=ON)


def support_of(session: Session, made: dict[str, Enterprise], missing: int) -> dict[str, dict[str, Any]]:
    """The promise and the leader of each enterprise, by scope."""
    members = select(TeamMember.enterprise_id, TeamMember.id)
    promises = select(ServicePlan.enterprise_id, ServicePlanItem.id).join(ServicePlanItem)
    ids = {"member_id": members, "promise_id": promises}
    known = {name: dict(session.execute(rows).tuples().all()) for name, rows in ids.items()}
    return {
        name: {**{scope: of[enterprise.id] for scope, enterprise in made.items()}, "missing": missing}
        for name, of in known.items()
    }

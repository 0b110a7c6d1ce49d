"""An application of an enterprise, for the table of access."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from crm.cultivation.applications.models import Application, ApplicationJudgement
from crm.cultivation.models import Tier
from crm.people.models import User


def apply_for_title(session: Session, enterprise_id: int, number: int, by: User) -> None:
    """An application that was submitted once and sent back, with what was judged."""
    told = {"enterprise_id": enterprise_id, "target": Tier.SRDI, "purpose": "new", "state": "prepared"}
    days = {"opened_on": date(2026, 11, 2), "submitted_on": date(2026, 11, 3)}
    application = Application(number=f"SB2026-{number:06d}", **told, **days, opened_by=by.id, objections=0)
    session.add(application)
    session.flush()
    judged = {"rulebook": "srdi-2026", "rulebook_digest": "0" * 64, "digest": "0" * 64, "verdict": "near"}
    lists = {"unmet": ["rd"], "unknown": [], "named": [], "facts": {}, "conditions": {"asked": []}}
    day = days["submitted_on"]
    session.add(
        ApplicationJudgement(application_id=application.id, number=1, submitted_on=day, as_of=day, **judged, **lists)
    )

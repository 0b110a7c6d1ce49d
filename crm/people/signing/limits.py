"""How often one person may do what costs much or tells much: counted in the audit trail, so that no worker forgets."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import Allowance
from crm.db import serialise
from crm.errors import CrmError


def refuse_too_often(session: Session, person_id: int, action: str, allowance: Allowance, *, at: datetime) -> None:
    """Raise CrmError when the person has done this as often as is allowed within the time."""
    serialise(session, f"{action} {person_id}")
    oldest = audit.newest_by(session, person_id, action, place=allowance.times)
    if oldest is not None and oldest > at - timedelta(minutes=allowance.minutes):
        raise CrmError("too_often", times=allowance.times, minutes=allowance.minutes)

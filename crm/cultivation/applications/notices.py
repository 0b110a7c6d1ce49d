"""Whom a step of an application concerns; every step withdraws the notices before it as out of date."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.cultivation.applications.life import ApplicationAct
from crm.cultivation.applications.models import Application
from crm.notifications.service import Telling, tell, withdraw
from crm.people import queries as people
from crm.people.models import Role
from crm.stewards.carers import carers_of

DECIDE, TURNED, MATERIAL = "application_decide", "application_turned", "application_material"
_TO_MANAGERS = {ApplicationAct.SUBMIT}
_TO_CARERS = {
    ApplicationAct.MISS,
    ApplicationAct.SEND_BACK,
    ApplicationAct.RECOMMEND,
    ApplicationAct.OBJECT,
    ApplicationAct.GRANT,
    ApplicationAct.REFUSE,
}


def tell_of_application(session: Session, application: Application, act: str, *, on: date, at: datetime) -> int:
    """Tell the managers of what they have to review, and the carers of what was decided; returns how many."""
    withdraw(session, _reason(application), at=at)
    values = {"act": str(act), "target": application.target.value, "purpose": application.purpose.value}
    concerned = {
        DECIDE: managers(session) if act in _TO_MANAGERS else [],
        TURNED: [one.user_id for one in carers_of(session, application.enterprise_id, on)]
        if act in _TO_CARERS
        else [],
    }
    about, reason = f"application:{application.id}", _reason(application)
    tellings = [
        Telling(f"{about}:{act}:{at.isoformat()}:{user_id}", user_id, kind, values, about, reason)
        for kind, people_ids in concerned.items()
        for user_id in people_ids
    ]
    return tell(session, tellings, at=at)


def tell_of_material(
    session: Session,
    application: Application,
    material_id: int,
    user_id: int,
    *,
    text: str,
    due_on: date,
    step: str,
    at: datetime,
) -> int:
    """Tell somebody of a paper they were asked for, or that its day is there; once for each person and day."""
    about = f"application:{application.id}"
    key = f"material:{material_id}:{step}:{due_on}:{user_id}"
    values = {"text": text, "due_on": due_on.isoformat(), "step": step}
    return tell(session, [Telling(key, user_id, MATERIAL, values, about, f"material:{material_id}")], at=at)


def managers(session: Session) -> list[int]:
    """All managers."""
    return [user.id for user in people.active_with(session, Role.MANAGER)]


def _reason(application: Application) -> str:
    return f"application:{application.id}"

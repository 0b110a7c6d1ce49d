"""Whom a step or the clock of a demand concerns; every step withdraws the notices before it as out of date."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.demands import queries
from crm.demands.course.life import DemandAct
from crm.demands.joint.models import Resolution
from crm.demands.models import Demand, DemandPart
from crm.notifications.service import Telling, tell, withdraw
from crm.people import queries as people
from crm.people.models import Role
from crm.stewards.carers import carers_of

CAME, ANSWERED, DECIDE, DUE = "demand_came", "demand_answered", "demand_decide", "demand_due"
DOUBTED, RESOLVED = "demand_doubted", "joint_resolved"

_TO_HANDLERS = {
    "raise",
    DemandAct.ROUTE,
    DemandAct.TRANSFER,
    DemandAct.REOPEN,
    DemandAct.PROMISE_PASSED,
    DemandAct.GRANT_EXTENSION,
    DemandAct.REFUSE_EXTENSION,
}
_TO_CARERS = {DemandAct.ANSWER, DemandAct.PROMISE_PASSED}
_TO_MANAGERS = {DemandAct.RETURN, DemandAct.ASK_EXTENSION, DemandAct.SEND_UP, DemandAct.PAUSE}


def tell_of_step(session: Session, demand: Demand, act: str, *, on: date, at: datetime) -> int:
    """Tell those who have to act now, the managers where a department has nobody; returns how many."""
    withdraw(session, _reason(demand), at=at)
    handling = handlers_of(session, demand) if act in _TO_HANDLERS else []
    is_unattended = act in _TO_HANDLERS and not handling
    concerned = {
        CAME: [*handling, *(handlers_with(session, demand, DemandPart.JOINT) if act == DemandAct.ACCEPT else ())],
        ANSWERED: carers(session, demand, on) if act in _TO_CARERS else [],
        DECIDE: managers(session) if act in _TO_MANAGERS or is_unattended else [],
    }
    tellings = [_telling(demand, kind, act, one, at) for kind, people_ids in concerned.items() for one in people_ids]
    return tell(session, tellings, at=at)


def tell_of_clock(
    session: Session, demand: Demand, step: str, last: date, user_ids: Iterable[int], *, at: datetime
) -> int:
    """Tell people that a last day comes, is there, or is over."""
    values = {"number": demand.number, "step": step, "finish_by": last.isoformat()}
    tellings = [
        Telling(
            f"demand:{demand.id}:{demand.round}:{step}:{last}:{user_id}",
            user_id,
            DUE,
            values,
            f"demand:{demand.id}",
            _reason(demand),
        )
        for user_id in sorted(set(user_ids))
    ]
    return tell(session, tellings, at=at)


def tell_of_doubt(session: Session, demand: Demand, *, on: date, at: datetime) -> int:
    """Tell those who care for the enterprise that somebody doubts how its demand ended."""
    values = {"number": demand.number}
    tellings = [
        Telling(f"recheck:{demand.id}:{user_id}", user_id, DOUBTED, values, f"demand:{demand.id}", _reason(demand))
        for user_id in carers(session, demand, on)
    ]
    return tell(session, tellings, at=at)


def tell_of_resolution(
    session: Session, resolution_id: int, text: str, owner_id: int, due_on: date, *, at: datetime
) -> int:
    """Tell the owner what the joint meeting resolved."""
    values = {"text": text, "due_on": due_on.isoformat()}
    place = reason_of_resolution(resolution_id)
    return tell(session, [Telling(place, owner_id, RESOLVED, values, reason=place)], at=at)


def remind_of_resolution(
    session: Session, resolution: Resolution, step: str, user_ids: Iterable[int], *, at: datetime
) -> int:
    """Tell people that the day of a resolution comes (near), or is over."""
    values = {"text": resolution.text, "due_on": resolution.due_on.isoformat(), "step": step}
    place = reason_of_resolution(resolution.id)
    tellings = [Telling(f"{place}:{step}:{each}", each, RESOLVED, values, reason=place) for each in user_ids]
    return tell(session, tellings, at=at)


def reason_of_resolution(resolution_id: int) -> str:
    """What the notices of a resolution rest on: they are withdrawn once it is reported."""
    return f"resolution:{resolution_id}"


def handlers_of(session: Session, demand: Demand) -> list[int]:
    """Who took the demand in hand, while active there; else all handlers of the leading department, maybe none."""
    handling = handlers_with(session, demand, DemandPart.LEAD)
    return [demand.handler_id] if demand.handler_id in handling else handling


def handlers_with(session: Session, demand: Demand, part: DemandPart) -> list[int]:
    """All handlers of the departments that lead, or that take part while another leads."""
    parts = queries.departments_of(session, demand.id)
    theirs = [each.department_id for each in parts if each.part is part]
    return [user.id for user in queries.handlers_of(session, theirs)]


def carers(session: Session, demand: Demand, on: date) -> list[int]:
    """The steward and who stands in; the managers while the enterprise has no steward."""
    return [one.user_id for one in carers_of(session, demand.enterprise_id, on)] or managers(session)


def managers(session: Session) -> list[int]:
    """All managers."""
    return [user.id for user in people.active_with(session, Role.MANAGER)]


def _telling(demand: Demand, kind: str, act: str, user_id: int, at: datetime) -> Telling:
    values = {"number": demand.number, "act": str(act), "finish_by": demand.finish_by.isoformat()}
    key = f"demand:{demand.id}:{act}:{at.isoformat()}:{user_id}"
    return Telling(key, user_id, kind, values, f"demand:{demand.id}", _reason(demand))


def _reason(demand: Demand) -> str:
    return f"demand:{demand.id}"

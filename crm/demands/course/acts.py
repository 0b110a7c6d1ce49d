"""What each step does to a demand beside its state; guards and who may take it stand in `life.py`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.demands.course.clock import resume_clock, start_clock
from crm.demands.course.life import OPEN_STATES, DemandAct
from crm.demands.models import Demand, DemandDepartment, DemandPart, Extension, Outcome
from crm.enterprises.models import Contact
from crm.errors import CrmError
from crm.interactions.models import Channel
from crm.people.departments import queries as departments
from crm.people.models import Department
from crm.sql.claiming import execute_counting


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says with a step; each step needs some of it. `department` is an id, `into` a demand's number.

    With whom one spoke is a `contact` of the enterprise, or a name that was typed (`spoken_with`), which goes before.
    """

    why: str | None = None
    text: str | None = None
    evidence: str | None = None
    outcome: str | None = None
    day: date | None = None
    satisfaction: int | None = None
    department: int | None = None
    into: str | None = None
    channel: str | None = None
    contact: int | None = None
    spoken_with: str | None = None


NEEDS = {
    "why": "demand_needs_why",
    "text": "demand_needs_text",
    "evidence": "demand_needs_evidence",
    "outcome": "demand_needs_outcome",
    "day": "demand_needs_day",
    "satisfaction": "demand_needs_satisfaction",
    "department": "demand_needs_department",
    "into": "demand_needs_into",
    "channel": "demand_needs_channel",
    "spoken_with": "demand_needs_spoken_with",
}
"""The refusal of a step that lacks one of the things it needs."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who takes a step (None: the night), and when."""

    by: int | None
    on: date
    at: datetime


Effect = Callable[[Session, Demand, Saying, Signature], dict[str, Any]]
"""Changes the demand and returns what the event keeps of it."""


def route_to(
    session: Session, demand: Demand, department_id: int, joint_ids: Collection[int] = (), *, at: datetime
) -> None:
    """Give the demand to a department; whoever had it before has had it."""
    mine = update(DemandDepartment).where(DemandDepartment.demand_id == demand.id, DemandDepartment.to_at.is_(None))
    execute_counting(session, mine.values(to_at=at))
    parts = [(department_id, DemandPart.LEAD), *((one, DemandPart.JOINT) for one in sorted(joint_ids))]
    for each, part in parts:
        if part is DemandPart.JOINT and each == department_id:
            continue
        session.add(DemandDepartment(demand_id=demand.id, department_id=each, part=part, from_at=at))
    session.flush()


def name_contact(session: Session, demand: Demand, saying: Saying) -> Saying:
    """The same saying with the name of the contact, who is one of the enterprise; a typed name names nobody of it."""
    if saying.contact is None or saying.spoken_with:
        return replace(saying, contact=None)
    contact = session.get(Contact, saying.contact)
    if contact is None or contact.enterprise_id != demand.enterprise_id:
        raise CrmError("not_found")
    return replace(saying, spoken_with=contact.name)


def refuse_ended(department: Department) -> None:
    """Nothing goes to a department that has ended: CrmError demand_department_ended."""
    if department.ended_on is not None:
        raise CrmError("demand_department_ended", name=department.name, day=department.ended_on)


def _accept(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.handler_id = sign.by
    demand.accepted_on = demand.accepted_on or sign.on
    return {}


def _return(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.was_returned = True
    return {}


def _route(session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    department = departments.get(session, saying.department or 0)
    refuse_ended(department)
    joint = select(DemandDepartment.department_id).where(
        DemandDepartment.demand_id == demand.id,
        DemandDepartment.to_at.is_(None),
        DemandDepartment.part == DemandPart.JOINT,
    )
    route_to(session, demand, department.id, list(session.scalars(joint)), at=sign.at)
    demand.handler_id = demand.accepted_on = None
    _begin_clock(demand, sign.on)
    return {"department": department.name}


def _pause(_session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.paused_on = sign.on
    return {"evidence": saying.evidence}


def _resume(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.finish_by = resume_clock(demand.finish_by, demand.paused_on or sign.on, sign.on)
    demand.paused_on = None
    return {"finish_by": demand.finish_by.isoformat()}


def _ask_extension(_session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    if saying.day is None or saying.day <= max(demand.finish_by, sign.on):
        raise CrmError("demand_extension_not_later", day=demand.finish_by)
    demand.extension, demand.extension_to = Extension.REQUESTED, saying.day
    return {"day": saying.day.isoformat()}


def _grant_extension(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    before = demand.finish_by
    demand.extension = Extension.GRANTED
    demand.finish_by = demand.extension_to or before
    return {"before": before.isoformat(), "finish_by": demand.finish_by.isoformat()}


def _refuse_extension(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.extension = Extension.REFUSED
    return {}


def _answer(_session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    outcome = Outcome(saying.outcome or "")
    if outcome is Outcome.PLANNED:
        if saying.day is None:
            raise CrmError("demand_needs_promise")
        if saying.day <= sign.on:
            raise CrmError("demand_promise_past")
    demand.outcome, demand.answered_on, demand.call_tries = outcome, sign.on, 0
    demand.promised_on = saying.day if outcome is Outcome.PLANNED else None
    day = {"promised_on": demand.promised_on.isoformat()} if demand.promised_on else {}
    return {"outcome": outcome.value, **day}


def _try_call(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.call_tries += 1
    return {"tries": demand.call_tries}


def _call_back(_session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.reached = True
    contact = {"contact": saying.contact} if saying.contact else {}
    return {"channel": Channel(saying.channel or "").value, "spoken_with": saying.spoken_with, **contact}


def _confirm(_session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.satisfaction, demand.closed_on = saying.satisfaction, sign.on
    return {"satisfaction": saying.satisfaction}


def _close_unreached(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.reached, demand.closed_on = False, sign.on
    return {}


def _reopen(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.round += 1
    demand.outcome = demand.promised_on = demand.answered_on = demand.closed_on = demand.satisfaction = None
    demand.reached = demand.extension = demand.extension_to = None
    _begin_clock(demand, sign.on)
    return {"round": demand.round, "finish_by": demand.finish_by.isoformat()}


def _strike_off(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.struck_off_on = sign.on
    return {}


def _merge(session: Session, demand: Demand, saying: Saying, sign: Signature) -> dict[str, Any]:
    other = session.scalar(
        select(Demand).where(Demand.number == saying.into, Demand.enterprise_id == demand.enterprise_id)
    )
    if other is None or other.id == demand.id or other.state not in OPEN_STATES:
        raise CrmError("demand_merge_unfit", number=saying.into)
    demand.merged_into, demand.closed_on = other.id, sign.on
    return {"into": other.number}


def _withdraw(_session: Session, demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    demand.closed_on = sign.on
    return {}


def _say(_session: Session, _demand: Demand, _saying: Saying, sign: Signature) -> dict[str, Any]:
    return {}


def _begin_clock(demand: Demand, on: date) -> None:
    clock = start_clock(demand.level, on)
    demand.answer_by, demand.finish_by = clock.answer_by, clock.finish_by


EFFECTS: Mapping[DemandAct, Effect] = {
    DemandAct.ACCEPT: _accept,
    DemandAct.RETURN: _return,
    DemandAct.ROUTE: _route,
    DemandAct.TRANSFER: _route,
    DemandAct.CONTRIBUTE: _say,
    DemandAct.PAUSE: _pause,
    DemandAct.RESUME: _resume,
    DemandAct.ASK_EXTENSION: _ask_extension,
    DemandAct.GRANT_EXTENSION: _grant_extension,
    DemandAct.REFUSE_EXTENSION: _refuse_extension,
    DemandAct.ANSWER: _answer,
    DemandAct.TRY_CALL: _try_call,
    DemandAct.CALL_BACK: _call_back,
    DemandAct.CONFIRM: _confirm,
    DemandAct.CLOSE_UNREACHED: _close_unreached,
    DemandAct.REOPEN: _reopen,
    DemandAct.SEND_UP: _reopen,
    DemandAct.STRIKE_OFF: _strike_off,
    DemandAct.PROMISE_PASSED: _reopen,
    DemandAct.WITHDRAW: _withdraw,
    DemandAct.MERGE: _merge,
}

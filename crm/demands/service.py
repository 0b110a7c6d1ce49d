"""Raising a demand and taking the steps of its life; what each step does to the demand stands in `acts.py`."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.db import serialise
from crm.demands import queries
from crm.demands.course.acts import EFFECTS, NEEDS, Saying, Signature, name_contact, refuse_ended, route_to
from crm.demands.course.clock import start_clock
from crm.demands.course.life import DEMAND_LIFE, DemandAct, steps_open_to
from crm.demands.models import Demand, DemandEvent, DemandSource, DemandState
from crm.demands.reminders.notices import tell_of_step
from crm.enterprises.models import Contact, Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.departments import queries as departments
from crm.people.departments.service import register_waiting
from crm.steps import Step, Thing, find_step, last_step, record_step
from crm.stewards import queries as stewards

register_waiting("department_has_demands", queries.waiting_in)
_RAISE = Step("raise", "", DemandState.RAISED, frozenset())


@dataclass(frozen=True, slots=True)
class Raising:
    """What an enterprise asks for. `is_another` says that a similar open demand was looked at and this is not it."""

    category: str
    title: str
    text: str
    level: str
    department_id: int
    joint_ids: frozenset[int] = frozenset()
    source: DemandSource = DemandSource.STEWARD
    source_number: str | None = None
    contact_id: int | None = None
    is_another: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who answers a category, and how fast, unless a person says otherwise."""

    level: str
    department_id: int
    joint_ids: frozenset[int]


def propose(session: Session, category: str) -> Proposal:
    """What the district's rules propose for a category; no department (0) where none has the code.

    A joint department that has ended is left out, for the demand is answered without it; a leading one is proposed
    still, so that raising says that it has ended.
    """
    rules = service_rules().demands.categories[category]
    by_code = {one.code: one for one in departments.all_departments(session)}
    lead = by_code.get(rules.lead)
    joint = (by_code[code] for code in rules.joint if code in by_code)
    return Proposal(rules.level, lead.id if lead else 0, frozenset(one.id for one in joint if one.ended_on is None))


def raise_demand(
    session: Session,
    enterprise_id: int,
    raising: Raising,
    *,
    by: int,
    on: date,
    at: datetime,
    client_key: str | None = None,
) -> Demand:
    """Write a demand down and send it to its department; the one that `client_key` stands for already is returned."""
    serialise(session, "demand numbers")
    known = session.scalar(select(Demand).where(Demand.client_key == client_key)) if client_key else None
    if known is not None:
        return _the_same(known, enterprise_id, raising, by)
    _check(session, enterprise_id, raising)
    demand = _new(session, enterprise_id, raising, on)
    demand.raised_by, demand.raised_at, demand.client_key = by, at, client_key
    session.add(demand)
    session.flush()
    route_to(session, demand, raising.department_id, raising.joint_ids, at=at)
    record_step(session, thing_of(demand), _RAISE, by=by, at=at, finish_by=demand.finish_by.isoformat())
    tell_of_step(session, demand, _RAISE.act, on=on, at=at)
    audit.record(session, by, "demand.raised", f"enterprise:{enterprise_id}", demand=demand.id)
    return demand


def take_step(
    session: Session, demand_id: int, act: str, saying: Saying, *, by: int | None, on: date, at: datetime
) -> Demand:
    """Do something about a demand, by `DEMAND_LIFE`; raises CrmError with who was faster when it has moved on.

    Whether the person sees the demand at all is the caller's to ask; without `by` it is the night that acts.
    """
    serialise(session, f"demand {demand_id}")
    demand = session.get(Demand, demand_id, populate_existing=True)
    if demand is None:
        raise CrmError("not_found")
    actors = queries.actors_of(session, demand, by, on=on) if by is not None else frozenset({"night"})
    step = next((one for one in steps_open_to(demand, actors) if one.act == act), None)
    if step is None:
        raise _refusal(session, demand, act, actors)
    saying = name_contact(session, demand, saying)
    _check_needs(step, saying)
    detail = EFFECTS[DemandAct(act)](session, demand, saying, Signature(by, on, at))
    demand.state = DemandState(step.after)
    session.flush()
    record_step(session, thing_of(demand), step, by=by, at=at, why=saying.why or saying.text, **detail)
    tell_of_step(session, demand, act, on=on, at=at)
    audit.record(session, by, f"demand.{act}", f"demand:{demand.id}", state=step.after)
    return demand


def _new(session: Session, enterprise_id: int, raising: Raising, on: date) -> Demand:
    clock = start_clock(raising.level, on)
    return Demand(
        number=_next_number(session, on),
        enterprise_id=enterprise_id,
        category=raising.category,
        level=raising.level,
        source=raising.source,
        source_number=raising.source_number,
        contact_id=raising.contact_id,
        title=raising.title,
        text=raising.text,
        raised_on=on,
        state=DemandState.RAISED,
        answer_by=clock.answer_by,
        finish_by=clock.finish_by,
    )


def thing_of(demand: Demand) -> Thing:
    """The demand as its events name it."""
    return Thing(DemandEvent, "demand_id", demand.id)


def _check_needs(step: Step, saying: Saying) -> None:
    for name, code in NEEDS.items():
        if name in step.needs and not getattr(saying, name):
            raise CrmError(code)


def _refusal(session: Session, demand: Demand, act: str, actors: Set[str]) -> CrmError:
    """What the step waits for or was used up by; else how the demand stands, and who brought it there."""
    if act in _SPENT and find_step(DEMAND_LIFE, act, demand.state, actors) is not None:
        return _SPENT[DemandAct(act)](demand)
    last = last_step(session, thing_of(demand))
    if last is None:
        return CrmError("forbidden")
    who = people.names(session, {last.by} if last.by else set()).get(last.by, "—")
    told = {"number": demand.number, "state": demand.state, "by": who, "act": last.act, "at": last.at}
    return CrmError("demand_moved_on", **told, why=last.why or "—")


def _refuse_extension(demand: Demand) -> CrmError:
    told = {"number": demand.number, "extension": demand.extension, "day": demand.finish_by}
    return CrmError("demand_extension_once", **told)


def _refuse_return(demand: Demand) -> CrmError:
    return CrmError("demand_returned_once", number=demand.number, day=demand.answer_by)


def _refuse_unreached(demand: Demand) -> CrmError:
    needed = service_rules().demands.call_tries
    return CrmError("demand_calls_missing", number=demand.number, tries=demand.call_tries, needed=needed)


_SPENT = {
    DemandAct.ASK_EXTENSION: _refuse_extension,
    DemandAct.RETURN: _refuse_return,
    DemandAct.CLOSE_UNREACHED: _refuse_unreached,
}
"""Steps the state allows and the demand does not any more, or not yet."""


def _check(session: Session, enterprise_id: int, raising: Raising) -> None:
    enterprise = session.get(Enterprise, enterprise_id)
    if enterprise is None:
        raise CrmError("not_found")
    rules = service_rules().demands
    if raising.category not in rules.categories or raising.level not in rules.levels:
        raise CrmError("bad_request")
    care = stewards.standing(session, enterprise_id)
    if enterprise.deregistered_on is not None or (care.assignment_id is None and not care.queued):
        raise CrmError("demand_enterprise_left", name=enterprise.name)
    contact = session.get(Contact, raising.contact_id) if raising.contact_id else None
    if raising.contact_id and (contact is None or contact.enterprise_id != enterprise_id):
        raise CrmError("not_found")
    for department_id in {raising.department_id, *raising.joint_ids}:
        refuse_ended(departments.get(session, department_id))
    _check_alone(session, enterprise_id, raising)


def _check_alone(session: Session, enterprise_id: int, raising: Raising) -> None:
    if raising.source_number:
        sent = select(Demand.number).where(
            Demand.source == raising.source, Demand.source_number == raising.source_number
        )
        number = session.scalar(sent)
        if number:
            raise CrmError("demand_source_known", source_number=raising.source_number, number=number)
    similar = next(
        (one for one in queries.unfinished_of(session, enterprise_id) if one.demand.category == raising.category),
        None,
    )
    if similar is not None and not raising.is_another:
        raise CrmError("demand_similar", number=similar.demand.number, title=similar.demand.title)


def _the_same(known: Demand, enterprise_id: int, raising: Raising, by: int) -> Demand:
    """The demand that stands, unless the key is somebody else's or other words were sent with it."""
    if (known.enterprise_id, known.raised_by) != (enterprise_id, by):
        raise CrmError("changed_meanwhile")
    if (known.title, known.text, known.category) != (raising.title, raising.text, raising.category):
        raise CrmError("demand_already_sent", number=known.number)
    return known


def _next_number(session: Session, on: date) -> str:
    """SQ2026-0001: counted within the year."""
    start = f"SQ{on.year}-"
    latest = session.scalar(select(func.max(Demand.number)).where(Demand.number.startswith(start)))
    count = int(latest.removeprefix(start)) + 1 if latest else 1
    return f"{start}{count:06d}"

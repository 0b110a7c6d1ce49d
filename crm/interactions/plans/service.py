"""Planning a contact, moving it, joining a colleague's, dropping it. What a record does to plans is in `keeping`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.ceiling import is_plan_above
from crm.interactions.models import ContactPurpose, PlanEvent, PlannedContact, PlanState
from crm.interactions.plans import queries
from crm.interactions.plans.life import PLAN_LIFE, PlanAct
from crm.interactions.quiet.queries import quiet_on
from crm.notifications.service import Telling, tell
from crm.people import queries as people
from crm.people.models import Role
from crm.steps import Thing, record_step


@dataclass(frozen=True, slots=True)
class PlanWish:
    """When somebody means to go, what for, and with whom; who joins a colleague goes on the colleague's day."""

    planned_on: date
    purpose: ContactPurpose | None = None
    note: str | None = None
    asked_for: bool = False
    with_id: int | None = None
    ceiling_why: str | None = None


def plan_contact(
    session: Session, enterprise_id: int, wish: PlanWish, *, by: int, on: date, at: datetime, seen: int | None = None
) -> PlannedContact:
    """Plan a contact, or move the one that is planned; each has one plan an enterprise.

    `seen` is the version of the plan that was on the page, 0 for none; None asks for no such check.
    """
    enterprise = claim_plans(session, enterprise_id)
    plans = queries.open_plans(session, enterprise_id)
    for_steward = queries.acts_for_steward(session, enterprise_id, by, on)
    standing = queries.plan_in(plans, by, for_steward=for_steward)
    if seen is not None and seen != (standing.version if standing else 0):
        raise CrmError("plan_changed_meanwhile")
    lead = _find_lead(plans, wish, standing)
    _check(session, enterprise, wish, lead, standing, on)
    plan = standing or _begin(session, enterprise_id, wish, by=by, on=on, for_steward=for_steward)
    _change(session, plan, wish, lead, by=by, at=at, is_new=standing is None)
    if lead is not None:
        tell_planner(session, lead, "joined", at=at, by=by, day=lead.planned_on)
    audit.record(session, by, "contact.planned", f"enterprise:{enterprise_id}", plan=plan.id, day=plan.planned_on)
    return plan


def drop_plan(
    session: Session, enterprise_id: int, plan_id: int, *, why: str, by: int, on: date, at: datetime
) -> None:
    """Call a planned contact off, saying why; whoever joined it goes alone and is told."""
    claim_plans(session, enterprise_id)
    plan = own_plan(session, enterprise_id, plan_id, by=by, on=on)
    if not why.strip():
        raise CrmError("plan_dropped_without_reason")
    call_off(session, plan, why=why.strip(), by=by, at=at)
    audit.record(session, by, "contact.dropped", f"enterprise:{enterprise_id}", plan=plan.id)


def call_off(session: Session, plan: PlannedContact, *, why: str, by: int, at: datetime) -> None:
    """Drop a plan for whatever reason; whoever joined it goes alone and is told."""
    joined = _joined(session, plan)
    take_step(session, plan, PlanAct.DROP, by=by, at=at, why=why)
    for each in joined:
        tell_planner(session, each, "left", at=at, by=by, day=plan.planned_on)


def own_plan(session: Session, enterprise_id: int, plan_id: int, *, by: int, on: date) -> PlannedContact:
    """A plan that is still ahead, for who may change it: who made it, the enterprise's carers, a manager."""
    plan = queries.plan_at(session, enterprise_id, plan_id)
    if plan.state is not PlanState.PLANNED:
        raise CrmError("plan_not_ahead")
    is_theirs = plan.user_id == by and not plan.is_stewards
    carries = plan.is_stewards and queries.acts_for_steward(session, enterprise_id, by, on)
    if not (is_theirs or carries or Role.MANAGER in people.roles_of(session, by)):
        raise CrmError("plan_of_somebody_else")
    return plan


def claim_plans(session: Session, enterprise_id: int) -> Enterprise:
    """Be alone with the plans of an enterprise until the commit."""
    serialise(session, f"plans of {enterprise_id}")
    enterprise = session.get(Enterprise, enterprise_id)
    if enterprise is None:
        raise CrmError("not_found")
    return enterprise


def take_step(
    session: Session,
    plan: PlannedContact,
    act: PlanAct,
    *,
    by: int | None,
    at: datetime,
    why: str | None = None,
    **detail: Any,
) -> None:
    """Bring a plan one step on, by the table of its life; a step it does not know is a fault of the program.

    Who had joined one that is not ahead any more still means to go, alone.
    """
    step = next(step for step in PLAN_LIFE if (step.act, step.before) == (act, plan.state))
    plan.state = PlanState(step.after)
    plan.version += 1
    record_step(session, Thing(PlanEvent, "plan_id", plan.id), step, by=by, at=at, why=why, **detail)
    for joined in _joined(session, plan) if plan.state is not PlanState.PLANNED else ():
        joined.with_id = None
        take_step(session, joined, PlanAct.LEAVE_ALONE, by=by, at=at)


def check_day(session: Session, enterprise: Enterprise, wish: PlanWish, *, on: date, but: int | None = None) -> None:
    """Refuse a day that is over, an enterprise that is gone by then, and to disturb it without a reason."""
    if wish.planned_on < on:
        raise CrmError("next_contact_in_the_past")
    if enterprise.deregistered_on is not None and enterprise.deregistered_on <= wish.planned_on:
        raise CrmError("plan_for_gone_enterprise", name=enterprise.name, day=enterprise.deregistered_on)
    if wish.asked_for or wish.ceiling_why:
        return
    quiet = quiet_on(session, enterprise.id, wish.planned_on)
    if quiet is not None:
        raise CrmError("plan_in_quiet_period", day=quiet.until, reason=quiet.why)
    if wish.with_id is None and is_plan_above(session, enterprise.id, wish.planned_on, but=but):
        raise CrmError("plan_above_ceiling", month=wish.planned_on.month)


def _check(
    session: Session,
    enterprise: Enterprise,
    wish: PlanWish,
    lead: PlannedContact | None,
    standing: PlannedContact | None,
    on: date,
) -> None:
    if lead is not None and standing is not None and _joined(session, standing):
        raise CrmError("plan_is_joined")
    day = lead.planned_on if lead is not None else wish.planned_on
    check_day(session, enterprise, replace(wish, planned_on=day), on=on, but=standing.id if standing else None)


def _find_lead(
    plans: Sequence[PlannedContact], wish: PlanWish, standing: PlannedContact | None
) -> PlannedContact | None:
    """The plan that is joined; joining who has joined is joining the one they go with."""
    if wish.with_id is None:
        return None
    by_id = {plan.id: plan for plan in plans}
    lead = by_id.get(wish.with_id)
    if lead is not None and lead.with_id is not None:
        lead = by_id.get(lead.with_id)
    if lead is None or lead is standing:
        raise CrmError("plan_to_join_gone")
    return lead


def _begin(
    session: Session, enterprise_id: int, wish: PlanWish, *, by: int, on: date, for_steward: bool
) -> PlannedContact:
    plan = PlannedContact(
        enterprise_id=enterprise_id,
        user_id=by,
        is_stewards=for_steward,
        planned_on=wish.planned_on,
        made_on=on,
        state=PlanState.PLANNED,
        version=1,
    )
    session.add(plan)
    return plan


def _change(
    session: Session,
    plan: PlannedContact,
    wish: PlanWish,
    lead: PlannedContact | None,
    *,
    by: int,
    at: datetime,
    is_new: bool,
) -> None:
    """Write the wish into the plan; who goes along with it goes on the new day."""
    before = plan.planned_on
    plan.planned_on = lead.planned_on if lead is not None else wish.planned_on
    plan.with_id = lead.id if lead is not None else None
    plan.purpose, plan.note = wish.purpose, wish.note
    plan.asked_for, plan.ceiling_why = wish.asked_for, wish.ceiling_why
    session.flush()
    if is_new:
        return
    act = PlanAct.JOIN if lead is not None else PlanAct.MOVE
    take_step(session, plan, act, by=by, at=at, day_before=before.isoformat(), day=plan.planned_on.isoformat())
    for joined in _joined(session, plan) if plan.planned_on != before else ():
        joined.planned_on = plan.planned_on
        take_step(session, joined, PlanAct.MOVE, by=by, at=at, day_before=before.isoformat())
        tell_planner(session, joined, "moved", at=at, by=by, day=plan.planned_on)


def _joined(session: Session, plan: PlannedContact) -> list[PlannedContact]:
    joined = select(PlannedContact).where(PlannedContact.with_id == plan.id, queries.is_open())
    return list(session.scalars(joined.order_by(PlannedContact.id)))


def tell_planner(session: Session, plan: PlannedContact, what: str, *, at: datetime, by: int, day: date) -> None:
    """Tell who goes by a plan what a colleague did to it; each version once, and nobody of their own act."""
    goer = queries.goer_of(session, plan)
    if goer == by:
        return
    telling = Telling(
        key=f"plan:{plan.id}:{plan.version}:{what}:{by}",
        user_id=goer,
        kind="plan",
        values={"what": what, "by": people.names(session, {by})[by], "day": day.isoformat()},
        about=f"identity:{plan.enterprise_id}",
        reason=f"plan:{plan.id}",
    )
    tell(session, [telling], at=at)

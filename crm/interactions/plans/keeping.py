"""What a record of a contact does to plans: it keeps the one it was planned by, and promises the next one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.db import slices
from crm.enterprises.models import Enterprise
from crm.interactions.models import Interaction, PlannedContact, PlanState
from crm.interactions.plans import queries
from crm.interactions.plans.life import PlanAct
from crm.interactions.plans.service import PlanWish, call_off, check_day, claim_plans, take_step
from crm.people import queries as people
from crm.people.models import Role

WITHDRAWN = "record taken back"


@dataclass(frozen=True, slots=True)
class KeptContact:
    """A record that may keep plans: who was there, and whether the next contact was promised for a day."""

    record: Interaction
    companions: frozenset[int]


def follow_plans(session: Session, kept: KeptContact, *, by: int, on: date, at: datetime) -> None:
    """Keep the plan the contact was had by, and plan the next one; a late entry for an earlier day moves nothing.

    A plan for exactly the day that the record names next simply stands.
    """
    record = kept.record
    enterprise = claim_plans(session, record.enterprise_id)
    plans = queries.open_plans(session, enterprise.id)
    if not plans and record.next_contact_on is None:
        return
    for_steward = queries.acts_for_steward(session, enterprise.id, by, on)
    mine = queries.plan_in(plans, by, for_steward=for_steward)
    if mine is not None:
        stands = mine.planned_on == record.next_contact_on and mine.planned_on > record.held_on
        if stands or record.held_on < mine.made_on:
            return
        _keep(session, mine, plans, kept, by=by, at=at)
    if not for_steward:
        _keep_for_steward(session, plans, kept, by=by, at=at)
    if record.next_contact_on is not None and record.next_contact_on >= on:
        _promise(session, enterprise, record, record.next_contact_on, on, for_steward=for_steward)


def undo(session: Session, record: Interaction, *, by: int, at: datetime) -> None:
    """The record counts no more: what it promised is dropped, what it had kept is ahead again."""
    claim_plans(session, record.enterprise_id)
    promised = select(PlannedContact).where(PlannedContact.origin_id == record.id, queries.is_open())
    for plan in session.scalars(promised.order_by(PlannedContact.id)):
        call_off(session, plan, why=WITHDRAWN, by=by, at=at)
    leading = select(PlannedContact.id).where(PlannedContact.interaction_id == record.id)
    kept = select(PlannedContact).where(
        PlannedContact.state == PlanState.KEPT,
        or_(
            PlannedContact.interaction_id == record.id,
            PlannedContact.with_id.in_(leading) & PlannedContact.interaction_id.is_(None),
        ),
    )
    for plan in session.scalars(kept.order_by(PlannedContact.id)):
        _reopen(session, plan, by=by, at=at)


def keep_reached(session: Session, records: Sequence[Interaction], *, at: datetime) -> None:
    """Records that came in together keep the plans whose day they reach: of their author, or of the steward."""
    by_enterprise: dict[int, list[Interaction]] = defaultdict(list)
    for record in records:
        by_enterprise[record.enterprise_id].append(record)
    for plan in _open_at(session, list(by_enterprise)):
        reaching = (
            record
            for record in by_enterprise[plan.enterprise_id]
            if record.held_on >= plan.planned_on and (plan.is_stewards or record.author_id == plan.user_id)
        )
        first = min(reaching, key=lambda record: (record.held_on, record.id), default=None)
        if first is not None and not _has_kept(session, first):
            plan.interaction_id = first.id
            take_step(session, plan, PlanAct.KEEP, by=first.author_id, at=at, interaction=first.id)


def _keep(
    session: Session,
    mine: PlannedContact,
    plans: Sequence[PlannedContact],
    kept: KeptContact,
    *,
    by: int,
    at: datetime,
) -> None:
    """The plan, and those of the colleagues who were there with it; one record keeps them all, once by its number."""
    root = next((plan for plan in plans if plan.id == mine.with_id), mine)
    there = {by, *kept.companions}
    visit = [root, *(plan for plan in plans if plan.with_id == root.id)]
    group = [plan for plan in visit if plan is mine or queries.goer_of(session, plan) in there]
    group[0].interaction_id = kept.record.id
    for plan in reversed(group):  # the one they go with comes last: then only who was not there is left to go alone
        take_step(session, plan, PlanAct.KEEP, by=by, at=at, interaction=kept.record.id)


def _keep_for_steward(
    session: Session, plans: Sequence[PlannedContact], kept: KeptContact, *, by: int, at: datetime
) -> None:
    """A manager who was in touch has done what the steward had promised; the manager's own plan goes along."""
    plan = queries.plan_in(plans, by, for_steward=True)
    if plan is None or plan.state is not PlanState.PLANNED or kept.record.held_on < plan.made_on:
        return
    if Role.MANAGER not in people.roles_of(session, by):
        return
    own = next((each for each in plans if each.interaction_id == kept.record.id), None)
    if own is not None:
        own.interaction_id, own.with_id = None, plan.id
        session.flush()
    plan.interaction_id = kept.record.id
    take_step(session, plan, PlanAct.KEEP, by=by, at=at, interaction=kept.record.id)


def _promise(
    session: Session, enterprise: Enterprise, record: Interaction, planned_on: date, on: date, *, for_steward: bool
) -> PlannedContact:
    """The next contact, promised in the record for a day."""
    wish = PlanWish(planned_on, ceiling_why=record.ceiling_why)
    check_day(session, enterprise, wish, on=on)
    plan = PlannedContact(
        enterprise_id=enterprise.id,
        user_id=record.author_id,
        is_stewards=for_steward,
        planned_on=planned_on,
        ceiling_why=record.ceiling_why,
        made_on=record.held_on,
        origin_id=record.id,
        state=PlanState.PLANNED,
        version=1,
    )
    session.add(plan)
    session.flush()
    return plan


def _reopen(session: Session, plan: PlannedContact, *, by: int, at: datetime) -> None:
    """Ahead again, unless another plan has taken its place meanwhile."""
    plans = queries.open_plans(session, plan.enterprise_id)
    if queries.plan_in(plans, plan.user_id, for_steward=plan.is_stewards) is not None:
        return
    plan.interaction_id = None
    lead = next((each for each in plans if each.id == plan.with_id), None)
    if lead is None or lead.planned_on != plan.planned_on:
        plan.with_id = None
    take_step(session, plan, PlanAct.REOPEN, by=by, at=at, why=WITHDRAWN)
    session.flush()


def _open_at(session: Session, enterprise_ids: Sequence[int]) -> list[PlannedContact]:
    found: list[PlannedContact] = []
    for part in slices(enterprise_ids):
        mine = select(PlannedContact).where(PlannedContact.enterprise_id.in_(part), queries.is_open())
        found.extend(session.scalars(mine.order_by(PlannedContact.id)))
    return found


def _has_kept(session: Session, record: Interaction) -> bool:
    kept = select(PlannedContact.id).where(PlannedContact.interaction_id == record.id)
    return session.scalar(kept) is not None

"""Naming who stands beside the steward, and promising, fulfilling and giving up what a year's plan holds."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.models import ContactPurpose, Interaction
from crm.interactions.support import queries
from crm.interactions.support.life import ITEM_LIFE, ItemAct
from crm.interactions.support.models import (
    ItemState,
    PlanItemEvent,
    ServicePlan,
    ServicePlanItem,
    TeamMember,
    TeamPart,
)
from crm.people import queries as people
from crm.people.departments import queries as departments
from crm.people.departments.service import register_waiting
from crm.steps import Thing, find_step, last_step, record_step

_LONGEST_TEXT, _LONGEST_LINE = 500, 50
_MOBILE = re.compile(r"1[3-9]\d{9}")

register_waiting("department_has_promises", queries.count_promised_by)


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Who is named: a department's contact, or the leader; `telephone` is an office line, never a mobile."""

    part: TeamPart
    name: str
    department_id: int | None = None
    position: str | None = None
    telephone: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What an enterprise is promised, in which aspect, by whom and by when."""

    aspect: ContactPurpose
    text: str
    due_on: date
    department_id: int | None = None


def name_member(session: Session, enterprise_id: int, card: MemberCard, *, by: int, on: date) -> TeamMember:
    """Name the leader or a department's contact, in place of whoever was; the same card sent twice is one."""
    _claim(session, enterprise_id, on)
    _check_card(session, card)
    part = TeamMember.part == card.part
    theirs = part if card.part is TeamPart.LEADER else part & (TeamMember.department_id == card.department_id)
    former = session.scalar(
        select(TeamMember).where(TeamMember.enterprise_id == enterprise_id, TeamMember.to_on.is_(None), theirs)
    )
    if former is not None and _says(former) == card:
        return former
    if former is not None:
        former.to_on, former.ended_by = on, by
        session.flush()
    member = TeamMember(
        enterprise_id=enterprise_id,
        part=card.part,
        department_id=card.department_id,
        name=card.name,
        position=card.position,
        telephone=card.telephone,
        from_on=on,
        named_by=by,
    )
    session.add(member)
    session.flush()
    audit.record(session, by, "team.named", f"enterprise:{enterprise_id}", member=member.id, part=card.part)
    return member


def end_member(session: Session, enterprise_id: int, member_id: int, *, by: int, on: date) -> None:
    """Somebody stands beside the steward no more; the row stays."""
    serialise(session, f"support of {enterprise_id}")
    member = session.get(TeamMember, member_id, populate_existing=True)
    if member is None or member.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    if member.to_on is not None:
        raise CrmError("member_already_ended", name=member.name, day=member.to_on)
    member.to_on, member.ended_by = on, by
    audit.record(session, by, "team.ended", f"enterprise:{enterprise_id}", member=member.id, part=member.part)


def promise(session: Session, enterprise_id: int, wish: Promise, *, by: int, on: date) -> ServicePlanItem:
    """Put a promise into the plan of the year of its day; the same one sent twice is one."""
    _claim(session, enterprise_id, on)
    _check_promise(session, wish, on)
    plan = _plan(session, enterprise_id, wish.due_on.year, by=by, on=on)
    known = session.scalar(
        select(ServicePlanItem).where(
            ServicePlanItem.plan_id == plan.id,
            ServicePlanItem.state == ItemState.PROMISED,
            ServicePlanItem.aspect == wish.aspect,
            ServicePlanItem.text == wish.text,
            ServicePlanItem.due_on == wish.due_on,
            ServicePlanItem.department_id.is_not_distinct_from(wish.department_id),
        )
    )
    if known is not None:
        return known
    item = ServicePlanItem(
        plan_id=plan.id,
        aspect=wish.aspect,
        text=wish.text,
        department_id=wish.department_id,
        due_on=wish.due_on,
        state=ItemState.PROMISED,
        made_by=by,
        made_on=on,
    )
    session.add(item)
    session.flush()
    audit.record(
        session, by, "promise.made", f"enterprise:{enterprise_id}", item=item.id, aspect=item.aspect, due=item.due_on
    )
    return item


def take_item_step(
    session: Session,
    enterprise_id: int,
    item_id: int,
    act: str,
    *,
    why: str,
    by: int,
    at: datetime,
    interaction_id: int | None = None,
) -> ServicePlanItem:
    """Fulfil a promise, give it up or take it up again, by `ITEM_LIFE`; `why` says how or why."""
    serialise(session, f"support of {enterprise_id}")
    item = queries.item_of(session, enterprise_id, item_id)
    thing = Thing(PlanItemEvent, "item_id", item.id)
    step = find_step(ITEM_LIFE, act, item.state, people.roles_of(session, by))
    if step is None:
        raise _refusal(session, thing)
    if not why.strip():
        raise CrmError("promise_step_without_why")
    kept_by = _service(session, enterprise_id, interaction_id) if act == ItemAct.FULFIL else None
    item.state, item.interaction_id = ItemState(step.after), kept_by
    record_step(session, thing, step, by=by, at=at, why=why.strip())
    audit.record(session, by, f"promise.{step.act}", f"enterprise:{enterprise_id}", item=item.id)
    return item


def _refusal(session: Session, thing: Thing) -> CrmError:
    last = last_step(session, thing)
    if last is None:
        return CrmError("forbidden")
    who = people.names(session, {last.by}).get(last.by, "—")
    return CrmError("promise_moved_on", by=who, why=last.why or "—")


def _claim(session: Session, enterprise_id: int, on: date) -> Enterprise:
    """Be alone with what the enterprise is promised; nothing is promised to one that is gone."""
    serialise(session, f"support of {enterprise_id}")
    enterprise = session.get(Enterprise, enterprise_id, populate_existing=True)
    if enterprise is None:
        raise CrmError("not_found")
    if enterprise.deregistered_on is not None and enterprise.deregistered_on <= on:
        raise CrmError("support_of_gone_enterprise", name=enterprise.name, day=enterprise.deregistered_on)
    return enterprise


def _check_card(session: Session, card: MemberCard) -> None:
    if not card.name.strip() or max(len(text or "") for text in (card.name, card.position)) > _LONGEST_LINE:
        raise CrmError("member_name_unfit", most=_LONGEST_LINE)
    if card.part is TeamPart.DEPARTMENT and card.department_id is None:
        raise CrmError("member_needs_department")
    if card.telephone and _MOBILE.search(re.sub(r"[\s-]", "", card.telephone)):
        raise CrmError("member_mobile")
    _check_department(session, card.department_id)


def _check_promise(session: Session, wish: Promise, on: date) -> None:
    if not wish.text.strip() or len(wish.text) > _LONGEST_TEXT:
        raise CrmError("promise_text_unfit", most=_LONGEST_TEXT)
    if wish.due_on < on:
        raise CrmError("promise_in_the_past")
    if wish.due_on.year > on.year + 1:
        raise CrmError("promise_too_far", year=on.year + 1)
    _check_department(session, wish.department_id)


def _check_department(session: Session, department_id: int | None) -> None:
    """Nothing is promised for a department that has ended; ending one waits for this commit."""
    if department_id is None:
        return
    serialise(session, f"department {department_id}")
    department = departments.get(session, department_id)
    session.refresh(department)
    if department.ended_on is not None:
        raise CrmError("support_department_ended", name=department.name, day=department.ended_on)


def _plan(session: Session, enterprise_id: int, year: int, *, by: int, on: date) -> ServicePlan:
    plan = session.scalar(
        select(ServicePlan).where(ServicePlan.enterprise_id == enterprise_id, ServicePlan.year == year)
    )
    if plan is None:
        plan = ServicePlan(enterprise_id=enterprise_id, year=year, made_by=by, made_on=on)
        session.add(plan)
        session.flush()
    return plan


def _service(session: Session, enterprise_id: int, interaction_id: int | None) -> int | None:
    """The service that fulfilled it: of this enterprise, and not withdrawn."""
    if interaction_id is None:
        return None
    recorded = session.get(Interaction, interaction_id)
    if recorded is None or recorded.enterprise_id != enterprise_id or recorded.is_withdrawn:
        raise CrmError("promise_service_unfit")
    return recorded.id


def _says(member: TeamMember) -> MemberCard:
    return MemberCard(member.part, member.name, member.department_id, member.position, member.telephone)

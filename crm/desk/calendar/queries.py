"""Reads of calendar feeds: whose a token is, and what stands in that person's calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.cultivation.duties.models import DutyKind, TitleDuty
from crm.cultivation.duties.upkeep import is_waiting
from crm.desk.calendar.models import CalendarFeed
from crm.enterprises.models import Enterprise
from crm.interactions.models import ContactPurpose, PlannedContact
from crm.interactions.plans.queries import select_announced
from crm.people.models import User, UserState
from crm.people.queries import token_hash
from crm.stewards.models import Assignment


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """A contact the person means to have."""

    plan_id: int
    enterprise_id: int
    name: str
    day: date
    purpose: ContactPurpose | None


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """The last day of a duty of an enterprise in the person's care."""

    duty_id: int
    enterprise_id: int
    name: str
    day: date
    kind: DutyKind


def open_feed(session: Session, user_id: int) -> CalendarFeed | None:
    """The address a person has now."""
    return session.scalar(
        select(CalendarFeed).where(CalendarFeed.user_id == user_id, CalendarFeed.ended_at.is_(None))
    )


def feed_behind(session: Session, token: str) -> CalendarFeed | None:
    """The feed a token stands for, as long as neither it nor the account was ended."""
    known = select(CalendarFeed).join(User, User.id == CalendarFeed.user_id)
    still = CalendarFeed.token_hash == token_hash(token), CalendarFeed.ended_at.is_(None)
    return session.scalar(known.where(*still, User.state == UserState.ACTIVE))


def own_plans(session: Session, user_id: int, within: ColumnElement[bool], *, since: date) -> Sequence[OwnPlan]:
    """What the person means to do at enterprises within a scope, the earliest first."""
    announced = select_announced(PlannedContact.planned_on >= since).subquery()
    rows = (
        select(announced.c.plan_id, Enterprise.id, Enterprise.name, announced.c.planned_on, announced.c.purpose)
        .join(Enterprise, Enterprise.id == announced.c.enterprise_id)
        .where(announced.c.user_id == user_id, within)
        .order_by(announced.c.planned_on, announced.c.plan_id)
    )
    return [OwnPlan(*row) for row in session.execute(rows)]


def own_duties(session: Session, user_id: int) -> Sequence[OwnDuty]:
    """What waits at the enterprises the person is the steward of, the first due first."""
    rows = (
        select(TitleDuty.id, Enterprise.id, Enterprise.name, TitleDuty.due_on, TitleDuty.kind)
        .join(Enterprise, Enterprise.id == TitleDuty.enterprise_id)
        .join(Assignment, Assignment.enterprise_id == Enterprise.id)
        .where(Assignment.is_open, Assignment.steward_id == user_id, is_waiting())
        .order_by(TitleDuty.due_on, TitleDuty.id)
    )
    return [OwnDuty(*row) for row in session.execute(rows)]

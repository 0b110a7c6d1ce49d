"""Who supports an enterprise beside its steward, and the yearly plan of what it is promised."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, enterprise_key, key, long_text, short_text, user_key
from crm.interactions.models import ContactPurpose
from crm.steps import StepEvent

_OPEN_LEADER = text("to_on IS NULL AND part = 'leader'")
_OPEN_MEMBER = text("to_on IS NULL AND part = 'department'")


class TeamPart(StrEnum):
    """联系领导, of whom there is one, or the named contact of a department."""

    LEADER = "leader"
    DEPARTMENT = "department"


class TeamMember(Base):
    """Somebody who stands beside the steward from a day until another takes over; known by name, not by an account."""

    __tablename__ = "service_team_members"
    __table_args__ = (
        CheckConstraint("part <> 'department' OR department_id IS NOT NULL", name="contact_of_a_department"),
        Index(
            "uq_service_team_members_leader",
            "enterprise_id",
            unique=True,
            sqlite_where=_OPEN_LEADER,
            postgresql_where=_OPEN_LEADER,
        ),
        Index(
            "uq_service_team_members_department",
            "enterprise_id",
            "department_id",
            unique=True,
            sqlite_where=_OPEN_MEMBER,
            postgresql_where=_OPEN_MEMBER,
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    part: Mapped[TeamPart]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    name: Mapped[short_text]
    position: Mapped[short_text | None]
    telephone: Mapped[code_text | None]
    from_on: Mapped[date]
    named_by: Mapped[user_key]
    to_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ServicePlan(Base):
    """服务包 of one enterprise for one calendar year."""

    __tablename__ = "service_plans"
    __table_args__ = (Index("uq_service_plans_year", "enterprise_id", "year", unique=True),)

    id: Mapped[key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    year: Mapped[int]
    made_by: Mapped[user_key]
    made_on: Mapped[date]


class ItemState(StrEnum):
    """Promised, fulfilled, or given up with its reason."""

    PROMISED = "promised"
    FULFILLED = "fulfilled"
    GIVEN_UP = "given_up"


class ServicePlanItem(Base):
    """One promise in one of the five aspects; without a department it is the steward's own.

    `interaction_id` is the service by which it was fulfilled, where one was recorded.
    """

    __tablename__ = "service_plan_items"
    __table_args__ = (
        CheckConstraint("interaction_id IS NULL OR state = 'fulfilled'", name="service_of_fulfilled"),
        Index(None, "plan_id", "state"),
        Index(None, "state", "due_on"),
        Index(None, "department_id", "state"),
    )

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("service_plans.id"))
    aspect: Mapped[ContactPurpose]
    text: Mapped[long_text]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    due_on: Mapped[date]
    state: Mapped[ItemState]
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))
    made_by: Mapped[user_key]
    made_on: Mapped[date]


class PlanItemEvent(StepEvent, Base):
    """A step in the life of a promise."""

    __tablename__ = "service_plan_item_events"
    __table_args__ = (Index(None, "item_id", "number", unique=True),)

    item_id: Mapped[int] = mapped_column(ForeignKey("service_plan_items.id"))

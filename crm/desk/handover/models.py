"""Sheets of handing over, with their items."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, long_text, short_text, user_key
from crm.steps import StepEvent


class ItemKind(StrEnum):
    """What may have to be taken over at an enterprise, in the order of a sheet; the enterprise itself always has."""

    ENTERPRISE = "enterprise"
    TELL = "tell"
    DEMAND = "demand"
    APPLICATION = "application"
    CLAIM = "claim"
    PROMISE = "promise"
    PLAN = "plan"
    SERVICE = "service"
    CONTACT = "contact"
    FLAG = "flag"
    NOTICE = "notice"


class Handover(Base):
    """One steward hands enterprises to another: made with the assignment, accepted with its last item.

    `first_contact_by` is the last working day on which the receiver has been in touch with each of them.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="to_somebody_else"),
        CheckConstraint("accepted_on IS NULL OR withdrawn_on IS NULL", name="accepted_or_withdrawn"),
        Index(None, "to_id", "accepted_on"),
        Index(None, "made_on"),
    )

    id: Mapped[key]
    from_id: Mapped[user_key]
    to_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_on: Mapped[date]
    why: Mapped[short_text]
    first_contact_by: Mapped[date]
    accepted_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class HandoverEvent(StepEvent, Base):
    """A step in the life of a sheet."""

    __tablename__ = "handover_events"
    __table_args__ = (Index(None, "handover_id", "number", unique=True),)

    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"))


class HandoverItem(Base):
    """One thing to take over; `ref` is the row it is about. An objection stands until the item is accepted.

    The notices the giver had not read are one item an enterprise: `ref` is the newest, `notices` their number.
    """

    __tablename__ = "handover_items"
    __table_args__ = (Index(None, "enterprise_id"),)

    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    kind: Mapped[ItemKind] = mapped_column(primary_key=True)
    ref: Mapped[int] = mapped_column(primary_key=True)
    accepted_on: Mapped[date | None]
    objected_on: Mapped[date | None]
    remark: Mapped[long_text | None]
    notices: Mapped[int | None]

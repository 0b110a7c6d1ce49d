"""Joint matters with their demands, joint meetings with their agenda, and what they resolved."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, code_text, key, long_text, user_key

_STANDING = text("state IN ('proposed', 'open')")


class MatterKind(StrEnum):
    """What the enterprises have in common: a category, a clause of the measure over several, or the department."""

    CATEGORY = "category"
    CLAUSE = "clause"
    DEPARTMENT = "department"


class MatterState(StrEnum):
    """Proposed by the night, taken up by a manager, and then settled; or put aside."""

    PROPOSED = "proposed"
    OPEN = "open"
    SETTLED = "settled"
    PUT_ASIDE = "put_aside"


class JointMatter(Base):
    """What several enterprises asked for within some days; one of a kind and subject stands at a time."""

    __tablename__ = "joint_matters"
    __table_args__ = (
        Index(
            "uq_joint_matters_standing",
            "kind",
            "subject",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        CheckConstraint("state IN ('proposed', 'open') OR why IS NOT NULL", name="ended_with_why"),
    )

    id: Mapped[key]
    kind: Mapped[MatterKind]
    subject: Mapped[code_text]
    state: Mapped[MatterState]
    proposed_on: Mapped[date]
    taken_up_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    taken_up_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]
    why: Mapped[long_text | None]


class JointMatterDemand(Base):
    """A demand that belongs to a joint matter."""

    __tablename__ = "joint_matter_demands"

    matter_id: Mapped[int] = mapped_column(ForeignKey("joint_matters.id"), primary_key=True)
    demand_id: Mapped[int] = mapped_column(ForeignKey("demands.id"), primary_key=True, index=True)


class JointMeeting(Base):
    """A joint meeting 联席会 on a day."""

    __tablename__ = "joint_meetings"

    id: Mapped[key]
    held_on: Mapped[date]
    called_by: Mapped[user_key]
    called_on: Mapped[date]


class AgendaItem(Base):
    """A demand that is stuck, or a joint matter, on the agenda of a meeting."""

    __tablename__ = "joint_agenda_items"
    __table_args__ = (
        Index("uq_joint_agenda_items_demand", "meeting_id", "demand_id", unique=True),
        Index("uq_joint_agenda_items_matter", "meeting_id", "matter_id", unique=True),
        CheckConstraint("(demand_id IS NULL) <> (matter_id IS NULL)", name="demand_or_matter"),
    )

    id: Mapped[key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings.id"))
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demands.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("joint_matters.id"), index=True)


class Resolution(Base):
    """What a meeting resolved about an item: who owns it, by when, and what came of it."""

    __tablename__ = "joint_resolutions"
    __table_args__ = (CheckConstraint("(done_on IS NULL) = (done_note IS NULL)", name="done_with_note"),)

    id: Mapped[key]
    item_id: Mapped[int] = mapped_column(ForeignKey("joint_agenda_items.id"), index=True)
    text: Mapped[long_text]
    owner_id: Mapped[user_key]
    due_on: Mapped[date]
    resolved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    done_on: Mapped[date | None]
    done_note: Mapped[long_text | None]


class ResolutionReminder(Base):
    """That the owner was reminded before the day of a resolution, or after it: each once, whenever the job runs."""

    __tablename__ = "resolution_reminders"

    resolution_id: Mapped[int] = mapped_column(ForeignKey("joint_resolutions.id"), primary_key=True)
    step: Mapped[code_text] = mapped_column(primary_key=True)
    told_on: Mapped[date]

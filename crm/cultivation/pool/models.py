"""How enterprises come to the pool: proposals to be decided, and the terms of seeds."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, enterprise_key, key, short_text, user_key

_UNDECIDED = text("decided_on IS NULL")


class Decision(StrEnum):
    """What became of a proposal."""

    ADMITTED = "admitted"
    DECLINED = "declined"


class PoolProposal(Base):
    """A department or a street proposes an enterprise for the pool; one at a time is open."""

    __tablename__ = "pool_proposals"
    __table_args__ = (
        Index(
            "uq_pool_proposals_open",
            "enterprise_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index(None, "decided_on"),
        CheckConstraint("(department_id IS NULL) <> (street IS NULL)", name="one_proposer"),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    street: Mapped[short_text | None]
    reason: Mapped[short_text]
    proposed_on: Mapped[date]
    recorded_by: Mapped[user_key]
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[Decision | None]
    decided_why: Mapped[short_text | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("pool_entries.id"))


class PoolTerm(Base):
    """Until when a seed is kept in the pool; the highest number of an entry counts, the others stay."""

    __tablename__ = "pool_terms"
    __table_args__ = (Index(None, "until"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("pool_entries.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[date]
    why: Mapped[short_text]
    set_by: Mapped[user_key]
    set_on: Mapped[date]

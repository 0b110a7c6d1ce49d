"""One row an enterprise with what lists sort and filter by and boards count; derived, never a source."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.cultivation.models import Tier
from crm.db import Base, code_text, key, short_text


class Standing(Base):
    """An enterprise as it stands until `changes_on`, the first day on which the calendar alone makes a difference.

    `rank` is the place of the highest valid title on the ladder, seed is 0; `awaited` is a title above it whose review
    awaits its result. `title_ends_on` is the first last day of a
    title that nothing carries on, `unready_ends_on` the same where its review would not be passed as things stand.
    `eligible`, `near` and `ask` count the open flags that are not put off; `promotion` is the strongest of those for a
    new title, for `promotion_target`. `next_contact_on` is the day of the steward's plan;
    through `quiet_until` nobody is reminded to contact it.
    """

    __tablename__ = "standings"
    __table_args__ = (
        Index(None, "name", "enterprise_id"),
        Index(None, "steward_id", "rank"),
        Index(None, "steward_id", "last_contact_on", "name"),
        Index(None, "steward_id", "next_contact_on"),
        Index(None, "rank", "last_contact_on", "admitted_on"),
        Index(None, "awaited"),
        Index(None, "admitted_on"),
        Index(None, "title_ends_on"),
        Index(None, "unready_ends_on"),
        Index(None, "last_contact_on", "name"),
        Index(None, "next_contact_on"),
        Index(None, "waiting_due_on"),
        Index(None, "changes_on"),
        Index(None, "promotion", "promotion_target"),
    )

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    name: Mapped[short_text]
    street: Mapped[str | None] = mapped_column(String(40))
    industry: Mapped[str | None] = mapped_column(String(5))
    rank: Mapped[int]
    awaited: Mapped[Tier | None]
    holds_tech_sme: Mapped[bool]
    holds_innovative: Mapped[bool]
    holds_srdi: Mapped[bool]
    holds_little_giant: Mapped[bool]
    title_ends_on: Mapped[date | None]
    unready_ends_on: Mapped[date | None]
    admitted_on: Mapped[date | None]
    steward_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    in_care_since: Mapped[date | None]
    waiting_since: Mapped[date | None]
    waiting_due_on: Mapped[date | None]
    last_interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))
    last_contact_on: Mapped[date | None]
    next_contact_on: Mapped[date | None]
    quiet_until: Mapped[date | None]
    eligible: Mapped[int]
    near: Mapped[int]
    ask: Mapped[int]
    promotion: Mapped[code_text | None]
    promotion_target: Mapped[Tier | None]
    promotion_since: Mapped[date | None]
    changes_on: Mapped[date | None]


class StandingCount(Base):
    """So many more, or fewer, enterprises stand alike: the sum over all rows is how many there are.

    Rows are only added, so that two who write at once never wait for each other; the night adds them up.
    """

    __tablename__ = "standing_counts"

    id: Mapped[key]
    steward_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    rank: Mapped[int]
    awaited: Mapped[Tier | None]
    holds_tech_sme: Mapped[bool]
    holds_innovative: Mapped[bool]
    holds_srdi: Mapped[bool]
    holds_little_giant: Mapped[bool]
    promotion: Mapped[code_text | None]
    promotion_target: Mapped[Tier | None]
    is_in_pool: Mapped[bool]
    is_waiting: Mapped[bool]
    number: Mapped[int]


class StandingDay(Base):
    """The same for the days of standings: so many more, or fewer, of a rank have a day of this kind (`what`)."""

    __tablename__ = "standing_days"
    __table_args__ = (Index(None, "what", "day"),)

    id: Mapped[key]
    what: Mapped[code_text]
    day: Mapped[date]
    rank: Mapped[int]
    is_in_pool: Mapped[bool]
    number: Mapped[int]

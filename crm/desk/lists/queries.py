"""Enterprises as a steward's lists show them: tier, last contact, standing plan, open flag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import FLAG_KINDS, open_flag
from crm.cultivation.models import Flag, Tier
from crm.cultivation.titles.tiers import rank_of, tier_of_rank, tier_rank
from crm.desk.lists.search import matching
from crm.enterprises.models import Enterprise
from crm.interactions.models import Channel, Interaction
from crm.interactions.queries import is_latest
from crm.people.models import User
from crm.stewards.models import Assignment


@dataclass(frozen=True, slots=True)
class Row:
    """One enterprise in a list. `days` since the last contact is None when there never was one."""

    id: int
    name: str
    street: str | None
    tier: Tier
    steward: str | None
    steward_id: int | None
    last_on: date | None
    channel: Channel | None
    last_summary: str | None
    next_on: date | None
    flag: str | None
    on: date

    @property
    def days(self) -> int | None:
        """Days since the last contact."""
        return (self.on - self.last_on).days if self.last_on else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list."""

    tier: Tier | None = None
    street: str | None = None
    flag: str | None = None
    text: str = ""
    overdue: bool = False


def least_recent(
    session: Session, within: ColumnElement[bool], wanted: Wanted, *, on: date, offset: int = 0, limit: int = 50
) -> tuple[list[Row], int]:
    """Enterprises in the scope, the one whose last contact lies farthest back first; and how many in all.

    First only the keys are put in order; what a row shows is looked up for the rows shown and no others.
    """
    asked = select(Enterprise.id).where(within, *_conditions(wanted, on))
    if wanted.overdue:
        asked = asked.join(Interaction, is_latest()).where(Interaction.next_contact_on < on)
    total = session.scalar(asked.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    if not wanted.overdue:
        asked = asked.outerjoin(Interaction, is_latest())
    ordered = asked.order_by(Interaction.held_on.asc().nulls_first(), Enterprise.name, Enterprise.id)
    keys = session.scalars(ordered.offset(offset).limit(limit)).all()
    rows = rows_of(session, within, keys, on=on)
    return [rows[key] for key in keys], total


def with_plans(
    session: Session, within: ColumnElement[bool], *, on: date, until: date, limit: int = 200
) -> list[Row]:
    """Enterprises whose standing plan falls due by `until`, the oldest first."""
    due = select(Enterprise.id).join(Interaction, is_latest()).where(within, Interaction.next_contact_on <= until)
    keys = session.scalars(
        due.order_by(Interaction.next_contact_on, Enterprise.name, Enterprise.id).limit(limit)
    ).all()
    rows = rows_of(session, within, keys, on=on)
    return [rows[key] for key in keys]


def rows_of(session: Session, within: ColumnElement[bool], ids: Sequence[int], *, on: date) -> dict[int, Row]:
    """These enterprises, as far as they are in the scope."""
    found = session.execute(
        select(
            Enterprise.id,
            Enterprise.name,
            Enterprise.street,
            tier_rank(on).label("rank"),
            User.name.label("steward"),
            Assignment.steward_id,
            Interaction.held_on,
            Interaction.channel,
            Interaction.summary,
            Interaction.next_contact_on,
            _best_flag(on).label("flag"),
        )
        .select_from(Enterprise)
        .outerjoin(Interaction, is_latest())
        .outerjoin(Assignment, and_(Assignment.enterprise_id == Enterprise.id, Assignment.is_open))
        .outerjoin(User, User.id == Assignment.steward_id)
        .where(within, Enterprise.id.in_(ids))
    )
    return {row.id: row for row in (_row(one, on) for one in found)}


def _best_flag(on: date) -> ColumnElement[int | None]:
    place = case({kind: number for number, kind in enumerate(FLAG_KINDS)}, value=Flag.kind)
    return (
        select(func.min(place))
        .where(Flag.enterprise_id == Enterprise.id, open_flag(on))
        .correlate(Enterprise)
        .scalar_subquery()
    )


def _conditions(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        conditions.append(matching(wanted.text))
    if wanted.tier:
        conditions.append(tier_rank(on) == literal(rank_of(wanted.tier)))
    if wanted.street:
        conditions.append(Enterprise.street == wanted.street)
    if wanted.flag:
        conditions.append(
            exists().where(Flag.enterprise_id == Enterprise.id, Flag.kind == wanted.flag, open_flag(on))
        )
    return conditions


def _row(found: Any, on: date) -> Row:
    flag = None if found.flag is None else FLAG_KINDS[found.flag]
    return Row(
        found.id,
        found.name,
        found.street,
        tier_of_rank(found.rank),
        found.steward,
        found.steward_id,
        found.held_on,
        found.channel,
        found.summary,
        found.next_contact_on,
        flag,
        on,
    )

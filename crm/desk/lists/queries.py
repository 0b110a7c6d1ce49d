"""Enterprises as a steward's lists show them: tier, last contact, standing plan, open flag."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import FLAG_KINDS
from crm.enterprises.models import Enterprise
from crm.enterprises.search.queries import matching
from crm.interactions.models import Channel, Interaction
from crm.people.models import User
from crm.standings.models import Standing
from crm.standings.queries import of_standings
from crm.standings.rungs import LadderPlace, is_at, rung_of


@dataclass(frozen=True, slots=True)
class CareRow:
    """One enterprise in a list. `days` since the last contact is None when there never was one."""

    id: int
    name: str
    street: str | None
    tier: LadderPlace
    steward: str | None
    steward_id: int | None
    last_on: date | None
    channel: Channel | None
    last_summary: str | None
    next_on: date | None
    flag: str | None
    on: date
    quiet_until: date | None = None
    deregistered_on: date | None = None

    @property
    def days(self) -> int | None:
        """Days since the last contact."""
        return (self.on - self.last_on).days if self.last_on else None


@dataclass(frozen=True, slots=True)
class CareFilter:
    """The filters of a list; `tier` is a place on the ladder, see `rungs.PLACES`."""

    tier: str | None = None
    street: str | None = None
    flag: str | None = None
    text: str = ""
    overdue: bool = False


def names_in_scope(session: Session, within: ColumnElement[bool], *, limit: int) -> list[tuple[int, str]]:
    """Number and name of the enterprises in the scope, by name; at most so many."""
    named = select(Standing.enterprise_id, Standing.name).where(of_standings(within))
    rows = session.execute(named.order_by(Standing.name, Standing.enterprise_id).limit(limit))
    return [(number, name) for number, name in rows]


def least_recent(
    session: Session,
    within: ColumnElement[bool],
    wanted: CareFilter,
    *,
    on: date,
    shown: str = "",
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[CareRow], int]:
    """Enterprises in the scope, the one whose last contact lies farthest back first; and how many in all.

    A list of one kind of flag shows that kind in each row, also where there is a stronger one; `shown` names the
    kind where `within` asks for it. First only the keys are put in order; what a row shows is looked up for the rows
    shown and no others.
    """
    asked = select(Standing.enterprise_id).where(of_standings(within), *_conditions(wanted, on))
    total = session.scalar(asked.with_only_columns(func.count())) or 0
    ordered = asked.order_by(Standing.last_contact_on.asc().nulls_first(), Standing.name, Standing.enterprise_id)
    keys = session.scalars(ordered.offset(offset).limit(limit)).all()
    return rows_of(session, keys, on=on, shown=shown or wanted.flag or ""), total


def rows_of(session: Session, ids: Sequence[int], *, on: date, shown: str = "") -> list[CareRow]:
    """These enterprises in the order asked for; the caller has kept to the scope.

    Each shows its strongest open flag, or the kind asked for.
    """
    kinds = (shown, *FLAG_KINDS) if shown else FLAG_KINDS
    if not ids:
        return []
    rows = session.execute(
        select(Standing, User.name, Interaction.channel, Interaction.summary, Enterprise.deregistered_on)
        .join(Enterprise, Enterprise.id == Standing.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .outerjoin(Interaction, Interaction.id == Standing.last_interaction_id)
        .where(Standing.enterprise_id.in_(ids))
    )
    found = {row.Standing.enterprise_id: _row(row, kinds, on) for row in rows}
    return [found[key] for key in ids]


def _conditions(wanted: CareFilter, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        conditions.append(of_standings(matching(wanted.text)))
    if wanted.tier:
        conditions.append(is_at(wanted.tier))
    if wanted.street:
        conditions.append(Standing.street == wanted.street)
    if wanted.flag:
        conditions.append(getattr(Standing, wanted.flag) > 0)
    if wanted.overdue:
        conditions.append(Standing.next_contact_on < on)
    return conditions


def _row(row: Any, kinds: Sequence[str], on: date) -> CareRow:
    standing: Standing = row.Standing
    return CareRow(
        standing.enterprise_id,
        standing.name,
        standing.street,
        rung_of(standing),
        row.name,
        standing.steward_id,
        standing.last_contact_on,
        row.channel,
        row.summary,
        standing.next_contact_on,
        next((kind for kind in kinds if getattr(standing, kind)), None),
        on,
        standing.quiet_until,
        row.deregistered_on,
    )


def ids_within(session: Session, within: ColumnElement[bool], ids: Collection[int]) -> set[int]:
    """Those of the enterprises that are in the scope."""
    seen = select(Standing.enterprise_id).where(of_standings(within), Standing.enterprise_id.in_(ids))
    return set(session.scalars(seen))

"""All enterprises as the manager's list shows them: tier, steward, last contact, place in the pool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from crm.enterprises.models import Enterprise
from crm.enterprises.search.queries import matching
from crm.people.models import User
from crm.sql.bundles import read_bundle
from crm.standings.models import Standing
from crm.standings.queries import of_standings
from crm.standings.rungs import LadderPlace, cell_is_at, is_at, rung_of

IN_POOL, OUTSIDE = "in", "out"
NO_STEWARD = "none"
_MAY_BE_MISSING = ("street", "industry", "steward", "contact")
SORTS = ("name", "tier", "street", "industry", "steward", "contact", "code")


@dataclass(frozen=True, slots=True)
class ListFilter:
    """The filters of the list; None takes any. `tier` is a place on the ladder, `steward` an id or NO_STEWARD,
    `section` an industry's letter.
    """

    text: str = ""
    tier: str | None = None
    street: str | None = None
    steward: int | str | None = None
    section: str | None = None
    pool: str | None = None
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class ListedEnterprise:
    """One enterprise of the list."""

    id: int
    name: str
    credit_code: str
    street: str | None
    industry: str | None
    tier: LadderPlace
    steward: str | None
    last_on: date | None
    is_in_pool: bool
    deregistered_on: date | None


def enterprises(
    session: Session,
    within: ColumnElement[bool],
    wanted: ListFilter,
    cells: Sequence[Any],
    *,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[ListedEnterprise], int]:
    """A part of the list, and how long it is in all; `cells` are the numbers of those in the scope that stand alike.

    First only the keys are put in order, so that what a row shows is looked up for the rows shown and no others.
    """
    asked = select(Standing.enterprise_id).where(of_standings(within), *_conditions(wanted))
    page = _ordered(asked, wanted.sort).offset(offset).limit(limit)
    if wanted.text or wanted.street or wanted.section:
        counted = asked.with_only_columns(func.count().label("number"))
        found = read_bundle(session, {"page": page, "total": counted})
        total = found["total"][0].number
        keys = [row.enterprise_id for row in found["page"]]
    else:
        keys, total = list(session.scalars(page)), _count(cells, wanted)
    rows = {row.id: row for row in _rows(session, keys)}
    return [rows[key] for key in keys], total


def stewards_in_list(session: Session, cells: Sequence[Any]) -> list[tuple[str, str]]:
    """Those who look after somebody in the list, by name: id and name."""
    care = {cell.steward_id for cell in cells} - {None}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(care)).order_by(User.name, User.id))
    return [(str(row.id), row.name) for row in rows]


def _count(cells: Sequence[Any], wanted: ListFilter) -> int:
    """The length of the list where its filters are among those that enterprises are counted by."""
    steward = None if wanted.steward == NO_STEWARD else wanted.steward
    return sum(
        cell.number
        for cell in cells
        if (wanted.tier is None or cell_is_at(cell, wanted.tier))
        and (wanted.steward is None or cell.steward_id == steward)
        and (wanted.pool is None or cell.is_in_pool == (wanted.pool == IN_POOL))
    )


def _rows(session: Session, keys: Sequence[int]) -> list[ListedEnterprise]:
    """What the rows show."""
    if not keys:
        return []
    found = session.execute(
        select(Standing, Enterprise.credit_code, User.name, Enterprise.deregistered_on)
        .join(Enterprise, Enterprise.id == Standing.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(Standing.enterprise_id.in_(keys))
    )
    return [_row(*line) for line in found]


def _conditions(wanted: ListFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [of_standings(matching(wanted.text))] if wanted.text else []
    if wanted.tier:
        conditions.append(is_at(wanted.tier))
    if wanted.street:
        conditions.append(Standing.street == wanted.street)
    if wanted.section:
        conditions.append(Standing.industry.startswith(wanted.section, autoescape=True))
    if wanted.steward == NO_STEWARD:
        conditions.append(Standing.steward_id.is_(None))
    elif wanted.steward is not None:
        conditions.append(Standing.steward_id == wanted.steward)
    if wanted.pool:
        is_in = Standing.admitted_on.is_not(None)
        conditions.append(is_in if wanted.pool == IN_POOL else ~is_in)
    return conditions


def _ordered(asked: Select[Any], sort: str) -> Select[Any]:
    """By the column asked for, a minus in front turns it round; then name and id, so that pages never overlap."""
    columns: Mapping[str, Any] = {
        "name": Standing.name,
        "tier": Standing.rank,
        "street": Standing.street,
        "industry": Standing.industry,
        "steward": User.name,
        "contact": Standing.last_contact_on,
        "code": Enterprise.credit_code,
    }
    name = sort.lstrip("-")
    if name == "steward":
        asked = asked.outerjoin(User, User.id == Standing.steward_id)
    if name == "code":
        asked = asked.join(Enterprise, Enterprise.id == Standing.enterprise_id)
    first = columns[name].desc() if sort.startswith("-") else columns[name].asc()
    # Only where something can be missing: an index gives names and codes in their order as they are.
    first = first.nulls_last() if name in _MAY_BE_MISSING else first
    return asked.order_by(first, Standing.name, Standing.enterprise_id)


def _row(standing: Standing, credit_code: str, steward: str | None, deregistered_on: date | None) -> ListedEnterprise:
    return ListedEnterprise(
        standing.enterprise_id,
        standing.name,
        credit_code,
        standing.street,
        standing.industry,
        rung_of(standing),
        steward,
        standing.last_contact_on,
        standing.admitted_on is not None,
        deregistered_on,
    )

"""All enterprises as the manager's list shows them: tier, steward, last contact, place in the pool."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Tier
from crm.cultivation.titles.tiers import in_pool, rank_of, tier_of_rank, tier_rank
from crm.desk.lists.search import matching
from crm.enterprises.models import Enterprise
from crm.interactions.models import Interaction
from crm.people.models import User
from crm.stewards.models import Assignment

IN_POOL, OUTSIDE = "in", "out"
NO_STEWARD = "none"
_MAY_BE_MISSING = ("street", "industry", "steward", "contact")
SORTS = ("name", "tier", "street", "industry", "steward", "contact", "code")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; None takes any. `steward` is an id or NO_STEWARD, `section` an industry's letter."""

    text: str = ""
    tier: Tier | None = None
    street: str | None = None
    steward: int | str | None = None
    section: str | None = None
    pool: str | None = None
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class Row:
    """One enterprise of the list."""

    id: int
    name: str
    credit_code: str
    street: str | None
    industry: str | None
    tier: Tier
    steward: str | None
    last_on: date | None
    is_in_pool: bool


def enterprises(
    session: Session, within: ColumnElement[bool], wanted: Wanted, *, on: date, offset: int = 0, limit: int = 50
) -> tuple[list[Row], int]:
    """A part of the list, and how long it is in all.

    First only the keys are put in order, so that what a row shows is looked up for the rows shown and no others.
    """
    asked = _joined(select(Enterprise.id), wanted).where(within, *_conditions(wanted, on))
    total = session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    keys = session.scalars(asked.order_by(*_order(wanted.sort, on)).offset(offset).limit(limit)).all()
    found = {row.id: _row(row) for row in session.execute(_details(on).where(Enterprise.id.in_(keys), within))}
    return [found[key] for key in keys], total


def stewards_in_list(session: Session, within: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Those who look after somebody in the list, by name: id and name."""
    cares = (
        select(Assignment.id)
        .join(Enterprise, Enterprise.id == Assignment.enterprise_id)
        .where(Assignment.steward_id == User.id, Assignment.is_open, within)
        .exists()
    )
    found = session.execute(select(User.id, User.name).where(cares).order_by(User.name, User.id))
    return [(str(row.id), row.name) for row in found]


def _open_assignment() -> ColumnElement[bool]:
    return and_(Assignment.enterprise_id == Enterprise.id, Assignment.is_open)


def _joined(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """With the steward beside each enterprise where a filter or the order asks for it."""
    if wanted.steward is None and wanted.sort.lstrip("-") != "steward":
        return query
    return query.outerjoin(Assignment, _open_assignment()).outerjoin(User, User.id == Assignment.steward_id)


def _last_contact() -> ScalarSelect[Any]:
    return (
        select(func.max(Interaction.held_on))
        .where(Interaction.enterprise_id == Enterprise.id)
        .correlate(Enterprise)
        .scalar_subquery()
    )


def _details(on: date) -> Select[Any]:
    """What a row shows."""
    return (
        select(
            Enterprise.id,
            Enterprise.name,
            Enterprise.credit_code,
            Enterprise.street,
            Enterprise.industry,
            tier_rank(on).label("rank"),
            User.name.label("steward"),
            _last_contact().label("last_on"),
            case((in_pool(on), 1), else_=0).label("is_in_pool"),
        )
        .outerjoin(Assignment, _open_assignment())
        .outerjoin(User, User.id == Assignment.steward_id)
    )


def _conditions(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [matching(wanted.text)] if wanted.text else []
    if wanted.tier:
        conditions.append(tier_rank(on) == literal(rank_of(wanted.tier)))
    if wanted.street:
        conditions.append(Enterprise.street == wanted.street)
    if wanted.section:
        conditions.append(Enterprise.industry.startswith(wanted.section, autoescape=True))
    if wanted.steward == NO_STEWARD:
        conditions.append(Assignment.id.is_(None))
    elif wanted.steward is not None:
        conditions.append(Assignment.steward_id == wanted.steward)
    if wanted.pool:
        conditions.append(in_pool(on) if wanted.pool == IN_POOL else ~in_pool(on))
    return conditions


def _order(sort: str, on: date) -> list[Any]:
    """The column asked for, a minus in front turns it round; then name and id, so that pages never overlap."""
    columns: Mapping[str, Any] = {
        "name": Enterprise.name,
        "tier": tier_rank(on),
        "street": Enterprise.street,
        "industry": Enterprise.industry,
        "steward": User.name,
        "contact": _last_contact(),
        "code": Enterprise.credit_code,
    }
    name = sort.lstrip("-")
    first = columns[name].desc() if sort.startswith("-") else columns[name].asc()
    # Only where something can be missing: an index gives names and codes in their order as they are.
    return [first.nulls_last() if name in _MAY_BE_MISSING else first, Enterprise.name, Enterprise.id]


def _row(found: Any) -> Row:
    return Row(
        found.id,
        found.name,
        found.credit_code,
        found.street,
        found.industry,
        tier_of_rank(found.rank),
        found.steward,
        found.last_on,
        bool(found.is_in_pool),
    )

"""Open flags as a list: who is eligible for, near to, or worth asking about which title."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import FLAG_KINDS, open_flag
from crm.cultivation.models import LADDER, Flag, Tier
from crm.enterprises.models import Enterprise
from crm.people.models import User
from crm.stewards.models import Assignment

# What lacks least comes first, then what is known best (policy 2.9).
CLOSEST = (
    Flag.unmet_count,
    Flag.unknown_count,
    case({kind: place for place, kind in enumerate(FLAG_KINDS)}, value=Flag.kind),
)
GAPS: dict[str, ColumnElement[bool]] = {
    "none": Flag.unmet_count == 0,
    "one": Flag.unmet_count == 1,
    "more": Flag.unmet_count > 1,
}
SORTS: dict[str, ColumnElement[Any]] = {
    "name": Enterprise.name.expression,
    "target": case({tier: place for place, tier in enumerate(LADDER)}, value=Flag.target),
    "gap": Flag.unmet_count.expression,
    "steward": User.name.expression,
    "opened": Flag.opened_on.expression,
}


@dataclass(frozen=True, slots=True)
class NearFilter:
    """The filters of the list and its order; `opened_since` keeps what was flagged on or after a day.

    `gap` is how much is unmet: none, one, more. A minus before `sort` turns the order round.
    """

    kind: str = ""
    target: str = ""
    street: str = ""
    purpose: str = ""
    steward_id: int = 0
    opened_since: date | None = None
    gap: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class EnterpriseFlag:
    """One open flag beside its enterprise."""

    enterprise_id: int
    name: str
    credit_code: str
    street: str | None
    industry: str | None
    kind: str
    target: Tier
    purpose: str
    opened_on: date
    awaiting_year: int | None
    steward: str | None
    steward_id: int | None


def list_near(
    session: Session, within: ColumnElement[bool], wanted: NearFilter, *, on: date, offset: int = 0, limit: int = 50
) -> tuple[list[EnterpriseFlag], int]:
    """Open flags in the scope: what lacks least first, then by what is unknown (policy 2.9); and how many in all."""
    base = _flags(within, wanted, on)
    total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
    ordered = base.order_by(*_order(wanted.sort), *CLOSEST, Enterprise.name, Flag.id)
    return [EnterpriseFlag(*row) for row in session.execute(ordered.offset(offset).limit(limit))], total


def counts(session: Session, within: ColumnElement[bool], wanted: NearFilter, *, on: date) -> dict[str, int]:
    """How many flags of each kind the other filters leave."""
    kinds = _flags(within, replace(wanted, kind=""), on).subquery()
    found = dict(session.execute(select(kinds.c.kind, func.count()).group_by(kinds.c.kind)).tuples().all())
    return {kind: found.get(kind, 0) for kind in FLAG_KINDS}


def _flags(within: ColumnElement[bool], wanted: NearFilter, on: date) -> Select[tuple[object, ...]]:
    base = (
        select(
            Enterprise.id,
            Enterprise.name,
            Enterprise.credit_code,
            Enterprise.street,
            Enterprise.industry,
            Flag.kind,
            Flag.target,
            Flag.purpose,
            Flag.opened_on,
            Flag.awaiting_year,
            User.name.label("steward"),
            Assignment.steward_id,
        )
        .join(Enterprise, Enterprise.id == Flag.enterprise_id)
        .outerjoin(Assignment, and_(Assignment.enterprise_id == Enterprise.id, Assignment.is_open))
        .outerjoin(User, User.id == Assignment.steward_id)
        .where(within, open_flag(on))
    )
    return base.where(*_conditions(wanted))


def _order(sort: str) -> list[ColumnElement[Any]]:
    """The column people chose, before what is closest."""
    if not sort:
        return []
    column = SORTS[sort.removeprefix("-")]
    return [column.desc().nulls_last() if sort.startswith("-") else column.asc().nulls_last()]


def _conditions(wanted: NearFilter) -> list[ColumnElement[bool]]:
    asked = [
        (wanted.kind, Flag.kind == wanted.kind),
        (wanted.target, Flag.target == wanted.target),
        (wanted.street, Enterprise.street == wanted.street),
        (wanted.purpose, Flag.purpose == wanted.purpose),
        (wanted.steward_id, Assignment.steward_id == wanted.steward_id),
        (wanted.gap, GAPS[wanted.gap] if wanted.gap else None),
        (wanted.opened_since, Flag.opened_on >= wanted.opened_since if wanted.opened_since else None),
    ]
    return [condition for value, condition in asked if value and condition is not None]

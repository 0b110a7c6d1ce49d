"""Open flags as a list: who is eligible for, near to, or worth asking about which title."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import FLAG_KINDS, open_flag
from crm.cultivation.models import LADDER, Flag, Tier
from crm.enterprises.models import Enterprise
from crm.people.models import User
from crm.standings.models import Standing
from crm.standings.queries import of_column

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
    "name": Standing.name.expression,
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
) -> list[EnterpriseFlag]:
    """Open flags in the scope: what lacks least first, then by what is unknown (policy 2.9).

    First only the flags are put in order; what a line shows is looked up for the lines shown and no others.
    """
    keys = _flags(within, wanted, on, Flag.id).order_by(*_order(wanted.sort), *CLOSEST, Standing.name, Flag.id)
    page = keys.offset(offset).limit(limit).subquery("page")
    lines = (
        select(
            Standing.enterprise_id,
            Standing.name,
            Enterprise.credit_code,
            Standing.street,
            Standing.industry,
            Flag.kind,
            Flag.target,
            Flag.purpose,
            Flag.opened_on,
            Flag.awaiting_year,
            User.name.label("steward"),
            Standing.steward_id,
        )
        .select_from(Flag)
        .join(page, page.c.id == Flag.id)
        .join(Standing, Standing.enterprise_id == Flag.enterprise_id)
        .join(Enterprise, Enterprise.id == Flag.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
    )
    ordered = lines.order_by(*_order(wanted.sort), *CLOSEST, Standing.name, Flag.id)
    return [EnterpriseFlag(*row) for row in session.execute(ordered)]


def counts(session: Session, within: ColumnElement[bool], wanted: NearFilter, *, on: date) -> dict[str, int]:
    """How many flags of each kind the other filters leave."""
    return counts_since(session, within, wanted, since=on, on=on)[0]


def total_of(kinds: Mapping[str, int], wanted: NearFilter) -> int:
    """How long the list is, by the counts beside it."""
    return kinds[wanted.kind] if wanted.kind else sum(kinds.values())


def counts_since(
    session: Session, within: ColumnElement[bool], wanted: NearFilter, *, since: date, on: date
) -> tuple[dict[str, int], int]:
    """The same, and how many of all kinds together were opened on or after a day."""
    opened = func.count(case((Flag.opened_on >= since, 1)))
    kinds = _flags(within, replace(wanted, kind=""), on, Flag.kind, func.count(), opened).group_by(Flag.kind)
    rows = {kind: (number, new) for kind, number, new in session.execute(kinds)}
    return {kind: rows.get(kind, (0, 0))[0] for kind in FLAG_KINDS}, sum(new for _, new in rows.values())


def _flags(within: ColumnElement[bool], wanted: NearFilter, on: date, *columns: Any) -> Select[Any]:
    """The flags asked for; other tables only beside them where a filter or the order needs them."""
    base = select(*columns).select_from(Flag).where(of_column(within, Flag.__table__.c.enterprise_id), open_flag(on))
    if columns == (Flag.id,) or wanted.street or wanted.steward_id:
        base = base.join(Standing, Standing.enterprise_id == Flag.enterprise_id)
    if wanted.sort.endswith("steward"):
        base = base.outerjoin(User, User.id == Standing.steward_id) if columns == (Flag.id,) else base
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
        (wanted.street, Standing.street == wanted.street),
        (wanted.purpose, Flag.purpose == wanted.purpose),
        (wanted.steward_id, Standing.steward_id == wanted.steward_id),
        (wanted.gap, GAPS[wanted.gap] if wanted.gap else None),
        (wanted.opened_since, Flag.opened_on >= wanted.opened_since if wanted.opened_since else None),
    ]
    return [condition for value, condition in asked if value and condition is not None]

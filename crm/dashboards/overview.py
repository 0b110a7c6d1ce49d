"""The numbers of the manager's overview, each with the set of enterprises it opens."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import LADDER, Flag, Tier, Title
from crm.cultivation.titles.tiers import in_pool, tier_of_rank, tier_rank, valid_on
from crm.dashboards.sets import Bounds, Chosen, count, last_service
from crm.enterprises.models import Enterprise
from crm.rules import Purpose

HEAT_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """Valid titles of a tier now, and on the first day of the year."""

    tier: Tier
    now: int
    at_new_year: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the coverage map."""

    count: int
    level: int
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Flow:
    """What moved this quarter."""

    admitted: int
    granted: dict[Tier, int]


@dataclass(frozen=True, slots=True)
class Stake:
    """Enterprises flagged for a target, by kind of flag."""

    target: Tier
    eligible: int
    near: int


def quarter_begins(on: date) -> date:
    """First day of the quarter."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def ladder(session: Session, within: ColumnElement[bool], on: date) -> dict[Tier, int]:
    """How many enterprises of the pool stand on each rung, each counted once."""
    each = select(tier_rank(on).label("rank")).select_from(Enterprise).where(within, in_pool(on)).subquery()
    found = dict(session.execute(select(each.c.rank, func.count()).group_by(each.c.rank)).tuples().all())
    return {tier: found.get(rank, 0) for rank, tier in enumerate(LADDER)}


def held(session: Session, within: ColumnElement[bool], tier: Tier, bounds: Bounds) -> Held:
    """Titles of a tier: now as the list shows them, and at the new year for comparison."""
    new_year = date(bounds.on.year, 1, 1)
    before = session.scalar(
        select(func.count(func.distinct(Title.enterprise_id)))
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .where(within, Title.tier == tier, valid_on(new_year))
    )
    return Held(tier, count(session, within, Chosen(title=tier), bounds), before or 0)


def flow(session: Session, within: ColumnElement[bool], bounds: Bounds) -> Flow:
    """New in the pool and newly granted titles since the quarter began."""
    granted = {tier: count(session, within, Chosen(granted=tier), bounds) for tier in LADDER[1:]}
    return Flow(count(session, within, Chosen(admitted="quarter"), bounds), granted)


def coverage(session: Session, within: ColumnElement[bool], bounds: Bounds) -> dict[Tier, list[Cell]]:
    """Tier by days since the last service, one query for the whole map."""
    last = last_service()
    bands = case(
        *(
            (last >= date.fromordinal(bounds.on.toordinal() - days), place)
            for place, days in enumerate(bounds.coverage, 1)
        ),
        else_=len(bounds.coverage) + 1,
    )
    each = (
        select(tier_rank(bounds.on).label("rank"), bands.label("band"))
        .select_from(Enterprise)
        .where(within, in_pool(bounds.on))
        .subquery()
    )
    rows = session.execute(select(each.c.rank, each.c.band, func.count()).group_by(each.c.rank, each.c.band))
    found = {(tier_of_rank(rank), band): number for rank, band, number in rows}
    most = max(found.values(), default=0)
    return {
        tier: [
            _cell(found.get((tier, band), 0), most, Chosen(tier=tier, band=band))
            for band in range(1, len(bounds.coverage) + 2)
        ]
        for tier in reversed(LADDER)
    }


def _cell(number: int, most: int, chosen: Chosen) -> Cell:
    return Cell(number, -(-number * HEAT_LEVELS // most) if most else 0, chosen)


def stakes(session: Session, within: ColumnElement[bool], on: date) -> list[Stake]:
    """Enterprises eligible for or near each new title."""
    rows = session.execute(
        select(Flag.target, Flag.kind, func.count())
        .join(Enterprise, Enterprise.id == Flag.enterprise_id)
        .where(within, in_pool(on), open_flag(on), Flag.purpose == Purpose.NEW.value)
        .group_by(Flag.target, Flag.kind)
    )
    found = {(target, kind): number for target, kind, number in rows}
    return [Stake(tier, found.get((tier, "eligible"), 0), found.get((tier, "near"), 0)) for tier in LADDER[1:]]

"""The numbers of the manager's overview, each with the set of enterprises it opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from crm.cultivation.models import LADDER, Tier, Title
from crm.cultivation.titles.tiers import tier_of_rank, valid_on
from crm.dashboards.sets import Bounds, SetFilter
from crm.standings.models import Standing
from crm.standings.queries import of_standings

HEAT_LEVELS = 5


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One cell of the coverage map."""

    count: int
    level: int
    chosen: SetFilter


@dataclass(frozen=True, slots=True)
class Stake:
    """Enterprises flagged for a target, by kind of flag."""

    target: Tier
    eligible: int
    near: int


def quarter_begins(on: date) -> date:
    """First day of the quarter."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def titles_held(session: Session, within: ColumnElement[bool], tiers: Sequence[Tier], day: date) -> dict[Tier, int]:
    """How many enterprises held a title of each tier on a day gone by."""
    rows = session.execute(
        select(Title.tier, func.count(func.distinct(Title.enterprise_id)))
        .join(Standing, Standing.enterprise_id == Title.enterprise_id)
        .where(of_standings(within), Title.tier.in_(tiers), valid_on(day))
        .group_by(Title.tier)
    )
    return {**dict.fromkeys(tiers, 0), **dict(rows.tuples().all())}


def coverage(session: Session, within: ColumnElement[bool], bounds: Bounds) -> dict[Tier, list[CoverageCell]]:
    """The pool by tier and days since the last service, one query for the whole map."""
    days = case(
        *(
            (Standing.last_contact_on >= date.fromordinal(bounds.on.toordinal() - days), place)
            for place, days in enumerate(bounds.coverage, 1)
        ),
        else_=len(bounds.coverage) + 1,
    )
    each = (
        select(Standing.rank, days.label("band"))
        .where(of_standings(within), Standing.admitted_on.is_not(None))
        .subquery()
    )
    rows = session.execute(select(each.c.rank, each.c.band, func.count()).group_by(each.c.rank, each.c.band))
    numbers = {(tier_of_rank(rank), band): number for rank, band, number in rows}
    most = max(numbers.values(), default=0)
    return {
        tier: [
            _cell(numbers.get((tier, band), 0), most, SetFilter(tier=tier, band=band))
            for band in range(1, len(bounds.coverage) + 2)
        ]
        for tier in reversed(LADDER)
    }


def ladder(map_: dict[Tier, list[CoverageCell]]) -> dict[Tier, int]:
    """How many enterprises of the pool stand on each rung, each counted once: the rows of the map of coverage."""
    return {tier: sum(cell.count for cell in map_[tier]) for tier in LADDER}


def _cell(number: int, most: int, chosen: SetFilter) -> CoverageCell:
    return CoverageCell(number, -(-number * HEAT_LEVELS // most) if most else 0, chosen)


def stakes(session: Session, within: ColumnElement[bool]) -> list[Stake]:
    """Enterprises eligible for or near each new title."""
    rows = session.execute(
        select(Standing.promotion_target, Standing.promotion, func.count())
        .where(of_standings(within), Standing.admitted_on.is_not(None), Standing.promotion.is_not(None))
        .group_by(Standing.promotion_target, Standing.promotion)
    )
    numbers = {(target, kind): number for target, kind, number in rows}
    return [Stake(tier, numbers.get((tier, "eligible"), 0), numbers.get((tier, "near"), 0)) for tier in LADDER[1:]]


def without_care(session: Session, within: ColumnElement[bool]) -> int:
    """Enterprises of the pool that nobody looks after and that do not wait for anybody: always none."""
    alone = Standing.steward_id.is_(None), Standing.waiting_since.is_(None), Standing.admitted_on.is_not(None)
    return session.scalar(select(func.count()).select_from(Standing).where(of_standings(within), *alone)) or 0

"""The numbers of the manager's overview, each with the set of enterprises it opens."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from crm.awards.payments.queries import select_title_awards_paid
from crm.cultivation.models import LADDER, Tier, Title
from crm.cultivation.titles.tiers import in_pool, tier_of_rank, valid_on
from crm.dashboards.sets import Bounds, SetFilter
from crm.demands.models import Demand
from crm.demands.queries import is_for_manager
from crm.enterprises.models import Enterprise
from crm.standings.counts import LAST_CONTACT, days
from crm.standings.models import Standing
from crm.standings.queries import of_column, of_standings

HEAT_LEVELS = 5


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One cell of the coverage map."""

    count: int
    level: int
    chosen: SetFilter


@dataclass(frozen=True, slots=True)
class Stake:
    """Enterprises flagged for a target, by kind of flag.

    `paid` says what title awards some of them were paid before: kind of flag, fen, and how many were paid that much.
    """

    target: Tier
    eligible: int
    near: int
    paid: tuple[tuple[str, int, int], ...] = ()

    def amount(self, kind: str, full: int) -> int:
        """Fen that all flags of a kind could still earn where a title earns `full`; nobody earns less than nothing."""
        before = sum(min(paid, full) * number for flagged, paid, number in self.paid if flagged == kind)
        return int(getattr(self, kind)) * full - before


def quarter_begins(on: date) -> date:
    """First day of the quarter."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def select_titles_held(within: ColumnElement[bool], tiers: Sequence[Tier], day: date) -> Select[Any]:
    """How many enterprises of the pool of a day gone by held a title of each tier on it: `tier` and `number`."""
    return (
        select(Title.tier, func.count(func.distinct(Title.enterprise_id)).label("number"))
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .where(in_pool(day))
        .where(of_column(within, Title.__table__.c.enterprise_id), Title.tier.in_(tiers), valid_on(day))
        .group_by(Title.tier)
    )


def select_coverage(within: ColumnElement[bool], bounds: Bounds) -> Select[Any]:
    """The pool by tier and days since the last service (`rank`, `band`, `number`), without who was served long ago."""
    table = days(within)
    oldest = [date.fromordinal(bounds.on.toordinal() - days) for days in bounds.coverage]
    band = case(*((table.c.day >= day, place) for place, day in enumerate(oldest, 1)))
    served = table.c.what == LAST_CONTACT, table.c.is_in_pool, table.c.day >= oldest[-1]
    each = select(table.c.rank, band.label("band"), table.c.number).where(*served).subquery("each_contact")
    number = func.sum(each.c.number).label("number")
    return select(each.c.rank, each.c.band, number).group_by(each.c.rank, each.c.band)


def coverage(cells: Sequence[Any], served: Sequence[Any], bounds: Bounds) -> dict[Tier, list[CoverageCell]]:
    """The map of coverage; whoever is in no band was served longer ago, or never."""
    bands = range(1, len(bounds.coverage) + 2)
    numbers: Counter[tuple[Tier, int]] = Counter()
    for cell in cells:
        numbers[tier_of_rank(cell.rank), bands[-1]] += cell.number if cell.is_in_pool else 0
    for row in served:
        numbers[tier_of_rank(row.rank), row.band] += row.number
        numbers[tier_of_rank(row.rank), bands[-1]] -= row.number
    most = max(numbers.values(), default=0)
    return {
        tier: [_cell(numbers[tier, band], most, SetFilter(tier=tier, band=band)) for band in bands]
        for tier in reversed(LADDER)
    }


def ladder(map_: dict[Tier, list[CoverageCell]]) -> dict[Tier, int]:
    """How many enterprises of the pool stand on each rung, each counted once: the rows of the map of coverage."""
    return {tier: sum(cell.count for cell in map_[tier]) for tier in LADDER}


def select_paid_stakes(within: ColumnElement[bool]) -> Select[Any]:
    """Of the flagged promotions of the pool those paid before: `target`, `kind`, `paid` (fen) and `number`."""
    paid, table = select_title_awards_paid().subquery("paid_before"), Standing.__table__.c
    columns = table.promotion_target, table.promotion, paid.c.paid
    return (
        select(columns[0].label("target"), columns[1].label("kind"), columns[2], func.count().label("number"))
        .join_from(Standing, paid, paid.c.enterprise_id == table.enterprise_id)
        .where(of_standings(within), table.admitted_on.is_not(None), table.promotion.is_not(None))
        .group_by(*columns)
    )


def select_deciding() -> Select[Any]:
    """How many demands wait for a manager, as `number`."""
    return select(func.count(Demand.id).label("number")).where(is_for_manager())


def _cell(number: int, most: int, chosen: SetFilter) -> CoverageCell:
    return CoverageCell(number, -(-number * HEAT_LEVELS // most) if most else 0, chosen)


def stakes(cells: Sequence[Any], paid: Sequence[Any]) -> list[Stake]:
    """Enterprises of the pool that are eligible for or near each new title."""
    numbers: Counter[tuple[Tier, str]] = Counter()
    for cell in cells:
        if cell.is_in_pool and cell.promotion:
            numbers[cell.promotion_target, cell.promotion] += cell.number
    before: defaultdict[Tier, list[tuple[str, int, int]]] = defaultdict(list)
    for row in paid:
        before[row.target].append((row.kind, int(row.paid), row.number))
    return [Stake(tier, numbers[tier, "eligible"], numbers[tier, "near"], tuple(before[tier])) for tier in LADDER[1:]]

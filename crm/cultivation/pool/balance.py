"""The pool from one day to another: who came and left, rose and fell back; all of it from one table that adds up.

Every enterprise is counted once for where it stood on the first day and where on the last; outside the pool is a
place as well. So the beginning plus what came minus what went is the end, tier by tier and in all.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm.config.service_rules import service_rules
from crm.cultivation.models import LADDER, PoolEntry, Tier, Title
from crm.cultivation.titles.ending import awaits_review_result
from crm.cultivation.titles.tiers import rank_of, valid_on
from crm.enterprises.models import Enterprise

OUTSIDE = -1
"""As a rank: not in the pool."""
_RANKS = {tier: rank_of(tier) for tier in Tier}


@dataclass(frozen=True, slots=True)
class TierBalance:
    """One tier: what it began with, what moved, and what it ends with."""

    tier: Tier
    before: int
    entered: int
    left: int
    rose_into: int
    rose_out: int
    fell_into: int
    fell_out: int
    now: int


@dataclass(frozen=True, slots=True)
class TitleHolders:
    """Who holds a title in the pool, as the tiles of the overview count them: also below a higher one.

    `at_tier` is what the balance has for the tier, `above` what the tile counts besides; `outside` it does not count.
    """

    tier: Tier
    before: int
    at_tier: int
    above: int
    outside: int

    @property
    def now(self) -> int:
        """The number of the tile."""
        return self.at_tier + self.above

    @property
    def difference(self) -> int:
        """Against the first day."""
        return self.now - self.before


def turn_of_year(on: date) -> date:
    """The day with which this year is compared: the last one of the year before."""
    return date(on.year, 1, 1) - timedelta(days=1)


def title_holders(session: Session, within: ColumnElement[bool], first: date, last: date) -> list[TitleHolders]:
    """The titles from the lowest up: how many held each on the first day and hold it on the last."""
    before, now = _holders_on(session, within, first), _holders_on(session, within, last)
    places = "at_tier", "above", "outside"
    return [
        TitleHolders(tier, before[tier, "at_tier"] + before[tier, "above"], *(now[tier, place] for place in places))
        for tier in LADDER[1:]
    ]


def _holders_on(session: Session, within: ColumnElement[bool], day: date) -> Counter[tuple[Tier, str]]:
    """By title and place in the pool; who holds two rows of one title is counted once."""
    standing, own = _standing_on(day).subquery("standing"), case(_RANKS, value=Title.tier)
    place = case((standing.c.rank.is_(None), "outside"), (standing.c.rank > own, "above"), else_="at_tier")
    counted = (
        select(Title.tier, place.label("place"), func.count(func.distinct(Title.enterprise_id)).label("number"))
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .outerjoin(standing, standing.c.enterprise_id == Title.enterprise_id)
        .where(within, Title.tier.in_(LADDER[1:]), valid_on(day))
    )
    rows = session.execute(counted.group_by(Title.tier, place))
    return Counter({(row.tier, row.place): row.number for row in rows})


def moves(session: Session, within: ColumnElement[bool], first: date, last: date) -> Counter[tuple[int, int]]:
    """How many enterprises stood at each pair of ranks on the two days; those outside on both are not counted."""
    places = _places(within, first, last).subquery("places")
    counted = select(places.c.before, places.c.now, func.count()).group_by(places.c.before, places.c.now)
    rows = session.execute(counted)
    return Counter({(before, now): number for before, now, number in rows if (before, now) != (OUTSIDE, OUTSIDE)})


def balance(counted: Counter[tuple[int, int]]) -> list[TierBalance]:
    """The same tier by tier, from seeds up."""
    return [_of_tier(counted, rank, tier) for rank, tier in enumerate(LADDER)]


def list_moved(
    session: Session,
    within: ColumnElement[bool],
    days: tuple[date, date],
    chosen: tuple[int, int],
    *,
    bar_years: int,
    offset: int = 0,
    limit: int = 50,
) -> list[Any]:
    """The enterprises behind one number, by name; `is_awaited` of whoever may rise again by a review's result."""
    awaited = _awaits_above(Enterprise.id, literal(chosen[1]), days[1], bar_years)
    places = _places(within, *days).subquery("places")
    rows = (
        select(Enterprise.id, Enterprise.name, Enterprise.street, Enterprise.credit_code, awaited.label("is_awaited"))
        .join(places, places.c.enterprise_id == Enterprise.id)
        .where(places.c.before == chosen[0], places.c.now == chosen[1])
    )
    return list(session.execute(rows.order_by(Enterprise.name, Enterprise.id).offset(offset).limit(limit)))


def count_awaited(session: Session, within: ColumnElement[bool], on: date, *, bar_years: int) -> int:
    """How many members stand below a title whose review awaits its result: neither valid nor lost."""
    standing = _standing_on(on).subquery("standing")
    members = select(func.count()).join_from(standing, Enterprise, Enterprise.id == standing.c.enterprise_id)
    awaited = _awaits_above(standing.c.enterprise_id, standing.c.rank, on, bar_years)
    return session.scalar(members.where(within, awaited)) or 0


def _awaits_above(
    enterprise_id: ColumnElement[int] | InstrumentedAttribute[int], rank: ColumnElement[int], on: date, bar_years: int
) -> ColumnElement[bool]:
    waiting = awaits_review_result(on, service_rules().titles.review_result_days, bar_years)
    return exists().where(Title.enterprise_id == enterprise_id, waiting, case(_RANKS, value=Title.tier) > rank)


def _places(within: ColumnElement[bool], first: date, last: date) -> Select[Any]:
    before, now = _standing_on(first).subquery("at_first"), _standing_on(last).subquery("at_last")
    outside = literal(OUTSIDE)
    return (
        select(
            Enterprise.id.label("enterprise_id"),
            func.coalesce(before.c.rank, outside).label("before"),
            func.coalesce(now.c.rank, outside).label("now"),
        )
        .outerjoin(before, before.c.enterprise_id == Enterprise.id)
        .outerjoin(now, now.c.enterprise_id == Enterprise.id)
        .where(within)
    )


def _standing_on(day: date) -> Select[Any]:
    """Rank of every member of the pool on a day, over what is known now."""
    rank = func.max(case(_RANKS, value=Title.tier, else_=0))
    return (
        select(PoolEntry.enterprise_id, func.coalesce(rank, 0).label("rank"))
        .outerjoin(Title, and_(Title.enterprise_id == PoolEntry.enterprise_id, valid_on(day)))
        .where(PoolEntry.admitted_on <= day, or_(PoolEntry.left_on.is_(None), PoolEntry.left_on > day))
        .group_by(PoolEntry.enterprise_id)
    )


def _of_tier(counted: Counter[tuple[int, int]], rank: int, tier: Tier) -> TierBalance:
    into = {before: number for (before, now), number in counted.items() if now == rank and before != rank}
    out = {now: number for (before, now), number in counted.items() if before == rank and now != rank}
    return TierBalance(
        tier=tier,
        before=counted[rank, rank] + sum(out.values()),
        entered=into.get(OUTSIDE, 0),
        left=out.get(OUTSIDE, 0),
        rose_into=sum(number for before, number in into.items() if OUTSIDE < before < rank),
        rose_out=sum(number for now, number in out.items() if now > rank),
        fell_into=sum(number for before, number in into.items() if before > rank),
        fell_out=sum(number for now, number in out.items() if OUTSIDE < now < rank),
        now=counted[rank, rank] + sum(into.values()),
    )

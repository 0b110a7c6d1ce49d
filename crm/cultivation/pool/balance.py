"""The pool from one day to another: who came and left, rose and fell back; all of it from one table that adds up.

Every enterprise is counted once for where it stood on the first day and where on the last; outside the pool is a
place as well. So the beginning plus what came minus what went is the end, tier by tier and in all.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from crm.config.service_rules import service_rules
from crm.cultivation.models import LADDER, PoolEntry, Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles.bars import find_bar
from crm.cultivation.titles.ending import is_awaiting_result
from crm.cultivation.titles.queries import tier_on
from crm.cultivation.titles.tiers import in_pool, rank_of, valid_on
from crm.enterprises.models import Enterprise
from crm.rules.reading.ladder import Ladder

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
    offset: int = 0,
    limit: int = 50,
) -> list[Any]:
    """The enterprises behind one number, by name."""
    places = _places(within, *days).subquery("places")
    rows = (
        select(Enterprise.id, Enterprise.name, Enterprise.street, Enterprise.credit_code)
        .join(places, places.c.enterprise_id == Enterprise.id)
        .where(places.c.before == chosen[0], places.c.now == chosen[1])
    )
    return list(session.execute(rows.order_by(Enterprise.name, Enterprise.id).offset(offset).limit(limit)))


def awaited_members(session: Session, within: ColumnElement[bool], on: date, *, ladder: Ladder) -> set[int]:
    """Members who stand below a title whose review awaits its result: neither valid nor lost."""
    days = service_rules().titles.review_result_days
    ended = aliased(Title)
    lately = ended.expires_on >= on - timedelta(days=days), ended.expires_on < on, ended.removed_on.is_(None)
    failed = and_(TitleEvent.title_id == Title.id, TitleEvent.kind == TitleEventKind.REVIEW_FAILED)
    asked = (
        select(Title, TitleEvent.expires_before)
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .outerjoin(TitleEvent, failed)
        .where(within, in_pool(on), Title.removed_on.is_(None))
        .where(Title.enterprise_id.in_(select(ended.enterprise_id).where(*lately)))
    )
    held: dict[int, dict[int, Title]] = defaultdict(dict)
    lost: set[int] = set()
    for title, ended_on in session.execute(asked):
        held[title.enterprise_id][title.id] = title
        lost |= {title.id} if ended_on == title.expires_on else set()
    return {key for key, titles in held.items() if _is_awaited([*titles.values()], lost, on, days, ladder)}


def _is_awaited(titles: Sequence[Title], lost: set[int], on: date, days: int, ladder: Ladder) -> bool:
    if find_bar(titles, on, ladder) is not None:
        return False
    place = rank_of(tier_on(titles, on))
    return any(rank_of(title.tier) > place for title in titles if is_awaiting_result(title, titles, lost, on, days))


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

"""Pool snapshots: how many enterprises stood where at the end of each night."""

from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Flag, PoolSnapshot, Title
from crm.cultivation.titles.tiers import in_pool, tier_of_rank, tier_rank, valid_on
from crm.enterprises.models import Enterprise
from crm.rules import Purpose

IN_POOL, TITLES = "pool", "titles"


def take(session: Session, on: date) -> int:
    """Write the day's counts: members by highest tier, valid titles, open flags by target; returns how many rows."""
    members = select(tier_rank(on).label("rank")).select_from(Enterprise).where(in_pool(on)).subquery()
    by_rank = session.execute(select(members.c.rank, func.count()).group_by(members.c.rank))
    counts = {(tier_of_rank(rank), IN_POOL): count for rank, count in by_rank}
    titles = select(Title.tier, func.count(Title.enterprise_id.distinct())).where(valid_on(on)).group_by(Title.tier)
    counts |= {(tier, TITLES): count for tier, count in session.execute(titles)}
    flags = select(Flag.target, Flag.purpose, Flag.kind, func.count()).where(Flag.closed_on.is_(None))
    for target, purpose, kind, count in session.execute(flags.group_by(Flag.target, Flag.purpose, Flag.kind)):
        counts[target, kind if purpose == Purpose.NEW else f"{purpose}_{kind}"] = count
    session.execute(delete(PoolSnapshot).where(PoolSnapshot.taken_on == on))
    if counts:
        session.execute(
            insert(PoolSnapshot),
            [
                {"taken_on": on, "tier": tier, "measure": measure, "count": count}
                for (tier, measure), count in counts.items()
            ],
        )
    return len(counts)


def day_before(session: Session, on: date) -> date | None:
    """The last day before this one that has a snapshot: when the night before ran."""
    return session.scalar(select(func.max(PoolSnapshot.taken_on)).where(PoolSnapshot.taken_on < on))

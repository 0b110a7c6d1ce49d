"""The current tier of an enterprise: derived from its valid titles on a day, never a field somebody sets."""

from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, literal, or_, select

from crm.cultivation.models import LADDER, PoolEntry, Tier, Title
from crm.enterprises.models import Enterprise

_RANKS = {tier: rank for rank, tier in enumerate(LADDER)}


def valid_on(day: date, title: type[Title] = Title) -> ColumnElement[bool]:
    """The condition on `Title` (or an alias of it) for counting on a day, in SQL; the law is `law.days.validity`."""
    return and_(
        title.removed_on.is_(None),
        title.granted_on <= day,
        title.expires_on >= day,
        or_(title.revoked_on.is_(None), title.revoked_on > day),
    )


def in_pool(day: date) -> ColumnElement[bool]:
    """The condition on `Enterprise` for being in the cultivation pool on a day."""
    members = select(PoolEntry.enterprise_id).where(
        PoolEntry.admitted_on <= day, or_(PoolEntry.left_on.is_(None), PoolEntry.left_on > day)
    )
    return Enterprise.id.in_(members)


def tier_rank(day: date) -> ScalarSelect[int]:
    """Place on the ladder of the enterprise's highest valid title, as a column beside `Enterprise`; seed is 0."""
    rank = case(_RANKS, value=Title.tier, else_=0)
    return (
        select(func.coalesce(func.max(rank), literal(0)))
        .where(Title.enterprise_id == Enterprise.id, valid_on(day))
        .correlate(Enterprise)
        .scalar_subquery()
    )


def tier_of_rank(rank: int) -> Tier:
    """The tier at a place on the ladder."""
    return LADDER[rank]


def rank_of(tier: Tier) -> int:
    """The place of a tier on the ladder; `tech_sme` stands beside it and counts as seed."""
    return _RANKS.get(tier, 0)

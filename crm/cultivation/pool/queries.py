"""Reads of the cultivation pool as a whole; whose entry is open is read with the titles."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry
from crm.enterprises.models import Enterprise


def gone_from_pool(session: Session, ids: Sequence[int]) -> set[int]:
    """Those of the enterprises that left the pool and did not come back, or are deregistered."""
    entries = select(PoolEntry.enterprise_id).where(PoolEntry.enterprise_id.in_(ids))
    inside = set(session.scalars(entries.where(PoolEntry.left_on.is_(None))))
    left = set(session.scalars(entries.where(PoolEntry.left_on.is_not(None)))) - inside
    ended = select(Enterprise.id).where(Enterprise.id.in_(ids), Enterprise.deregistered_on.is_not(None))
    return left | set(session.scalars(ended))

"""Many enterprises come into the pool at once. The audit row is the caller's."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry
from crm.cultivation.pool.service import accept_proposals
from crm.db import add_rows, slices


def admit_all(session: Session, ids: Sequence[int], *, reason: str, by: int, on: date) -> None:
    """Take into the pool what is not in it; who then looks after an enterprise is the stewards' matter."""
    inside: set[int] = set()
    for part in slices(ids):
        accept_proposals(session, part, by=by, on=on)
        entries = select(PoolEntry.enterprise_id).where(PoolEntry.enterprise_id.in_(part), PoolEntry.is_open)
        inside.update(session.scalars(entries))
    row = {"admitted_on": on, "admitted_by": by, "reason": reason}
    add_rows(session, PoolEntry, [{"enterprise_id": key, **row} for key in ids if key not in inside])

"""Reads of import batches."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.errors import CrmError
from crm.imports.batches.models import BatchState, ImportBatch


def get(session: Session, batch_id: int) -> ImportBatch:
    """The batch, or CrmError not_found."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise CrmError("not_found")
    return batch


def applied_as(session: Session, idempotency_key: str) -> ImportBatch | None:
    """The batch that wrote this very import already."""
    return session.scalar(select(ImportBatch).where(ImportBatch.idempotency_key == idempotency_key))


def left_off(session: Session, file_hash: str, options: Mapping[str, Any]) -> ImportBatch | None:
    """The batch of the same file and decisions that is partly written, by whoever it was begun."""
    begun = ImportBatch.file_hash == file_hash, ImportBatch.state == BatchState.APPLYING, ImportBatch.done > 0
    batches = session.scalars(select(ImportBatch).where(*begun).order_by(ImportBatch.id))
    return next((batch for batch in batches if batch.options == options), None)


def at_work(session: Session, user_id: int, *, since: datetime) -> int:
    """How many of a person's batches are being read or written, by a child heard of since a moment."""
    working = ImportBatch.state.in_((BatchState.READING, BatchState.APPLYING, BatchState.UNDOING))
    own = ImportBatch.created_by == user_id, ImportBatch.heartbeat_at > since
    return session.scalar(select(func.count()).select_from(ImportBatch).where(working, *own)) or 0


def latest(session: Session, *, offset: int = 0, limit: int = 50) -> Sequence[ImportBatch]:
    """Batches, newest first, without those thrown away."""
    kept = select(ImportBatch).where(ImportBatch.state != BatchState.DISCARDED)
    return session.scalars(kept.order_by(ImportBatch.id.desc()).offset(offset).limit(limit)).all()


def with_files(session: Session) -> set[int]:
    """The batches whose files are still wanted: those under way, and the findings of those written or failed."""
    return set(session.scalars(select(ImportBatch.id).where(ImportBatch.state != BatchState.DISCARDED)))


def applied_before(session: Session, batch: ImportBatch) -> ImportBatch | None:
    """The last other batch that wrote the same file."""
    same = ImportBatch.file_hash == batch.file_hash, ImportBatch.id != batch.id
    wanted = select(ImportBatch).where(*same, ImportBatch.state == BatchState.APPLIED)
    return session.scalars(wanted.order_by(ImportBatch.id.desc()).limit(1)).first()

"""Reads of what batches wrote and of what stayed of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from crm.enterprises.models import Enterprise
from crm.imports.batches.models import ImportBatch
from crm.imports.undo.models import BatchWrite


@dataclass(frozen=True, slots=True)
class LaterBatch:
    """A later import that wrote about enterprises of an earlier one, and about how many of them."""

    file_name: str
    enterprises: int


@dataclass(frozen=True, slots=True)
class KeptEnterprise:
    """What stayed of one enterprise when a batch was taken back: group, place and reason, a line each."""

    enterprise_id: int
    name: str
    lines: tuple[tuple[str, str, str], ...]


def count_writes(session: Session, batch_id: int) -> int:
    """How many enterprises can still be taken back."""
    mine = select(func.count()).where(BatchWrite.batch_id == batch_id, BatchWrite.kept.is_(None))
    return session.scalar(mine) or 0


def next_writes(session: Session, batch_id: int, size: int) -> Sequence[BatchWrite]:
    """The enterprises to be taken back next."""
    return list_writes(session, batch_id, offset=0, limit=size)


def list_writes(session: Session, batch_id: int, *, offset: int, limit: int) -> Sequence[BatchWrite]:
    """The enterprises that are not taken back, in the order in which they would be."""
    mine = select(BatchWrite).where(BatchWrite.batch_id == batch_id, BatchWrite.kept.is_(None))
    return session.scalars(mine.order_by(BatchWrite.id).offset(offset).limit(limit)).all()


def later_batch(session: Session, batch_id: int) -> LaterBatch | None:
    """The last import that wrote about enterprises of this one after it did."""
    mine, other = aliased(BatchWrite), aliased(BatchWrite)
    later = (
        select(other.batch_id, func.count())
        .join(mine, mine.enterprise_id == other.enterprise_id)
        .where(mine.batch_id == batch_id, other.id > mine.id, other.batch_id != batch_id)
        .where(mine.kept.is_(None), other.kept.is_(None))
        .group_by(other.batch_id)
        .order_by(other.batch_id.desc())
    )
    found = session.execute(later.limit(1)).first()
    return LaterBatch(session.get_one(ImportBatch, found[0]).file_name, found[1]) if found else None


def list_kept(session: Session, batch_id: int, *, offset: int, limit: int) -> list[KeptEnterprise]:
    """What stayed of a batch that was taken back, by enterprise."""
    stayed = (
        select(Enterprise.id, Enterprise.name, BatchWrite.kept)
        .join(BatchWrite, BatchWrite.enterprise_id == Enterprise.id)
        .where(BatchWrite.batch_id == batch_id, BatchWrite.kept.is_not(None))
        .order_by(BatchWrite.id)
    )
    rows = session.execute(stayed.offset(offset).limit(limit))
    return [KeptEnterprise(row.id, row.name, part_lines(row.kept)) for row in rows]


def count_kept(session: Session, batch_id: int) -> int:
    """How many enterprises something stayed of."""
    stayed = select(func.count()).where(BatchWrite.batch_id == batch_id, BatchWrite.kept.is_not(None))
    return session.scalar(stayed) or 0


def part_lines(kept: str) -> tuple[tuple[str, str, str], ...]:
    """The lines of what stayed of an enterprise, each parted into group, place and reason."""
    parts = (line.split(" ") for line in kept.splitlines())
    return tuple((group, place, why) for group, place, why in parts)

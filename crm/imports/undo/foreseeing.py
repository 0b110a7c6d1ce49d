"""What taking a batch back would come to, read before anybody does it; nothing is changed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.enterprises.models import Enterprise
from crm.imports.undo import queries
from crm.imports.undo.kept_rows import read_kept
from crm.imports.undo.queries import KeptEnterprise, part_lines
from crm.imports.undo.restoring import foresee

AT_ONCE = 500
"""Enterprises: so many are looked at for one page."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """How many enterprises would go whole or be as before, and those of which something would stay, with why."""

    gone: int
    restored: int
    staying: list[KeptEnterprise]


def foresee_undo(session: Session, batch_id: int, *, offset: int, limit: int) -> Foresight:
    """What would become of so many enterprises of a batch, by the same rules as the act."""
    writes = queries.list_writes(session, batch_id, offset=offset, limit=limit)
    undoing = foresee(session, read_kept(writes))
    lines, gone = undoing.lines(), undoing.vanishing()
    named = select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(sorted(lines))).order_by(Enterprise.id)
    staying = [KeptEnterprise(row.id, row.name, part_lines(lines[row.id])) for row in session.execute(named)]
    return Foresight(len(gone), len(writes) - len(gone) - len(staying), staying)

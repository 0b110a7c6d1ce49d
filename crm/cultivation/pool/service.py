"""Coming into the cultivation pool and leaving it; who then looks after the enterprise is the stewards' matter."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.models import Leaving, PoolEntry
from crm.cultivation.pool.models import Decision, PoolProposal
from crm.cultivation.titles import queries as title_queries
from crm.db import serialise
from crm.enterprises import service as enterprises
from crm.enterprises.models import Enterprise
from crm.enterprises.service import Identity
from crm.errors import CrmError
from crm.stewards import queries as stewards
from crm.stewards.service import end_care, enqueue

_DEREGISTERED = "企业已注销"


def admit_new(
    session: Session, credit_code: str, identity: Identity, *, reason: str, by: int | None, on: date
) -> Enterprise:
    """Register an enterprise and take it into the pool, as one act."""
    enterprise = enterprises.register(session, credit_code, identity, by=by, on=on)
    admit(session, enterprise, reason=reason, by=by, on=on)
    return enterprise


def admit(session: Session, enterprise: Enterprise, *, reason: str, by: int | None, on: date) -> PoolEntry:
    """Take a known enterprise into the pool; without a steward it waits in the queue.

    A proposal that waits is accepted by this, through whatever door the enterprise comes.
    """
    serialise(session, f"pool entry of {enterprise.id}")
    refuse_unfit(session, enterprise, on=on)
    entry = PoolEntry(enterprise_id=enterprise.id, admitted_on=on, admitted_by=by, reason=reason)
    session.add(entry)
    session.flush()
    accept_proposals(session, [enterprise.id], entry_id=entry.id, by=by, on=on)
    standing = stewards.standing(session, enterprise.id)
    if standing.assignment_id is None and not standing.queued:
        enqueue(session, enterprise.id, why=reason, by=by, on=on)
    audit.record(session, by, "pool.admitted", f"enterprise:{enterprise.id}")
    return entry


def accept_proposals(
    session: Session, ids: Collection[int], *, entry_id: int | None = None, by: int | None, on: date
) -> None:
    """What waits for a decision about enterprises that come into the pool is decided by that."""
    waiting = select(PoolProposal).where(PoolProposal.enterprise_id.in_(ids), PoolProposal.decided_on.is_(None))
    for proposal in session.scalars(waiting):
        proposal.decision, proposal.entry_id = Decision.ADMITTED, entry_id
        proposal.decided_by, proposal.decided_on = by, on
    session.flush()


def refuse_unfit(session: Session, enterprise: Enterprise, *, on: date) -> None:
    """What is in the pool already or deregistered is not admitted: CrmError."""
    entry = title_queries.open_entry(session, enterprise.id)
    if entry is not None:
        raise CrmError("already_in_pool", name=enterprise.name, day=entry.admitted_on)
    if enterprise.deregistered_on is not None and enterprise.deregistered_on <= on:
        raise CrmError("deregistered_enterprise", name=enterprise.name, day=enterprise.deregistered_on)


def leave(
    session: Session,
    enterprise: Enterprise,
    why: Leaving,
    *,
    note: str,
    by: int,
    on: date,
    deregistered_on: date | None = None,
) -> None:
    """Let an enterprise go out of the pool; nobody looks after it any more, and its record stays.

    One that was deregistered says so in its record, on `deregistered_on` unless the day is known already.
    """
    if why is Leaving.DEREGISTERED:
        _note_deregistration(session, enterprise, deregistered_on, by=by, on=on)
    serialise(session, f"pool entry of {enterprise.id}")
    entry = title_queries.open_entry(session, enterprise.id)
    if entry is None:
        raise CrmError("not_in_pool", name=enterprise.name)
    _close(session, entry, why, note=note, by=by, on=on)


def let_deregistered_go(session: Session, *, by: int | None, on: date) -> list[int]:
    """Whoever the record calls deregistered leaves the pool; returns whose entries were closed."""
    gone = select(PoolEntry).join(Enterprise, Enterprise.id == PoolEntry.enterprise_id)
    gone = gone.where(PoolEntry.is_open, Enterprise.deregistered_on <= on).order_by(Enterprise.id)
    entries = session.scalars(gone).all()
    for entry in entries:
        _close(session, entry, Leaving.DEREGISTERED, note=_DEREGISTERED, by=by, on=on)
    return [entry.enterprise_id for entry in entries]


def _close(session: Session, entry: PoolEntry, why: Leaving, *, note: str, by: int | None, on: date) -> None:
    entry.left_on, entry.left_why, entry.left_by = on, why, by
    session.flush()
    end_care(session, entry.enterprise_id, why=note, by=by, on=on)
    audit.record(session, by, "pool.left", f"enterprise:{entry.enterprise_id}", why=why)


def _note_deregistration(
    session: Session, enterprise: Enterprise, deregistered_on: date | None, *, by: int, on: date
) -> None:
    if enterprise.deregistered_on is not None:
        return
    if deregistered_on is None:
        raise CrmError("deregistration_needs_day")
    known = {field: getattr(enterprise, field) for field in Identity.__dataclass_fields__}
    identity = Identity(**{**known, "deregistered_on": deregistered_on})
    enterprises.change_identity(session, enterprise, identity, by=by, on=on)

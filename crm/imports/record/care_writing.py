"""Puts the enterprises of a register into the pool and into somebody's care: a named steward's, or the queue's."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry
from crm.imports.record.act import Act
from crm.imports.record.enterprise_writing import put
from crm.imports.record.queries import Known, slices
from crm.imports.sheets.staged import StagedEnterprise
from crm.service_rules import service_rules
from crm.stewards.models import Assignment, QueueEntry


def admit(session: Session, ids: Sequence[int], known: Known, *, act: Act) -> None:
    """Admit to the pool what is not in it."""
    rows = [
        {"enterprise_id": each, "admitted_on": act.on, "admitted_by": act.by, "reason": act.evidence}
        for each in ids
        if each not in known.pooled
    ]
    put(session, PoolEntry, rows)


def place(
    session: Session,
    staged: Sequence[StagedEnterprise],
    ids: Mapping[str, int],
    stewards: Mapping[str, int],
    known: Known,
    *,
    act: Act,
) -> tuple[int, int, list[StagedEnterprise]]:
    """Give enterprises without a steward to the one the register names, or let them wait in the queue.

    Whoever looks after an enterprise already keeps it: replacing a steward is a manager's decision. Returns how
    many were assigned, how many queued, and the rows that name somebody else than the present steward.
    """
    assigned, queued, kept = [], [], []
    for enterprise in staged:
        enterprise_id, steward = ids[enterprise.uscc], stewards.get(enterprise.steward or "")
        present = known.stewards.get(enterprise_id)
        if present is not None:
            kept += [enterprise] if enterprise.steward and steward != present else []
        elif steward is not None:
            assigned.append(_assignment(enterprise_id, steward, act))
        elif enterprise_id not in known.queued:
            queued.append(_entry(enterprise_id, act))
    _leave_queue(session, [row["enterprise_id"] for row in assigned if row["enterprise_id"] in known.queued], act)
    put(session, Assignment, assigned)
    put(session, QueueEntry, queued)
    return len(assigned), len(queued), kept


def _assignment(enterprise_id: int, steward: int, act: Act) -> dict[str, object]:
    return {
        "enterprise_id": enterprise_id,
        "steward_id": steward,
        "from_on": act.on,
        "assigned_by": act.by,
        "why": act.evidence,
    }


def _entry(enterprise_id: int, act: Act) -> dict[str, object]:
    due_on = act.on + timedelta(days=service_rules().stewards.queue_days)
    return {"enterprise_id": enterprise_id, "since": act.on, "due_on": due_on, "put_by": act.by, "why": act.evidence}


def _leave_queue(session: Session, ids: Sequence[object], act: Act) -> None:
    for part in slices(ids):
        open_entries = QueueEntry.enterprise_id.in_(part), QueueEntry.left_on.is_(None)
        session.execute(update(QueueEntry).where(*open_entries).values(left_on=act.on))

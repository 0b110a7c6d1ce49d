"""Many enterprises come into somebody's care at once: a steward's, or the queue's. The audit row is the caller's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.config.working_days import due
from crm.db import add_rows, serialise, slices
from crm.sql.claiming import execute_counting
from crm.stewards.models import Assignment, QueueEntry
from crm.stewards.service import STEWARDS


@dataclass(frozen=True, slots=True)
class PlacementCount:
    """How many were assigned and queued, and who looks after those that had a steward already."""

    assigned: int
    queued: int
    present: Mapping[int, int]


def claim_care(session: Session) -> None:
    """Be alone with everybody's stewards until the commit; whoever compares before writing claims first."""
    serialise(session, STEWARDS)


def place_all(session: Session, wishes: Mapping[int, int | None], *, why: str, by: int, on: date) -> PlacementCount:
    """Give enterprises without a steward to the one wished for, or let them wait where there is no wish.

    Whoever looks after an enterprise already keeps it: replacing a steward is a manager's act. A wish may name a
    candidate, whose enterprises wait for the account to be activated.
    """
    claim_care(session)
    present, waiting = _present(session, sorted(wishes)), _waiting(session, sorted(wishes))
    without = {key: steward for key, steward in wishes.items() if key not in present}
    assigned = {key: steward for key, steward in without.items() if steward is not None}
    queued = [key for key, steward in without.items() if steward is None and key not in waiting]
    _end_waiting(session, [key for key in assigned if key in waiting], on)
    given = {"from_on": on, "assigned_by": by, "why": why}
    add_rows(
        session, Assignment, [{"enterprise_id": key, "steward_id": each, **given} for key, each in assigned.items()]
    )
    wait = {"since": on, "due_on": due(on, service_rules().stewards.queue_days), "put_by": by, "why": why}
    add_rows(session, QueueEntry, [{"enterprise_id": key, **wait} for key in queued])
    return PlacementCount(len(assigned), len(queued), present)


def _present(session: Session, ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in slices(ids):
        rows = select(Assignment.enterprise_id, Assignment.steward_id).where(
            Assignment.enterprise_id.in_(part), Assignment.is_open
        )
        found |= {row.enterprise_id: row.steward_id for row in session.execute(rows)}
    return found


def _waiting(session: Session, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for part in slices(ids):
        entries = select(QueueEntry.enterprise_id).where(QueueEntry.enterprise_id.in_(part), QueueEntry.is_open)
        found.update(session.scalars(entries))
    return found


def _end_waiting(session: Session, ids: Sequence[Any], on: date) -> None:
    for part in slices(ids):
        left = update(QueueEntry).where(QueueEntry.enterprise_id.in_(part), QueueEntry.is_open).values(left_on=on)
        execute_counting(session, left)

"""Whom an act about an enterprise concerns: its steward, and whoever stands in on that day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.stewards.models import Assignment, LeaveCover


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who sees to an enterprise; `stands_in` for its steward on leave."""

    user_id: int
    stands_in: bool


def carers_on(session: Session, on: date) -> dict[int, list[Carer]]:
    """For every enterprise with a steward: the steward first, then who stands in on this day."""
    acting = defaultdict(list)
    running = select(LeaveCover.steward_id, LeaveCover.cover_id).where(
        LeaveCover.from_on <= on, LeaveCover.to_on >= on, LeaveCover.cancelled_on.is_(None)
    )
    for steward_id, cover_id in session.execute(running):
        acting[steward_id].append(Carer(cover_id, stands_in=True))
    held = select(Assignment.enterprise_id, Assignment.steward_id).where(Assignment.is_open)
    return {
        enterprise_id: [Carer(steward_id, stands_in=False), *acting.get(steward_id, ())]
        for enterprise_id, steward_id in session.execute(held)
    }

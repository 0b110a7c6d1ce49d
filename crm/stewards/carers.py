"""Whom an act about an enterprise concerns: its steward, and whoever stands in on that day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import slices
from crm.stewards.models import Assignment
from crm.stewards.queries import stand_ins


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who sees to an enterprise; `stands_in` for its steward on leave."""

    user_id: int
    stands_in: bool


def carers_on(session: Session, on: date, among: Sequence[int] | None = None) -> dict[int, list[Carer]]:
    """For every enterprise with a steward, or those `among` some: the steward first, then who stands in that day."""
    acting: dict[int, list[Carer]] = defaultdict(list)
    for steward_id, cover_id in stand_ins(session, on).items():
        acting[steward_id].append(Carer(cover_id, stands_in=True))
    held = select(Assignment.enterprise_id, Assignment.steward_id).where(Assignment.is_open)
    parts = [held] if among is None else [held.where(Assignment.enterprise_id.in_(part)) for part in slices(among)]
    return {
        enterprise_id: [Carer(steward_id, stands_in=False), *acting.get(steward_id, ())]
        for part in parts
        for enterprise_id, steward_id in session.execute(part)
    }


def carers_of(session: Session, enterprise_id: int, on: date) -> list[Carer]:
    """The steward of one enterprise, then who stands in on this day; nobody while it waits for one."""
    steward_id = session.scalar(
        select(Assignment.steward_id).where(Assignment.enterprise_id == enterprise_id, Assignment.is_open)
    )
    if steward_id is None:
        return []
    standing_in = stand_ins(session, on).get(steward_id)
    return [Carer(steward_id, stands_in=False), *([Carer(standing_in, stands_in=True)] if standing_in else [])]

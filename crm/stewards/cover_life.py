"""The life of a leave cover: it begins and ends with the calendar; called off or ended early only by a manager."""

from datetime import date
from enum import StrEnum

from crm.people.models import ADMINISTRATORS, Role
from crm.steps import Step, life
from crm.stewards.models import LeaveCover


class CoverState(StrEnum):
    """Still to come, running, over with its last day, or cancelled before that."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class CoverAct(StrEnum):
    """What a manager can still do about a cover; and what happens to it when one of the two is steward no more."""

    CALL_OFF = "call_off"
    END_EARLY = "end_early"
    LEAVE = "leave"


_MANAGERS = frozenset({Role.MANAGER})

COVER_LIFE = life(
    Step(CoverAct.CALL_OFF, CoverState.PLANNED, CoverState.CANCELLED, _MANAGERS),
    Step(CoverAct.END_EARLY, CoverState.RUNNING, CoverState.CANCELLED, _MANAGERS, needs=frozenset({"why"})),
)

# Taken by whoever disables an account or takes the role back; no page has a button for it.
COVER_LEAVING = life(
    Step(CoverAct.LEAVE, CoverState.PLANNED, CoverState.CANCELLED, ADMINISTRATORS),
    Step(CoverAct.LEAVE, CoverState.RUNNING, CoverState.CANCELLED, ADMINISTRATORS),
)


def state_on(cover: LeaveCover, on: date) -> CoverState:
    """Where the cover stands on a business date."""
    if cover.cancelled_on is not None:
        return CoverState.CANCELLED
    if on > cover.to_on:
        return CoverState.OVER
    return CoverState.RUNNING if on >= cover.from_on else CoverState.PLANNED

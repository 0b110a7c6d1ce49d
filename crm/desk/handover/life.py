"""The life of a sheet: its receiver takes it over item by item; a manager takes it back while nothing is taken over."""

from enum import StrEnum

from crm.desk.handover.models import Handover
from crm.people.models import Role
from crm.steps import Step, life


class SheetState(StrEnum):
    """Something is not taken over, everything is, or the enterprises went back."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class SheetAct(StrEnum):
    """What is done about a sheet as a whole."""

    ACCEPT = "accept"
    WITHDRAW = "withdraw"


SHEET_LIFE = life(
    Step(SheetAct.ACCEPT, SheetState.OPEN, SheetState.ACCEPTED, frozenset({Role.STEWARD})),
    Step(
        SheetAct.WITHDRAW, SheetState.OPEN, SheetState.WITHDRAWN, frozenset({Role.MANAGER}), needs=frozenset({"why"})
    ),
)


def state_of(sheet: Handover) -> SheetState:
    """Where the sheet stands."""
    if sheet.withdrawn_on is not None:
        return SheetState.WITHDRAWN
    return SheetState.OPEN if sheet.accepted_on is None else SheetState.ACCEPTED

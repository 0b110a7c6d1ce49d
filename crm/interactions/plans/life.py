"""The life of a planned contact: moved, kept by a contact that took place, or dropped."""

from enum import StrEnum

from crm.interactions.models import PlanState
from crm.people.models import Role
from crm.steps import Step, life


class PlanAct(StrEnum):
    """What becomes of a plan."""

    MOVE = "move"
    JOIN = "join"
    LEAVE_ALONE = "leave_alone"
    DROP = "drop"
    KEEP = "keep"
    REOPEN = "reopen"


_GOERS = frozenset({Role.STEWARD, Role.MANAGER, Role.HANDLER})
_OPEN = PlanState.PLANNED

PLAN_LIFE = life(
    Step(PlanAct.MOVE, _OPEN, _OPEN, _GOERS),
    Step(PlanAct.JOIN, _OPEN, _OPEN, _GOERS),
    Step(PlanAct.LEAVE_ALONE, _OPEN, _OPEN, _GOERS),
    Step(PlanAct.DROP, _OPEN, PlanState.DROPPED, _GOERS, needs=frozenset({"why"})),
    Step(PlanAct.KEEP, _OPEN, PlanState.KEPT, _GOERS),
    Step(PlanAct.REOPEN, PlanState.KEPT, _OPEN, _GOERS),
)

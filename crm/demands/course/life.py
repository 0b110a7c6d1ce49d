"""The life of a demand as a table; what the table cannot say (once, three tries, only a promise) stands beside it.

Answered by the department is not closed: the steward calls back, and the enterprise's word closes it or opens it again.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from crm.config.service_rules import service_rules
from crm.demands.models import Demand, DemandState, Extension, Outcome
from crm.steps import Step, Table, allowed_steps, life

_RAISED, _RETURNED, _IN_HAND, _PAUSED = (
    DemandState.RAISED,
    DemandState.RETURNED,
    DemandState.IN_HAND,
    DemandState.PAUSED,
)
_DONE, _CALLED_BACK, _CLOSED = DemandState.DONE, DemandState.CALLED_BACK, DemandState.CLOSED
OPEN_STATES = (_RAISED, _RETURNED, _IN_HAND, _PAUSED)
"""The department has not answered yet."""
UNFINISHED_STATES = (*OPEN_STATES, _DONE, _CALLED_BACK)


class Actor(StrEnum):
    """As what somebody acts on a demand: handler of the leading or a joint department, steward, manager, the night."""

    LEAD = "lead"
    JOINT = "joint"
    CARER = "carer"
    MANAGER = "manager"
    NIGHT = "night"


class DemandAct(StrEnum):
    """What can be done about a demand."""

    ACCEPT = "accept"
    RETURN = "return"
    ROUTE = "route"
    TRANSFER = "transfer"
    CONTRIBUTE = "contribute"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ANSWER = "answer"
    TRY_CALL = "try_call"
    CALL_BACK = "call_back"
    CONFIRM = "confirm"
    CLOSE_UNREACHED = "close_unreached"
    REOPEN = "reopen"
    SEND_UP = "send_up"
    STRIKE_OFF = "strike_off"
    PROMISE_PASSED = "promise_passed"
    WITHDRAW = "withdraw"
    MERGE = "merge"


_LEAD, _MANAGER = frozenset({Actor.LEAD}), frozenset({Actor.MANAGER})
_NEAR = frozenset({Actor.CARER, Actor.MANAGER})  # who speaks with the enterprise: its steward, a stand-in, a manager


def _step(act: DemandAct, before: DemandState, after: DemandState, roles: frozenset[str], *needs: str) -> Step:
    return Step(act, before, after, roles, frozenset(needs))


DEMAND_LIFE = life(
    _step(DemandAct.ACCEPT, _RAISED, _IN_HAND, _LEAD),
    _step(DemandAct.RETURN, _RAISED, _RETURNED, _LEAD, "why"),
    _step(DemandAct.ROUTE, _RETURNED, _RAISED, _MANAGER, "department"),
    _step(DemandAct.TRANSFER, _RAISED, _RAISED, _MANAGER, "department", "why"),
    _step(DemandAct.ANSWER, _IN_HAND, _DONE, _LEAD, "outcome", "text"),
    _step(DemandAct.CONTRIBUTE, _IN_HAND, _IN_HAND, frozenset({Actor.JOINT}), "text"),
    _step(DemandAct.PAUSE, _IN_HAND, _PAUSED, _LEAD, "why", "evidence"),
    _step(DemandAct.RESUME, _PAUSED, _IN_HAND, _LEAD | _MANAGER),
    _step(DemandAct.ASK_EXTENSION, _IN_HAND, _IN_HAND, _LEAD, "day", "why"),
    _step(DemandAct.GRANT_EXTENSION, _IN_HAND, _IN_HAND, _MANAGER),
    _step(DemandAct.REFUSE_EXTENSION, _IN_HAND, _IN_HAND, _MANAGER, "why"),
    _step(DemandAct.TRANSFER, _IN_HAND, _RAISED, _MANAGER, "department", "why"),
    _step(DemandAct.CALL_BACK, _DONE, _CALLED_BACK, _NEAR, "channel", "spoken_with", "text"),
    _step(DemandAct.TRY_CALL, _DONE, _DONE, _NEAR),
    _step(DemandAct.CLOSE_UNREACHED, _DONE, _CLOSED, _NEAR),
    _step(DemandAct.CONFIRM, _CALLED_BACK, _CLOSED, _NEAR, "satisfaction"),
    _step(DemandAct.REOPEN, _CALLED_BACK, _IN_HAND, _NEAR, "why"),
    _step(DemandAct.SEND_UP, _CALLED_BACK, _RETURNED, _NEAR, "why"),
    _step(DemandAct.STRIKE_OFF, _CLOSED, _CLOSED, _NEAR, "why"),
    _step(DemandAct.PROMISE_PASSED, _CLOSED, _IN_HAND, frozenset({Actor.NIGHT})),
    *(_step(DemandAct.MERGE, before, DemandState.MERGED, _NEAR, "into") for before in OPEN_STATES),
    *(_step(DemandAct.WITHDRAW, before, DemandState.WITHDRAWN, _NEAR, "why") for before in OPEN_STATES),
)


def is_promise(demand: Demand) -> bool:
    """Answered with 挂账 and not struck off; `queries.is_promise` asks the database the same of closed ones."""
    return demand.outcome is Outcome.PLANNED and demand.struck_off_on is None


def _has_tried_enough(demand: Demand) -> bool:
    return demand.call_tries >= service_rules().demands.call_tries


_ONLY_WHILE: Mapping[str, Callable[[Demand], bool]] = {
    DemandAct.RETURN: lambda demand: not demand.was_returned,
    DemandAct.ASK_EXTENSION: lambda demand: demand.extension is None,
    DemandAct.GRANT_EXTENSION: lambda demand: demand.extension is Extension.REQUESTED,
    DemandAct.REFUSE_EXTENSION: lambda demand: demand.extension is Extension.REQUESTED,
    DemandAct.CLOSE_UNREACHED: _has_tried_enough,
    DemandAct.REOPEN: lambda demand: demand.round == 1,
    DemandAct.SEND_UP: lambda demand: demand.round > 1,
    DemandAct.STRIKE_OFF: is_promise,
    DemandAct.PROMISE_PASSED: is_promise,
}


def steps_open_to(demand: Demand, actors: AbstractSet[str]) -> Table:
    """The steps somebody may take on the demand as it is now; buttons and service both ask here."""
    allowed = allowed_steps(DEMAND_LIFE, demand.state, actors)
    return tuple(step for step in allowed if step.act not in _ONLY_WHILE or _ONLY_WHILE[step.act](demand))

"""The life of an application as a table; what the table cannot say stands beside it."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from crm.cultivation.applications.models import Application, ApplicationState
from crm.steps import Step, Table, allowed_steps, life

_PREPARED, _SUBMITTED = ApplicationState.PREPARED, ApplicationState.SUBMITTED
_RECOMMENDED, _PUBLICITY = ApplicationState.RECOMMENDED, ApplicationState.PUBLICITY
OPEN_STATES = (_PREPARED, _SUBMITTED, _RECOMMENDED, _PUBLICITY)


class ApplicationActor(StrEnum):
    """As what somebody acts on an application: steward or stand-in, manager, the night."""

    CARER = "carer"
    MANAGER = "manager"
    NIGHT = "night"


class ApplicationAct(StrEnum):
    """What can be done about an application."""

    SUBMIT = "submit"
    MISS = "miss"
    SEND_BACK = "send_back"
    CHECK_SITE = "check_site"
    RECOMMEND = "recommend"
    ANNOUNCE = "announce"
    OBJECT = "object"
    SETTLE = "settle"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_MANAGER = frozenset({ApplicationActor.MANAGER})
_NEAR = frozenset({ApplicationActor.CARER, ApplicationActor.MANAGER})


def _step(
    act: ApplicationAct, before: ApplicationState, after: ApplicationState, roles: frozenset[str], *needs: str
) -> Step:
    return Step(act, before, after, roles, frozenset(needs))


APPLICATION_LIFE = life(
    _step(ApplicationAct.SUBMIT, _PREPARED, _SUBMITTED, _NEAR),
    _step(ApplicationAct.MISS, _PREPARED, ApplicationState.MISSED, frozenset({ApplicationActor.NIGHT})),
    _step(ApplicationAct.CHECK_SITE, _SUBMITTED, _SUBMITTED, _NEAR, "day", "text"),
    _step(ApplicationAct.RECOMMEND, _SUBMITTED, _RECOMMENDED, _MANAGER, "document"),
    _step(ApplicationAct.SEND_BACK, _SUBMITTED, _PREPARED, _MANAGER, "why"),
    _step(ApplicationAct.ANNOUNCE, _RECOMMENDED, _PUBLICITY, _MANAGER, "document", "day", "until"),
    _step(ApplicationAct.OBJECT, _PUBLICITY, _PUBLICITY, _MANAGER, "text"),
    _step(ApplicationAct.SETTLE, _PUBLICITY, _PUBLICITY, _MANAGER, "text"),
    *(
        _step(ApplicationAct.GRANT, before, ApplicationState.GRANTED, _MANAGER, "document", "day")
        for before in (_RECOMMENDED, _PUBLICITY)
    ),
    *(
        _step(ApplicationAct.REFUSE, before, ApplicationState.REFUSED, _MANAGER, "clause", "why")
        for before in (_SUBMITTED, _RECOMMENDED, _PUBLICITY)
    ),
    *(_step(ApplicationAct.WITHDRAW, before, ApplicationState.WITHDRAWN, _NEAR, "why") for before in OPEN_STATES),
)

_ONLY_WHILE: Mapping[str, Callable[[Application], bool]] = {
    ApplicationAct.SETTLE: lambda application: application.objections > 0
}


def steps_open_to(application: Application, actors: AbstractSet[str]) -> Table:
    """The steps somebody may take on the application as it is now; buttons and service both ask here."""
    allowed = allowed_steps(APPLICATION_LIFE, application.state, actors)
    return tuple(step for step in allowed if step.act not in _ONLY_WHILE or _ONLY_WHILE[step.act](application))

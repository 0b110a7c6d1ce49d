"""The life of a promise in a service plan: fulfilled or given up, and taken up again."""

from enum import StrEnum

from crm.interactions.support.models import ItemState
from crm.people.models import Role
from crm.steps import Step, life


class ItemAct(StrEnum):
    """What steward and manager do about a promise; each says how or why."""

    FULFIL = "fulfil"
    GIVE_UP = "give_up"
    TAKE_UP = "take_up"


_CARERS = frozenset({Role.STEWARD, Role.MANAGER})
_WHY = frozenset({"why"})

ITEM_LIFE = life(
    Step(ItemAct.FULFIL, ItemState.PROMISED, ItemState.FULFILLED, _CARERS, needs=_WHY),
    Step(ItemAct.GIVE_UP, ItemState.PROMISED, ItemState.GIVEN_UP, _CARERS, needs=_WHY),
    Step(ItemAct.TAKE_UP, ItemState.FULFILLED, ItemState.PROMISED, _CARERS, needs=_WHY),
    Step(ItemAct.TAKE_UP, ItemState.GIVEN_UP, ItemState.PROMISED, _CARERS, needs=_WHY),
)

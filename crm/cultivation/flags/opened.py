"""What an open flag is, and which were seen: the same for lists, counts, reminders and standings."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from crm.cultivation.flags.models import FlagAct, FlagEvent
from crm.cultivation.models import Flag
from crm.rules import FlagKind

FLAG_KINDS = tuple(kind.value for kind in FlagKind)
"""What is worth more attention, first."""
STRENGTH = {kind: len(FLAG_KINDS) - place for place, kind in enumerate(FLAG_KINDS)}
"""How much attention each is worth; no flag at all is worth 0."""
_DECIDING = (FlagAct.SNOOZED, FlagAct.ACTED, FlagAct.DISMISSED)


def open_flag(on: date) -> ColumnElement[bool]:
    """The condition on `Flag` for being open and not put off on a day."""
    return and_(Flag.closed_on.is_(None), Flag.id.not_in(_put_off(on)))


def without_seen(flags: Select[Any]) -> Select[Any]:
    """The same select of `Flag` without those about which somebody who looks after the enterprise did anything."""
    event = aliased(FlagEvent)
    return flags.outerjoin(event, and_(event.flag_id == Flag.id, event.as_carer)).where(event.id.is_(None))


def _put_off(on: date) -> Select[tuple[int]]:
    """Flags of which the last that was decided is to wait until a later day."""
    running = FlagEvent.until > on
    last_wait, last = func.max(case((running, FlagEvent.number), else_=0)), func.max(FlagEvent.number)
    waiting = select(FlagEvent.flag_id).where(running)
    decided = select(FlagEvent.flag_id).where(FlagEvent.flag_id.in_(waiting), FlagEvent.act.in_(_DECIDING))
    return decided.group_by(FlagEvent.flag_id).having(last_wait == last)

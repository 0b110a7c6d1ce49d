"""Lives as tables: which act leads from which state to which, who may take it and what it cannot do without.

One table draws the buttons of a page and guards the service; each step taken is a numbered row of `<thing>_events`.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm.db import code_text, key, long_text


@dataclass(frozen=True, slots=True)
class Step:
    """One act in one state. `roles` may take it; `needs` names the values it is refused without, such as `why`."""

    act: str
    before: str
    after: str
    roles: frozenset[str]
    needs: frozenset[str] = frozenset()


Table = tuple[Step, ...]


def life(*steps: Step) -> Table:
    """The table of a thing's life; raises ValueError when one act would lead from one state to two."""
    pairs = [(step.act, step.before) for step in steps]
    doubled = {pair for pair in pairs if pairs.count(pair) > 1}
    if doubled:
        raise ValueError(f"an act leads from a state twice: {sorted(doubled)}")
    return steps


def allowed_steps(table: Table, state: str, roles: AbstractSet[str]) -> Table:
    """The steps that somebody with these roles may take in a state, in the order of the table."""
    return tuple(step for step in table if step.before == state and step.roles & roles)


def find_step(table: Table, act: str, state: str, roles: AbstractSet[str]) -> Step | None:
    """The step an act would be in this state; None when nobody with these roles may take it now."""
    return next((step for step in allowed_steps(table, state, roles) if step.act == act), None)


class StepEvent:
    """The columns of every table of events; `number` counts within the thing and is unique there."""

    id: Mapped[key]
    number: Mapped[int]
    act: Mapped[code_text]
    before: Mapped[code_text]
    after: Mapped[code_text]
    by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    why: Mapped[long_text | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step with the name of who took it, None for the night."""

    event: StepEvent
    by: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """Whose life it is: the table of its events, the column that names it, and its id."""

    events: type[Any]
    column: str
    id: int

    @property
    def values(self) -> dict[str, int]:
        """The column with its value."""
        return {self.column: self.id}


def record_step(
    session: Session, thing: Thing, step: Step, *, by: int | None, at: datetime, why: str | None = None, **detail: Any
) -> None:
    """Write down that the step was taken. Of two at once one is refused by the unique number."""
    ours = getattr(thing.events, thing.column) == thing.id
    latest = session.scalar(select(func.max(thing.events.number)).where(ours)) or 0
    taken = {"act": step.act, "before": step.before, "after": step.after, "by": by, "at": at, "why": why}
    session.add(thing.events(number=latest + 1, detail=detail, **taken, **thing.values))
    session.flush()


def last_step(session: Session, thing: Thing) -> Any | None:
    """The newest event of the thing: who did what, when and why."""
    ours = getattr(thing.events, thing.column) == thing.id
    return session.scalar(select(thing.events).where(ours).order_by(thing.events.number.desc()).limit(1))

"""What the last night changed, as the overview tells it: flags opened and closed, with the reason beside each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Evaluation, Flag, Tier
from crm.people.models import User
from crm.rules import Purpose
from crm.standings.models import Standing
from crm.standings.queries import of_column


@dataclass(frozen=True, slots=True)
class FlagChange:
    """One flag that the night opened or closed; `because` is worded when it is shown."""

    enterprise_id: int
    name: str
    target: Tier
    purpose: str
    kind: str
    is_closed: bool
    unmet: list[str]
    unknown: list[str]
    because: list[dict[str, Any]]
    steward: str | None


def changes_since(session: Session, within: ColumnElement[bool], since: date, *, limit: int) -> list[FlagChange]:
    """The first flags of new titles opened or closed on or after a day: opened ones first, what lacks least first.

    Only the flags are put in order; what is told of one is looked up for those that are told and no others, because
    after a change of rules a night can change a good part of all flags.
    """
    order = (Flag.closed_on.is_not(None), Flag.unmet_count, Flag.unknown_count, Flag.id)
    first = _changed(within, since).order_by(*order).limit(limit).subquery("first")
    return [
        FlagChange(
            row.id,
            row.name,
            row.target,
            row.purpose,
            row.kind,
            row.closed_on is not None,
            row.unmet,
            row.unknown,
            ((row.closed_why if row.closed_on else row.reasons) or {}).get("because", []),
            row.steward,
        )
        for row in session.execute(_told().join(first, first.c.id == Flag.id).order_by(*order))
    ]


def _changed(within: ColumnElement[bool], since: date) -> Select[tuple[int]]:
    return select(Flag.id).where(
        of_column(within, Flag.__table__.c.enterprise_id),
        Flag.purpose == Purpose.NEW.value,
        or_(Flag.opened_on >= since, Flag.closed_on >= since),
    )


def _told() -> Select[tuple[object, ...]]:
    return (
        select(
            Standing.enterprise_id.label("id"),
            Standing.name,
            Flag.target,
            Flag.purpose,
            Flag.kind,
            Flag.closed_on,
            Flag.closed_why,
            Evaluation.unmet,
            Evaluation.unknown,
            Evaluation.reasons,
            User.name.label("steward"),
        )
        .select_from(Flag)
        .join(Standing, Standing.enterprise_id == Flag.enterprise_id)
        .join(Evaluation, Evaluation.id == Flag.evaluation_id)
        .outerjoin(User, User.id == Standing.steward_id)
    )

"""The duties of titles beside their enterprises and stewards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from crm.cultivation.duties.models import DutyKind, TitleDuty
from crm.cultivation.duties.upkeep import is_waiting
from crm.cultivation.models import Title
from crm.enterprises.models import Enterprise
from crm.people.models import User
from crm.sql.bundles import columns_of
from crm.standings.models import Standing

STATES: Mapping[str, ColumnElement[bool]] = {
    "waiting": and_(is_waiting(), TitleDuty.missed_on.is_(None)),
    "missed": and_(TitleDuty.was_missed, TitleDuty.set_aside_on.is_(None)),
    "done": TitleDuty.done_on.is_not(None),
    "set_aside": TitleDuty.set_aside_on.is_not(None),
}
"""What the list can show; what was done late stands among the missed ones too."""
KINDS = tuple(kind.value for kind in DutyKind)


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """The filters of the list; empty means every."""

    state: str = "waiting"
    kind: str = ""
    tier: str = ""
    street: str = ""
    steward_id: int = 0
    text: str = ""


def list_duties(
    session: Session, within: ColumnElement[bool], wanted: DutyFilter, *, offset: int = 0, limit: int = 50
) -> list[Any]:
    """Duties in the scope, the first due first."""
    rows = _duties(within, wanted).order_by(TitleDuty.due_on, Standing.name, TitleDuty.id)
    return list(session.execute(rows.offset(offset).limit(limit)))


def count_duties(session: Session, within: ColumnElement[bool], wanted: DutyFilter) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(_duties(within, wanted).subquery())) or 0


def _duties(within: ColumnElement[bool], wanted: DutyFilter) -> Select[Any]:
    rows = (
        select(
            *columns_of(TitleDuty),
            TitleDuty.was_missed.label("was_missed"),
            Title.tier,
            Standing.name,
            Standing.street,
            User.name.label("steward"),
        )
        .join(Title, Title.id == TitleDuty.title_id)
        .join(Enterprise, Enterprise.id == TitleDuty.enterprise_id)
        .join(Standing, Standing.enterprise_id == TitleDuty.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(within, STATES[wanted.state])
    )
    conditions = {
        Title.tier == wanted.tier: wanted.tier,
        TitleDuty.kind == wanted.kind: wanted.kind,
        Standing.street == wanted.street: wanted.street,
        Standing.steward_id == wanted.steward_id: wanted.steward_id,
        Standing.name.contains(wanted.text, autoescape=True): wanted.text,
    }
    return rows.where(*(condition for condition, asked in conditions.items() if asked))

"""Reads about rechecks: what was drawn, and what was found."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.demands.models import Demand, DemandState, Outcome, Recheck, RecheckVerdict
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.models import User


@dataclass(frozen=True, slots=True)
class RecheckLine:
    """A drawn demand: how it had ended, and what was found, by whom."""

    demand_id: int
    number: str
    title: str
    enterprise: str
    state: DemandState
    outcome: Outcome | None
    month: date
    verdict: RecheckVerdict | None
    note: str | None
    checked_on: date | None
    checked_by: str | None


def list_rechecks(session: Session, *, is_checked: bool, limit: int = 200) -> list[RecheckLine]:
    """What waits to be looked at, or what was found; the newest month first."""
    state = Recheck.verdict.is_not(None) if is_checked else Recheck.verdict.is_(None)
    rows = session.execute(_lines().where(state).order_by(Recheck.month.desc(), Demand.number).limit(limit))
    return [RecheckLine(*row) for row in rows]


def recheck_of(session: Session, demand_id: int) -> RecheckLine:
    """The newest recheck of a demand; raises CrmError not_found where it was never drawn."""
    mine = _lines().where(Recheck.demand_id == demand_id).order_by(Recheck.month.desc()).limit(1)
    row = session.execute(mine).one_or_none()
    if row is None:
        raise CrmError("not_found")
    return RecheckLine(*row)


def _lines() -> Select[Any]:
    return (
        select(
            Demand.id,
            Demand.number,
            Demand.title,
            Enterprise.name,
            Demand.state,
            Demand.outcome,
            Recheck.month,
            Recheck.verdict,
            Recheck.note,
            Recheck.checked_on,
            User.name,
        )
        .join(Demand, Demand.id == Recheck.demand_id)
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
        .outerjoin(User, User.id == Recheck.checked_by)
    )

"""Drawing demands to be looked at again, the same ones whoever draws, and what somebody else found."""

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import RecheckRules
from crm.db import serialise
from crm.demands.models import Demand, DemandEvent, DemandState, Outcome, Recheck, RecheckVerdict
from crm.demands.reminders.notices import tell_of_doubt
from crm.errors import CrmError
from crm.sql.claiming import insert_once

MONTHS_BACK = 3  # a desk that slept for so long misses no month


def draw_month(session: Session, month: date, rules: RecheckRules, *, on: date) -> int:
    """Draw from what ended in a month that is over; returns how many are new. A month is drawn once."""
    if session.scalar(select(Recheck.demand_id).where(Recheck.month == month).limit(1)) is not None:
        return 0
    until = month_after(month)
    ended = select(Demand.id, Demand.number).where(
        _is_unsolved(), Demand.closed_on >= month, Demand.closed_on < until
    )
    lots = sorted(session.execute(ended).all(), key=lambda one: _lot(month, one.number))
    wanted = max(rules.at_least, -(-len(lots) * rules.percent // 100))
    return sum(
        insert_once(session, Recheck, ["demand_id", "month"], demand_id=one.id, month=month, drawn_on=on)
        for one in lots[:wanted]
    )


def record_recheck(
    session: Session, demand_id: int, verdict: RecheckVerdict, note: str, *, by: int, on: date, at: datetime
) -> Recheck:
    """Write down what somebody found who had no part in the demand; a doubt is told to those who care for it."""
    serialise(session, f"demand {demand_id}")
    recheck = session.scalar(
        select(Recheck).where(Recheck.demand_id == demand_id).order_by(Recheck.month.desc()).limit(1)
    )
    demand = session.get(Demand, demand_id)
    if recheck is None or demand is None:
        raise CrmError("not_found")
    if recheck.verdict is not None:
        raise CrmError("recheck_recorded", number=demand.number, day=recheck.checked_on)
    if by in people_of(session, demand):
        raise CrmError("recheck_by_another", number=demand.number)
    recheck.verdict, recheck.note, recheck.checked_by, recheck.checked_on = verdict, note, by, on
    session.flush()
    if verdict == RecheckVerdict.DOUBTFUL:
        tell_of_doubt(session, demand, on=on, at=at)
    audit.record(session, by, "demand.rechecked", f"demand:{demand_id}", verdict=verdict)
    return recheck


def people_of(session: Session, demand: Demand) -> set[int]:
    """Everybody who raised the demand or took a step in it."""
    acted = select(DemandEvent.by).where(DemandEvent.demand_id == demand.id, DemandEvent.by.is_not(None))
    return {demand.raised_by, *(by for by in session.scalars(acted) if by is not None)}


def months_over(*, on: date) -> list[date]:
    """The first days of the last months that are over, the oldest first."""
    count = on.year * 12 + on.month - 1
    return [date((count - ago) // 12, (count - ago) % 12 + 1, 1) for ago in range(MONTHS_BACK, 0, -1)]


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _is_unsolved() -> ColumnElement[bool]:
    explained = and_(Demand.state == DemandState.CLOSED, Demand.outcome == Outcome.EXPLAINED)
    return or_(Demand.state == DemandState.WITHDRAWN, explained)


def _lot(month: date, number: str) -> str:
    """Nobody can foresee or choose it, and everybody can draw it again."""
    return sha256(f"{month.isoformat()}:{number}".encode()).hexdigest()

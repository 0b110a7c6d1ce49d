"""The clocks of demands as a job: passed promises come back, and people are told once a step and round."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.config.service_rules import DemandRules
from crm.config.working_days import between
from crm.demands import queries
from crm.demands.course.acts import Saying
from crm.demands.course.life import DemandAct
from crm.demands.models import Demand, DemandPart, DemandReminder, DemandState
from crm.demands.reminders import notices
from crm.demands.service import take_step
from crm.sql.claiming import insert_once
from crm.work import Report, Turn

STEPS = ("near", "due", "over")
FIRST = "first_"
"""Before the step of the clock for taking in hand."""


def bring_back_promises(session: Session, turn: Turn) -> Report:
    """What was promised for a day that is over, and is not struck off, is in hand again with a new clock."""
    report = Report()
    passed = select(Demand.id).where(queries.is_promise(), Demand.promised_on < turn.today).order_by(Demand.id)
    for demand_id in session.scalars(passed).all():
        take_step(session, demand_id, DemandAct.PROMISE_PASSED, Saying(), by=None, on=turn.today, at=turn.at)
        report.count("promises_passed")
    return report


def tell_of_clocks(session: Session, turn: Turn, rules: DemandRules) -> Report:
    """Who handles it before a last day; on it all handlers of the department, so that nobody's leave hides it, and the
    steward; after it the managers too: three steps of a clock, no more.
    """
    report = Report()
    running = (DemandState.RAISED, DemandState.IN_HAND)
    for demand in session.scalars(select(Demand).where(Demand.state.in_(running)).order_by(Demand.id)).all():
        for name, day in clocks_of(demand):
            step = step_of_clock(day, turn, rules)
            if step is None or not _is_first(session, demand, f"{name}{step}", day, turn):
                continue
            concerned = _concerned(session, demand, step, turn)
            notices.tell_of_clock(session, demand, f"{name}{step}", day, concerned, at=turn.at)
            report.count(f"demands_{name}{step}")
    return report


def clocks_of(demand: Demand) -> tuple[tuple[str, date], ...]:
    """The clocks that run, each by what stands before its steps, with its last day: the one for taking in hand only
    until somebody has.
    """
    whole = ("", demand.finish_by)
    return ((FIRST, demand.answer_by), whole) if demand.state is DemandState.RAISED else (whole,)


def step_of_clock(last: date, turn: Turn, rules: DemandRules) -> str | None:
    """How near the last day is; None while it is far."""
    if last < turn.today:
        return "over"
    if last == turn.today:
        return "due"
    return "near" if between(turn.today, last) <= rules.near_days else None


def _is_first(session: Session, demand: Demand, step: str, last: date, turn: Turn) -> bool:
    """Claimed by its row: a step towards a last day is told once in a round, whoever runs, however often."""
    place = {"demand_id": demand.id, "round": demand.round, "step": f"{step}:{last}"}
    return insert_once(session, DemandReminder, list(place), **place, told_on=turn.today)


def _concerned(session: Session, demand: Demand, step: str, turn: Turn) -> Sequence[int]:
    people = notices.handlers_of(session, demand) or notices.managers(session)
    if step != STEPS[0]:
        colleagues = notices.handlers_with(session, demand, DemandPart.LEAD)
        people = [*people, *colleagues, *notices.carers(session, demand, turn.today)]
    return [*people, *notices.managers(session)] if step == STEPS[-1] else people

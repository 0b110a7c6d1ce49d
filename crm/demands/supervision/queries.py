"""By department: how many demands, and the three rates (响应, 解决, 满意), each as a part of what counts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.demands.models import Demand, DemandDepartment, DemandPart, DemandState, Outcome
from crm.demands.queries import is_late_on, is_open, is_promise, staffed_departments
from crm.people.models import Department


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; None where nothing counts yet."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 means all of them."""
        return self.part * 100 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class DepartmentRecord:
    """What a department did with the demands it leads."""

    department_id: int
    name: str
    is_staffed: bool
    total: int
    open: int
    late: int
    returned: int
    paused: int
    explained: int
    promised: int
    response: Rate
    solution: Rate
    satisfaction: Rate


def records_by_department(session: Session, since: date, *, on: date) -> list[DepartmentRecord]:
    """Demands raised since a day or still open, by the department that leads them now; the most overdue first.

    Withdrawn and merged ones count for nobody; an enterprise is satisfied from the score of the rules on. A demand was
    responded to in time when it was taken in hand by its day; one whose day is not over and that waits does not count.
    """
    answered = Demand.outcome.is_not(None)
    in_time = and_(Demand.accepted_on.is_not(None), Demand.accepted_on <= Demand.answer_by)
    rated = Demand.satisfaction.is_not(None)
    content_from = service_rules().demands.content_from
    counts: tuple[ColumnElement[bool], ...] = (
        is_open(),
        is_late_on(on),
        Demand.was_returned.is_(True),
        Demand.state == DemandState.PAUSED,
        Demand.outcome == Outcome.EXPLAINED,
        is_promise(),
        in_time,
        or_(Demand.accepted_on.is_not(None), Demand.answer_by < on),
        Demand.outcome == Outcome.SOLVED,
        answered,
        and_(rated, Demand.satisfaction >= content_from),
        rated,
    )
    rows = session.execute(
        select(Department.id, Department.name, func.count(Demand.id), *(_count(each) for each in counts))
        .join(DemandDepartment, DemandDepartment.department_id == Department.id)
        .join(Demand, Demand.id == DemandDepartment.demand_id)
        .where(
            DemandDepartment.part == DemandPart.LEAD,
            DemandDepartment.to_at.is_(None),
            or_(Demand.raised_on >= since, is_open()),
            Demand.state.not_in((DemandState.WITHDRAWN, DemandState.MERGED)),
        )
        .group_by(Department.id, Department.name)
        .order_by(Department.name)
    )
    staffed = staffed_departments(session)
    found = [_record(row[0] in staffed, *row) for row in rows]
    return sorted(found, key=lambda one: -one.late)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _record(is_staffed: bool, department_id: int, name: str, total: int, *counts: int) -> DepartmentRecord:
    is_open_now, late, returned, paused, explained, promised, *rates = counts
    return DepartmentRecord(
        department_id,
        name,
        is_staffed,
        total,
        is_open_now,
        late,
        returned,
        paused,
        explained,
        promised,
        Rate(*rates[0:2]),
        Rate(*rates[2:4]),
        Rate(*rates[4:6]),
    )

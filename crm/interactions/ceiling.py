"""无事不扰: how many contacts of a month nobody at the enterprise asked for, and when one more needs a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.interactions.models import Interaction, PlannedContact, PlanState
from crm.interactions.queries import counts_as_contact


def count_in_month(enterprise_id: int, day: date) -> Select[tuple[int]]:
    """Contacts of all departments in the month of a day that the enterprise had not asked for: one row, `number`."""
    mine = Interaction.enterprise_id == enterprise_id
    return _number(mine, counts_as_contact(), ~Interaction.asked_for, _in_month(Interaction.held_on, day))


def count_planned_in_month(enterprise_id: int, day: date, *, but: int | None = None) -> Select[tuple[int]]:
    """Contacts that are still to come in that month; whoever joins a colleague adds none. `but` is left out."""
    mine = and_(PlannedContact.enterprise_id == enterprise_id, PlannedContact.state == PlanState.PLANNED)
    alone = and_(~PlannedContact.asked_for, PlannedContact.with_id.is_(None), PlannedContact.id != (but or 0))
    return _number(mine, alone, _in_month(PlannedContact.planned_on, day))


def contacts_in_month(session: Session, enterprise_id: int, day: date) -> int:
    """How many there were."""
    return session.scalar(count_in_month(enterprise_id, day)) or 0


def is_record_above(session: Session, enterprise_id: int, held_on: date) -> bool:
    """Whether one more record of that day is above the ceiling."""
    return contacts_in_month(session, enterprise_id, held_on) >= service_rules().contacts.ceiling_per_month


def is_plan_above(session: Session, enterprise_id: int, planned_on: date, *, but: int | None = None) -> bool:
    """Whether one more plan for that day is above the ceiling, with what took place and what is planned besides."""
    counted = [count_in_month(enterprise_id, planned_on), count_planned_in_month(enterprise_id, planned_on, but=but)]
    total = select(*(each.scalar_subquery() for each in counted))
    numbers: Sequence[int] = session.execute(total).one()
    return sum(numbers) >= service_rules().contacts.ceiling_per_month


def _number(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(func.count().label("number")).where(*conditions)


def _in_month(column: Any, day: date) -> ColumnElement[bool]:
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return and_(column >= first, column < following)

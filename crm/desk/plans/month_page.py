"""The month of plans as a page draws it: weeks of days, each with its number, and the lines of one day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.config.working_days import holiday, is_provisional, is_working_day
from crm.desk.plans.month import PlanMonth
from crm.errors import CrmError
from crm.web.fields import EARLIEST, LATEST
from crm.web.paging import asked_day, asked_text
from crm.web.words import word

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the month view; days of the months around it carry no number."""

    day: date
    number: int
    url: str
    label: str
    is_outside: bool
    is_free: bool
    is_today: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A planned contact of the chosen day."""

    name: str
    url: str
    author: str
    text: str
    state: str


def asked_date(on: date) -> date:
    """The chosen day: that of `day`, else today or the first of `month`; CrmError bad_request for anything else."""
    month = asked_text("month")
    if not month:
        return asked_day("day", on)
    if not _MONTH.fullmatch(month):
        raise CrmError("bad_request")
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise CrmError("bad_request") from error
    if not EARLIEST <= first <= LATEST:
        raise CrmError("bad_request")
    chosen = asked_day("day", on if (on.year, on.month) == (first.year, first.month) else first)
    if (chosen.year, chosen.month) != (first.year, first.month):
        raise CrmError("bad_request")
    return chosen


def weeks(month: PlanMonth, chosen: date, on: date) -> list[list[DayCell]]:
    """The days from the Monday before the first to the Sunday after the last."""
    rows = calendar.Calendar(firstweekday=0).monthdatescalendar(month.month.year, month.month.month)
    return [[_cell(month, day, chosen, on) for day in row] for row in rows]


def lines(month: PlanMonth, *, wholly: bool) -> list[PlannedLine]:
    """The chosen day; a handler is led to the plan, everybody else to the enterprise."""
    return [_line(row, "desk.enterprise" if wholly else "desk.plan") for row in month.lines]


def month_url(month: date, by: int) -> str | None:
    """The month before or after, as far as days can be written."""
    number = month.year * 12 + month.month - 1 + by
    first = date(number // 12, number % 12 + 1, 1)
    return url_for("desk.plans", month=first.strftime("%Y-%m")) if EARLIEST <= first <= LATEST else None


def _cell(month: PlanMonth, day: date, chosen: date, on: date) -> DayCell:
    number = month.counts.get(day, 0)
    rest = holiday(day)
    label = _("%(day)s，%(count)s 次联系", day=day.isoformat(), count=number)
    remark = rest or (_("暂定") if number and is_provisional(day.year) else None)
    return DayCell(
        day=day,
        number=number,
        url=url_for("desk.plans", month=day.strftime("%Y-%m"), day=day.isoformat()),
        label=f"{label}（{remark}）" if remark else str(label),
        is_outside=day.month != month.month.month,
        is_free=not is_working_day(day),
        is_today=day == on,
        is_chosen=day == chosen,
    )


def _line(row: Any, endpoint: str) -> PlannedLine:
    parts = [
        word(row.purpose, "purpose"),
        row.note,
        _("企业主动要求") if row.asked_for else "",
        _("与 %(name)s 同去", name=row.leader) if row.leader else "",
        _("超上限：%(why)s", why=row.ceiling_why) if row.ceiling_why else "",
    ]
    return PlannedLine(
        name=row.name,
        url=url_for(endpoint, enterprise_id=row.enterprise_id),
        author=row.author,
        text=" · ".join(str(part) for part in parts if part),
        state=row.state.value,
    )

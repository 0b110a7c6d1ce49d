"""Demands in words, for the list and for the page of one: clocks, chips, what happened, and what can be done."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.config.service_rules import DemandCategory, service_rules
from crm.config.working_days import between, due, is_provisional
from crm.demands.course.life import OPEN_STATES, DemandAct, is_promise
from crm.demands.forms import SATISFACTION
from crm.demands.models import Demand, DemandState
from crm.demands.queries import DemandLine
from crm.enterprises.models import Contact
from crm.people.models import Department
from crm.steps import StepTaken, Table
from crm.web.vocabulary.steps import ActButton, StepWords, word_notes, word_steps
from crm.web.words import short_day, word

AT_ONCE = {DemandAct.ACCEPT, DemandAct.RESUME, DemandAct.TRY_CALL, DemandAct.GRANT_EXTENSION}
"""Acts that one tap does; all others are said on a page of their own, or asked about first."""
MAIN = (DemandAct.ACCEPT, DemandAct.ANSWER, DemandAct.CALL_BACK, DemandAct.CONFIRM, DemandAct.ROUTE)


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One demand of a list."""

    number: str
    title: str
    url: str
    enterprise: str
    credit_code: str
    department: str
    state: str
    category: str
    clock: str
    tone: str
    note: str


def rows(lines: list[DemandLine], on: date) -> list[DemandRow]:
    """The lines of a list."""
    return [_row(line, on) for line in lines]


def _row(line: DemandLine, on: date) -> DemandRow:
    demand = line.demand
    text, tone = clock_words(demand, on)
    return DemandRow(
        demand.number,
        demand.title,
        url_for("demands.demand", demand_id=demand.id),
        line.enterprise,
        line.credit_code,
        line.department,
        word(demand.state, "demand_state"),
        category_word(demand.category),
        text,
        tone,
        unattended_words(line),
    )


def unattended_words(line: DemandLine) -> str:
    """That nobody in the department can take it in hand, so that a manager must act."""
    return str(_("没有经办人，等主管安排")) if line.is_unattended else ""


def category_word(code: str) -> str:
    """What a category is called; one that the configuration no longer names keeps its code."""
    category = service_rules().demands.categories.get(code)
    return category.zh if category else code


def category_words() -> list[tuple[str, str]]:
    """The categories by name alone, for a page that knows no day."""
    return [(name, category.zh) for name, category in service_rules().demands.categories.items()]


def clauses_word(code: str) -> str:
    """The clauses of the measure that a category is about."""
    category = service_rules().demands.categories.get(code)
    return "、".join(category.clauses) if category else ""


def last_day(day: date) -> str:
    """A last day in words; provisional while the calendar of its year is not published."""
    return str(_("%(day)s（暂定）", day=day.isoformat())) if is_provisional(day.year) else day.isoformat()


def clock_words(demand: Demand, on: date) -> tuple[str, str]:
    """How the department's clock stands, and the tone of it."""
    if demand.state is DemandState.PAUSED:
        return str(_("%(day)s 起暂停计时", day=short_day(demand.paused_on))), "unknown"
    if demand.state is DemandState.CLOSED and demand.promised_on and is_promise(demand):
        return str(_("挂账，承诺 %(day)s", day=demand.promised_on.isoformat())), "calm"
    if demand.state not in OPEN_STATES:
        return "", ""
    is_raised = demand.state is DemandState.RAISED
    return running_words(demand.answer_by if is_raised else demand.finish_by, on, is_raised=is_raised)


def running_words(last: date, on: date, *, is_raised: bool) -> tuple[str, str]:
    """A clock that runs towards its last day: the one for taking in hand until somebody has, then for answering."""
    if last < on:
        days = between(last, on)
        late = _("接办超期 %(days)s 个工作日", days=days) if is_raised else _("超期 %(days)s 个工作日", days=days)
        return str(late), "bad"
    if last == on:
        return str(_("今天须接办") if is_raised else _("今天到期")), "calm"
    days = between(on, last)
    return str(
        _("还剩 %(days)s 个工作日接办", days=days) if is_raised else _("还剩 %(days)s 个工作日", days=days)
    ), ""


def level_choices(on: date) -> list[tuple[str, str]]:
    """The levels with the expected day in words, the category's own first."""
    levels = [
        (
            name,
            str(
                _(
                    "%(level)s：%(days)s 个工作日，%(day)s 前答复",
                    level=word(name, "demand_level"),
                    days=level.finish_days,
                    day=last_day(due(on, level.finish_days)),
                )
            ),
        )
        for name, level in service_rules().demands.levels.items()
    ]
    return [("", str(_("按事项的时限"))), *levels]


def short_last_day(day: date) -> str:
    """The same in short words."""
    return str(_("%(day)s（暂定）", day=short_day(day))) if is_provisional(day.year) else short_day(day)


def category_choices(on: date, units: Sequence[Department], staffed: Set[int]) -> list[tuple[str, str]]:
    """The categories, each with who answers, who joins, the day it will be answered by, and whether nobody is there."""
    rules = service_rules()
    open_units = {one.code: one for one in units}
    return [
        (name, _category_choice(category, on, open_units, staffed))
        for name, category in rules.demands.categories.items()
    ]


def _category_choice(category: DemandCategory, on: date, units: Mapping[str, Department], staffed: Set[int]) -> str:
    rules, lead = service_rules(), units.get(category.lead)
    joint = "、".join(units[code].name for code in category.joint if code in units)
    parts = [
        rules.departments[category.lead],
        str(_("协办 %(names)s", names=joint)) if joint else "",
        str(_("%(day)s 前答复", day=short_last_day(due(on, rules.demands.levels[category.level].finish_days)))),
        str(_("还没有经办人，将由主管安排")) if lead and lead.id not in staffed else "",
    ]
    return str(_("%(what)s（%(how)s）", what=category.zh, how="，".join(filter(None, parts))))


def department_choices(units: Sequence[Department], staffed: Set[int], nobody: str) -> list[tuple[int, str]]:
    """The departments a demand can go to; `nobody` stands at one without a handler."""
    return [
        (one.id, one.name if one.id in staffed else str(_("%(what)s（%(how)s）", what=one.name, how=nobody)))
        for one in units
    ]


def contact_choices(contacts: Sequence[Contact]) -> list[tuple[int, str]]:
    """Who can be named as the voice of the enterprise."""
    return [(one.id, " ".join(filter(None, (one.name, one.position)))) for one in contacts]


def history(steps: list[StepTaken], *, names_contacts: bool) -> list[StepWords]:
    """What happened, the newest first; a handler, who knows the enterprise by its identity only, reads no contact."""
    return word_steps(steps, lambda act: word(act, "demand_act"), _notes if names_contacts else _notes_without_names)


def _notes_without_names(detail: Mapping[str, Any]) -> list[Any]:
    return _notes({name: value for name, value in detail.items() if name != "spoken_with"})


def _notes(detail: Mapping[str, Any]) -> list[Any]:
    notes: dict[str, Callable[[Any], Any]] = {
        "outcome": lambda value: word(value, "demand_outcome"),
        "promised_on": lambda value: str(_("承诺 %(day)s", day=value)),
        "finish_by": lambda value: str(_("%(day)s 前答复", day=last_day(date.fromisoformat(value)))),
        "day": lambda value: str(_("申请延至 %(day)s", day=last_day(date.fromisoformat(value)))),
        "department": lambda value: str(_("转给 %(name)s", name=value)),
        "evidence": lambda value: str(_("依据：%(text)s", text=value)),
        "tries": lambda value: str(_("第 %(count)s 次", count=value)),
        "satisfaction": lambda value: str(SATISFACTION[value]),
        "channel": lambda value: word(value, "channel"),
        "spoken_with": lambda value: str(_("与 %(name)s 联系", name=value)),
        "into": lambda value: str(_("并入 %(number)s", number=value)),
        "round": lambda value: str(_("第 %(count)s 轮", count=value)),
    }
    return word_notes(detail, notes)


def buttons(demand: Demand, steps: Table) -> list[ActButton]:
    """The acts of the life as buttons, in its order."""
    return [
        ActButton(
            url_for("demands.step", demand_id=demand.id, demand_act=step.act),
            word(step.act, "demand_act"),
            step.act in MAIN,
            step.act in AT_ONCE,
        )
        for step in steps
    ]

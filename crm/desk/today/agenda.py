"""What a steward has before them: plans that fall due, new flags, titles that end, and who else is about to come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import ReminderRules
from crm.cultivation.applications.materials.checklist import papers_asked_of
from crm.cultivation.applications.models import Application
from crm.cultivation.flags.opened import FLAG_KINDS, open_flag, without_seen
from crm.cultivation.models import Flag, Tier, Title
from crm.cultivation.titles.ending import nothing_carries_on
from crm.cultivation.titles.queries import is_valid
from crm.demands.models import Demand, DemandState
from crm.demands.queries import is_for_carer, running_day
from crm.desk.handover.queries import first_contacts
from crm.desk.lists import queries
from crm.desk.lists.queries import CareRow
from crm.enterprises import queries as enterprises
from crm.enterprises.letters.queries import waiting_letters
from crm.enterprises.models import Enterprise
from crm.interactions.models import PlannedContact
from crm.interactions.plans.queries import AnnouncedContact, is_open, plans_of_others
from crm.interactions.support.models import ServicePlan, ServicePlanItem
from crm.interactions.support.queries import is_promised
from crm.people.models import Department
from crm.sql.bundles import columns_of, read_bundle
from crm.standings.models import Standing
from crm.standings.queries import in_care_of_any
from crm.standings.rungs import LadderPlace, rung_of
from crm.stewards.queries import stewards_covered_by

_LONGEST = 500  # more than a steward ever has; the counts of 今日 are of what is found
_RUNG = (Standing.rank, Standing.awaited)


@dataclass(frozen=True, slots=True)
class NewFlag:
    """A flag nobody has looked at yet."""

    id: int
    enterprise_id: int
    enterprise: str
    tier: LadderPlace
    target: Tier
    purpose: str
    kind: str
    opened_on: date
    unmet: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PressingDemand:
    """A demand that the department has answered, or should have taken up or answered by today."""

    id: int
    enterprise: str
    tier: LadderPlace
    title: str
    state: DemandState
    last: date


@dataclass(frozen=True, slots=True)
class PressingPromise:
    """A promise of a service plan whose day is over, or comes within the week."""

    id: int
    enterprise_id: int
    enterprise: str
    tier: LadderPlace
    text: str
    department: str | None
    due_on: date


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper of an application that one was asked for."""

    application_id: int
    material: str
    due_on: date | None
    enterprise: str
    tier: LadderPlace


@dataclass(frozen=True, slots=True)
class LetterInHand:
    """Something the contact of an enterprise is still to be told."""

    enterprise_id: int
    enterprise: str
    tier: LadderPlace
    kind: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EndingTitle:
    """A title that ends soon."""

    enterprise_id: int
    enterprise: str
    tier: Tier
    expires_on: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything 今日 shows; `others` are colleagues' plans by enterprise.

    `covered` are the stewards one stands in for: what they had planned is one's own now, and nobody else "also goes".
    `calls` names the contact to call at each enterprise, `plans` holds the steward's plans with what they are for,
    `first_by` the day by which one must have been in touch with an enterprise taken over.
    """

    overdue: Sequence[CareRow]
    today: Sequence[CareRow]
    this_week: Sequence[CareRow]
    demands: Sequence[PressingDemand]
    promises: Sequence[PressingPromise]
    papers: Sequence[AskedPaper]
    letters: Sequence[LetterInHand]
    later: Sequence[CareRow]
    flags: Sequence[NewFlag]
    ending: Sequence[EndingTitle]
    visits: Sequence[CareRow]
    taken_over: Sequence[CareRow]
    enterprises: int
    others: dict[int, list[AnnouncedContact]] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()
    calls: dict[int, int] = field(default_factory=dict)
    plans: dict[int, Any] = field(default_factory=dict)
    first_by: dict[int, date] = field(default_factory=dict)


def week_end(on: date) -> date:
    """The Sunday of the week of `on`."""
    return on + timedelta(days=6 - on.weekday())


def agenda(session: Session, within: ColumnElement[bool], *, whose: int, on: date, rules: ReminderRules) -> Agenda:
    """The day of `whose`, with what they cover for colleagues: grouped by urgency, in as many queries on every day.

    Papers may be asked of somebody who looks after no such enterprise: they are those `within` the person's scope.
    """
    until = week_end(on)
    covered = stewards_covered_by(session, whose, on)
    mine = in_care_of_any({whose, *covered})
    found = read_bundle(
        session, {**_selects(mine, {whose, *covered}, on, rules), "papers": _papers({whose, *covered}, within)}
    )
    others: dict[int, list[AnnouncedContact]] = defaultdict(list)
    in_care = select(Standing.enterprise_id).where(mine)
    for plan in plans_of_others(session, in_care, but={whose, *covered}, since=on, until=until):
        others[plan.enterprise_id].append(plan)
    planned, taken, to_tell = ([one.enterprise_id for one in found[name]] for name in ("planned", "taken", "letters"))
    rows = {row.id: row for row in queries.rows_of(session, [*{*planned, *taken, *others}], on=on)}
    plans, visited = [rows[one] for one in planned], [rows[one] for one in others if one not in planned]
    return Agenda(
        overdue=[row for row in plans if row.next_on and row.next_on < on],
        today=[row for row in plans if row.next_on == on],
        this_week=[row for row in plans if row.next_on and on < row.next_on <= until],
        later=[row for row in plans if row.next_on and row.next_on > until],
        demands=[_pressing(one) for one in found["demands"]],
        promises=[_promise(one) for one in found["promises"]],
        papers=[_paper(one) for one in found["papers"]],
        letters=[_letter(one) for one in found["letters"]],
        flags=[_new_flag(flag) for flag in found["flags"]],
        ending=_ending(found["titles"], on, on + timedelta(days=rules.title_ends_days)),
        visits=sorted(visited, key=lambda row: (others[row.id][0].planned_on, row.name)),
        taken_over=[rows[one] for one in taken],
        enterprises=found["number"][0].number,
        others=dict(others),
        covered=covered,
        calls=enterprises.numbers_to_call(session, {*planned, *taken, *to_tell}, on),
        plans={plan.enterprise_id: plan for plan in found["plans"]},
        first_by={one.enterprise_id: one.first_contact_by for one in found["taken"] if one.first_contact_by},
    )


def _selects(mine: ColumnElement[bool], whose: set[int], on: date, rules: ReminderRules) -> dict[str, Select[Any]]:
    """Each a part of the day, read from the index of its days."""
    key, name = Standing.enterprise_id, Standing.name
    fresh = or_(Standing.last_contact_on.is_(None), Standing.last_contact_on < Standing.in_care_since)
    since, ends = on - timedelta(days=rules.new_in_care_days), on + timedelta(days=rules.title_ends_days)
    firsts = first_contacts(whose).subquery("firsts")
    is_new = Standing.quiet_until.is_(None) & (Standing.in_care_since >= since)
    taken = select(key, firsts.c.first_contact_by).outerjoin(firsts, firsts.c.enterprise_id == key)
    taken = taken.where(mine, fresh, or_(is_new, firsts.c.first_contact_by.is_not(None)))
    flags = (
        select(*columns_of(Flag, but=("closed_why",)), name, *_RUNG)
        .join(Standing, key == Flag.enterprise_id)
        .where(mine, or_(*(getattr(Standing, kind) > 0 for kind in FLAG_KINDS)), open_flag(on))
    )
    demands = (
        select(Demand.id, Demand.title, Demand.state, running_day().label("last"), name, *_RUNG)
        .join(Standing, key == Demand.enterprise_id)
        .where(mine, is_for_carer(on))
    )
    return {
        "promises": _select_promises(mine, week_end(on)),
        "letters": waiting_letters(key, mine, (name, *_RUNG), limit=_LONGEST),
        "demands": demands.order_by(running_day(), Demand.id).limit(_LONGEST),
        "planned": select(key)
        .where(mine, Standing.next_contact_on.is_not(None))
        .order_by(Standing.next_contact_on, name, key)
        .limit(_LONGEST),
        "plans": select(*columns_of(PlannedContact))
        .join(Standing, key == PlannedContact.enterprise_id)
        .where(mine, is_open(), PlannedContact.is_stewards),
        "taken": taken.order_by(
            firsts.c.first_contact_by.asc().nulls_last(), Standing.in_care_since.desc(), name
        ).limit(_LONGEST),
        "flags": without_seen(flags).order_by(Flag.opened_on.desc(), Flag.kind, name).limit(_LONGEST),
        "titles": select(*columns_of(Title), name)
        .join(Standing, key == Title.enterprise_id)
        .where(mine, Standing.title_ends_on <= ends),
        "number": select(func.count().label("number")).where(mine),
    }


def _select_promises(mine: ColumnElement[bool], until: date) -> Select[Any]:
    """What is promised through a day, the oldest first."""
    due = (
        select(
            ServicePlanItem.id,
            ServicePlan.enterprise_id,
            Standing.name,
            *_RUNG,
            ServicePlanItem.text,
            Department.name.label("department"),
            ServicePlanItem.due_on,
        )
        .join(ServicePlan, ServicePlan.id == ServicePlanItem.plan_id)
        .join(Standing, Standing.enterprise_id == ServicePlan.enterprise_id)
        .outerjoin(Department, Department.id == ServicePlanItem.department_id)
    )
    due = due.where(mine, is_promised(), ServicePlanItem.due_on <= until)
    return due.order_by(ServicePlanItem.due_on, ServicePlanItem.id).limit(_LONGEST)


def _promise(one: Any) -> PressingPromise:
    tier = rung_of(one)
    return PressingPromise(one.id, one.enterprise_id, one.name, tier, one.text, one.department, one.due_on)


def _letter(one: Any) -> LetterInHand:
    return LetterInHand(one.enterprise_id, one.name, rung_of(one), one.kind, one.values)


def _new_flag(flag: Any) -> NewFlag:
    """An open flag that nobody has marked as seen."""
    return NewFlag(
        flag.id,
        flag.enterprise_id,
        flag.name,
        rung_of(flag),
        flag.target,
        flag.purpose,
        flag.kind,
        flag.opened_on,
        flag.unmet_count,
        flag.unknown_count,
    )


def _papers(whose: set[int], within: ColumnElement[bool]) -> Select[Any]:
    """The open papers these people were asked for, with whose application it is."""
    asked = papers_asked_of(whose).add_columns(Standing.name, *_RUNG)
    asked = asked.join(Standing, Standing.enterprise_id == Application.enterprise_id)
    return asked.join(Enterprise, Enterprise.id == Application.enterprise_id).where(within).limit(_LONGEST)


def _paper(one: Any) -> AskedPaper:
    return AskedPaper(one.application_id, one.material, one.due_on, one.name, rung_of(one))


def _pressing(one: Any) -> PressingDemand:
    return PressingDemand(one.id, one.name, rung_of(one), one.title, one.state, one.last)


def _ending(titles: Sequence[Any], on: date, until: date) -> list[EndingTitle]:
    """Titles whose last day lies between `on` and `until` and which nothing carries on, the first to end first."""
    every = defaultdict(list)
    for title in titles:
        every[title.enterprise_id].append(title)
    ending = [
        EndingTitle(title.enterprise_id, title.name, title.tier, title.expires_on)
        for title in titles
        if is_valid(title, on) and title.expires_on <= until and nothing_carries_on(title, every[title.enterprise_id])
    ]
    return sorted(ending, key=lambda title: (title.expires_on, title.enterprise))[:_LONGEST]

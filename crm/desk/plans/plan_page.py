"""The form of a plan as values: what is planned already, whom one may join, and the month against the ceiling."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from crm.config.service_rules import service_rules
from crm.enterprises import queries as enterprises
from crm.errors import CrmError
from crm.interactions.ceiling import count_in_month, count_planned_in_month
from crm.interactions.forms import PlanForm
from crm.interactions.models import ContactPurpose, PlannedContact
from crm.interactions.plans import queries
from crm.interactions.plans.queries import AnnouncedContact
from crm.interactions.plans.service import PlanWish
from crm.people.models import Role
from crm.people.person import Person
from crm.web.words import option, short_day, word


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """A month of an enterprise: contacts nobody there had asked for, and those still planned."""

    month: date
    done: int
    planned: int
    ceiling: int

    @property
    def is_full(self) -> bool:
        """One more would be above the ceiling."""
        return self.done + self.planned >= self.ceiling


@dataclass(frozen=True, slots=True)
class PlanningPage:
    """What is known before one plans: one's own plan, the colleagues', this month and the next."""

    enterprise_id: int
    name: str
    mine: PlannedContact | None
    others: Sequence[AnnouncedContact]
    months: Sequence[MonthLoad]


def read_planning(
    session: Session, enterprise_id: int, within: ColumnElement[bool], *, person: Person, on: date
) -> PlanningPage:
    """Read it for an enterprise in the scope; raises CrmError not_found outside it.

    A handler reads who goes when, and not what colleagues have noted about an enterprise of which they know the name.
    """
    knows_all = person.has(Role.STEWARD, Role.MANAGER)
    enterprise = enterprises.get(session, enterprise_id, within)
    mine = queries.plan_of(session, enterprise_id, person.id, on=on)
    but = mine.id if mine else 0
    ahead = queries.select_announced(PlannedContact.enterprise_id == enterprise_id, PlannedContact.id != but)
    found = [AnnouncedContact(*row) for row in session.execute(ahead)]
    others = found if knows_all else [replace(plan, note=None) for plan in found]
    months = [on.replace(day=1), _next_month(on)]
    counts = [count for month in months for count in _counts(enterprise_id, month, but)]
    numbers = session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    ceiling = service_rules().contacts.ceiling_per_month
    loads = [MonthLoad(month, numbers[2 * at], numbers[2 * at + 1], ceiling) for at, month in enumerate(months)]
    return PlanningPage(enterprise_id, enterprise.name, mine, others, loads)


def plan_form(page: PlanningPage, join: int) -> PlanForm:
    """The form, filled with one's own plan; `join` chooses a colleague's beforehand."""
    mine = page.mine
    leads = [plan for plan in page.others if plan.with_id is None]
    if join and join not in {plan.plan_id for plan in leads}:
        raise CrmError("plan_to_join_gone")
    form = PlanForm(
        data={
            "with_id": join or (mine.with_id if mine else None) or 0,
            "planned_on": mine.planned_on if mine else None,
            "purpose": mine.purpose.value if mine and mine.purpose else None,
            "note": mine.note if mine else None,
            "asked_for": mine.asked_for if mine else False,
            "ceiling_why": mine.ceiling_why if mine else None,
            "seen": str(mine.version if mine else 0),
        }
    )
    form.with_id.choices = [option(0, _("单独去")), *(option(plan.plan_id, _joining(plan)) for plan in leads)]
    return form


def wish_of(form: PlanForm, page: PlanningPage) -> PlanWish:
    """What the form says; who joins goes on the day of the plan that is joined."""
    joined = next((plan for plan in page.others if plan.plan_id == form.with_id.data), None)
    return PlanWish(
        planned_on=joined.planned_on if joined else form.planned_on.data,
        purpose=ContactPurpose(form.purpose.data) if form.purpose.data else None,
        note=form.note.data,
        asked_for=form.asked_for.data,
        with_id=form.with_id.data or None,
        ceiling_why=form.ceiling_why.data,
    )


def seen_version(form: PlanForm) -> int:
    """The version of the plan that was on the page."""
    text = form.seen.data or ""
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise CrmError("bad_request")
    return int(text)


def _joining(plan: AnnouncedContact) -> str:
    purpose = word(plan.purpose, "purpose")
    text = " ".join(part for part in (plan.author, short_day(plan.planned_on), purpose) if part)
    return str(_("与 %(plan)s 同去，合并为一次", plan=text))


def _counts(enterprise_id: int, month: date, but: int) -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    return count_in_month(enterprise_id, month), count_planned_in_month(enterprise_id, month, but=but)


def _next_month(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)

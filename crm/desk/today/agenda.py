"""What a steward has before them: plans that fall due, new flags, titles that end, and who else is about to come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import ReminderRules
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag, Tier, Title
from crm.cultivation.titles.ending import nothing_carries_on
from crm.cultivation.titles.queries import is_valid
from crm.cultivation.titles.tiers import tier_of_rank
from crm.desk.lists import queries
from crm.desk.lists.queries import CareRow
from crm.enterprises import queries as enterprises
from crm.enterprises.models import Enterprise
from crm.interactions.queries import AnnouncedContact, plans_of_others
from crm.standings.models import Standing
from crm.standings.queries import of_standings
from crm.stewards.queries import stewards_covered_by

# More than a steward ever has; the counts of 今日 are of what is found.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class NewFlag:
    """A flag nobody has looked at yet."""

    id: int
    enterprise_id: int
    enterprise: str
    tier: Tier
    target: Tier
    purpose: str
    kind: str
    opened_on: date
    unmet: int
    unknown: int


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
    `calls` names the contact to call at each enterprise.
    """

    overdue: Sequence[CareRow]
    today: Sequence[CareRow]
    this_week: Sequence[CareRow]
    flags: Sequence[NewFlag]
    ending: Sequence[EndingTitle]
    visits: Sequence[CareRow]
    taken_over: Sequence[CareRow]
    enterprises: int
    others: dict[int, list[AnnouncedContact]] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()
    calls: dict[int, int] = field(default_factory=dict)


def week_end(on: date) -> date:
    """The Sunday of the week of `on`."""
    return on + timedelta(days=6 - on.weekday())


def agenda(session: Session, within: ColumnElement[bool], *, whose: int, on: date, rules: ReminderRules) -> Agenda:
    """The day of `whose`: grouped by urgency, in a number of queries that does not grow."""
    until = week_end(on)
    plans = queries.with_plans(session, within, on=on, until=until, limit=_LONGEST)
    ids = select(Enterprise.id).where(within)
    others: dict[int, list[AnnouncedContact]] = defaultdict(list)
    covered = stewards_covered_by(session, whose, on)
    for plan in plans_of_others(session, ids, but={whose, *covered}, since=on, until=until):
        others[plan.enterprise_id].append(plan)
    planned = {row.id for row in plans}
    visited = queries.rows_of(session, [one for one in others if one not in planned], on=on)
    taken = taken_over(session, within, on=on, since=on - timedelta(days=rules.new_in_care_days))
    return Agenda(
        overdue=[row for row in plans if row.next_on and row.next_on < on],
        today=[row for row in plans if row.next_on == on],
        this_week=[row for row in plans if row.next_on and row.next_on > on],
        flags=new_flags(session, within, on=on),
        ending=ending_titles(session, within, on=on, until=on + timedelta(days=rules.title_ends_days)),
        visits=sorted(visited, key=lambda row: (others[row.id][0].planned_on, row.name)),
        taken_over=taken,
        enterprises=_number(session, within),
        others=dict(others),
        covered=covered,
        calls=enterprises.numbers_to_call(session, planned | {row.id for row in taken}, on),
    )


def taken_over(session: Session, within: ColumnElement[bool], *, on: date, since: date) -> list[CareRow]:
    """Enterprises that changed hands since a day and were not contacted after that, the newest first."""
    fresh = or_(Standing.last_contact_on.is_(None), Standing.last_contact_on < Standing.in_care_since)
    ids = session.scalars(
        select(Standing.enterprise_id)
        .where(of_standings(within), Standing.in_care_since >= since, fresh)
        .order_by(Standing.in_care_since.desc(), Standing.name)
        .limit(_LONGEST)
    ).all()
    return queries.rows_of(session, ids, on=on)


def _number(session: Session, within: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Standing).where(of_standings(within))) or 0


def new_flags(session: Session, within: ColumnElement[bool], *, on: date) -> list[NewFlag]:
    """Open flags that nobody has marked as seen, the newest first."""
    rows = session.execute(
        select(Flag, Standing.name, Standing.rank)
        .join(Standing, Standing.enterprise_id == Flag.enterprise_id)
        .where(of_standings(within), open_flag(on), Flag.seen_on.is_(None))
        .order_by(Flag.opened_on.desc(), Flag.kind, Standing.name)
        .limit(_LONGEST)
    )
    return [
        NewFlag(
            flag.id,
            flag.enterprise_id,
            name,
            tier_of_rank(rank),
            flag.target,
            flag.purpose,
            flag.kind,
            flag.opened_on,
            flag.unmet_count,
            flag.unknown_count,
        )
        for flag, name, rank in rows
    ]


def ending_titles(session: Session, within: ColumnElement[bool], *, on: date, until: date) -> list[EndingTitle]:
    """Titles whose last day lies between `on` and `until` and which nothing carries on, the first to end first."""
    found = session.execute(
        select(Title, Standing.name)
        .join(Standing, Standing.enterprise_id == Title.enterprise_id)
        .where(of_standings(within), Standing.title_ends_on <= until)
    ).all()
    every = defaultdict(list)
    for title, _ in found:
        every[title.enterprise_id].append(title)
    ending = [
        EndingTitle(title.enterprise_id, name, title.tier, title.expires_on)
        for title, name in found
        if is_valid(title, on) and title.expires_on <= until and nothing_carries_on(title, every[title.enterprise_id])
    ]
    return sorted(ending, key=lambda title: (title.expires_on, title.enterprise))[:_LONGEST]

"""The demonstration pool: made up, deterministic, whole, and with something of everything."""

import stat
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select, text, true

from crm.audit import service as audit
from crm.cultivation.applications.models import Application
from crm.cultivation.models import LADDER, Flag, PoolSnapshot, TitleEvent
from crm.cultivation.titles.tiers import tier_rank
from crm.db import reading
from crm.demands.models import Demand
from crm.demo import COUNTS
from crm.demo.history import MONTHS, nights_before
from crm.demo.support import HANDED_OVER
from crm.enterprises.letters.models import EnterpriseLetter
from crm.enterprises.models import Enterprise
from crm.interactions.support.models import ItemState, ServicePlanItem
from crm.interactions.support.queries import is_overdue
from crm.people import queries as people
from crm.people.departments.queries import list_staffed
from crm.people.models import Role
from crm.stewards.models import Assignment, QueueEntry
from tests.conftest import TODAY

IN_POOL = PoolSnapshot.measure == "pool"


def test_the_pool_is_made_up_whole_and_verifiable(app, populated):
    with reading() as session:
        enterprises = session.scalars(select(Enterprise)).all()
        ranks = Counter(session.scalars(select(tier_rank(TODAY)).select_from(Enterprise)))
        assigned = session.scalar(select(func.count()).where(Assignment.to_on.is_(None)))
        waiting = session.scalar(select(func.count()).where(QueueEntry.left_on.is_(None)))
        _, _, broken = audit.verify(session, key=app.config["SETTINGS"].audit_key)

    assert all("MADE" in one.credit_code for one in enterprises)
    assert [ranks[rank] for rank in range(len(LADDER))] == [sum(COUNTS[tier].values()) for tier in LADDER]
    assert assigned + waiting == len(enterprises)
    assert len({one.street for one in enterprises}) == 9
    assert broken is None


def test_the_accounts_are_random_and_for_the_owner_only(app, populated):
    path = app.config["SETTINGS"].instance / "demo-accounts.txt"

    lines = path.read_text(encoding="utf-8").splitlines()[1:]

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({line.split("\t")[3] for line in lines}) == len(lines)


def test_two_desks_get_the_same_enterprises(app, populated):
    with reading() as session:
        sums = text("SELECT sum(revenue), sum(rd_expense), sum(total_assets) FROM yearly_figures")
        digest = session.execute(sums)

        assert tuple(digest.one()) == (5252856860000, 434956860000, 6749719420000)


def test_there_are_two_managers_and_three_departments_with_two_handlers_each(populated):
    with reading() as session:
        managers = people.active_with(session, Role.MANAGER)
        staffed_ones = list_staffed(session, true())

    assert len(managers) == 2
    assert sorted(len(one.handlers) for one in staffed_ones if one.handlers) == [2, 2, 2]


def test_promises_are_open_late_kept_and_given_up_and_a_handover_waits_for_its_receiver(populated):
    with reading() as session:
        states = Counter(session.scalars(select(ServicePlanItem.state)))
        late = session.scalars(select(ServicePlanItem.id).where(is_overdue(TODAY))).all()
        handed_over = select(EnterpriseLetter).where(EnterpriseLetter.reason.startswith("handover:"))
        told = [letter.passed_on_at for letter in session.scalars(handed_over)]

    assert states == {ItemState.PROMISED: 5, ItemState.FULFILLED: 2, ItemState.GIVEN_UP: 1}
    assert len(late) == 1
    assert told == [None] * HANDED_OVER


def test_the_demonstration_has_two_years_of_nights(populated):
    with reading() as session:
        nights = session.scalars(select(PoolSnapshot.taken_on).distinct().order_by(PoolSnapshot.taken_on)).all()
        sizes = [
            session.scalar(select(func.sum(PoolSnapshot.count)).where(PoolSnapshot.taken_on == on, IN_POOL))
            for on in (nights[0], nights[-1])
        ]

    assert (len(nights), nights[0], nights[-1]) == (MONTHS, date(2024, 12, 1), date(2026, 11, 1))
    assert sizes[0] < sizes[1]


def test_flags_came_and_went(populated):
    with reading() as session:
        flags = session.scalars(select(Flag)).all()

    closed = [flag for flag in flags if flag.closed_on]
    assert len({flag.opened_on for flag in flags}) > MONTHS // 2
    assert len(closed) > MONTHS
    assert any(flag.closed_on is None for flag in flags)
    assert all(flag.opened_on < flag.closed_on and flag.closed_why for flag in closed)


def test_titles_ended_were_lost_and_were_renewed(populated):
    with reading() as session:
        kinds = Counter(session.scalars(select(TitleEvent.kind)))

    assert min(kinds["expired"], kinds["review_failed"], kinds["review_passed"]) >= 3


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 26), date(2024, 12, 1), date(2026, 11, 1)),
        (date(2026, 12, 1), date(2024, 12, 1), date(2026, 11, 1)),
        (date(2026, 1, 31), date(2024, 2, 1), date(2026, 1, 1)),
    ],
)
def test_the_nights_are_the_first_of_each_month_and_never_today(today, first, last):
    nights = list(nights_before(today))

    assert (nights[0], nights[-1], len(nights)) == (first, last, MONTHS)


def test_demands_stand_in_every_state_of_the_way(populated):
    with reading() as session:
        states = Counter(session.scalars(select(Demand.state)))
        late = session.scalar(select(func.count()).where(Demand.state == "in_hand", Demand.finish_by < TODAY))

    assert {"raised", "returned", "in_hand", "paused", "done", "called_back", "closed"} <= set(states)
    assert states["closed"] >= 10
    assert late


def test_applications_stand_at_every_stage(populated):
    with reading() as session:
        states = set(session.scalars(select(Application.state)))

    assert states >= {"prepared", "submitted", "recommended", "publicity", "refused", "withdrawn"}

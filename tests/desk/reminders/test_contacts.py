"""Reminders about contacts: enterprises left alone for longer than their tier allows, and first contacts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.cultivation.reminders.matters import read_every
from crm.desk.handover.models import Handover
from crm.desk.handover.service import Passing, make_sheets
from crm.desk.reminders.matters import FIRST, SILENT, read_matters
from crm.desk.reminders.notices_page import KINDS
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.plans.service import PlanWish, plan_contact
from crm.interactions.quiet.service import begin_quiet
from crm.interactions.service import Encounter, log
from crm.stewards.service import assign
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing

RULES = service_rules()
SEED, GIANT = RULES.reminders.silent_days["seed"], RULES.reminders.silent_days["little_giant"]
DAY = timedelta(days=1)


def standing(app, kind, on):
    with writing(app) as session:
        return {one.enterprise_id: one.values for one in read_every(session, read_matters(session, RULES, on)[kind])}


def visited(app, number, on, **more):
    with writing(app) as session:
        stefan = make_person(session, "stefan").id
        contact = Encounter(more.pop("channel", Channel.VISIT), ContactPurpose.POLICY, on, "谈了申报", **more)
        log(session, number, contact, by=stefan, on=on, at=NOW)


@pytest.fixture
def number(app, cast):
    with writing(app) as session:
        return make_enterprise(session, steward="stefan", on=date(2026, 1, 5)).id


@pytest.mark.parametrize(("tier", "days"), [("seed", SEED), ("little_giant", GIANT)])
def test_each_tier_has_days_of_its_own(app, cast, tier, days):
    with writing(app) as session:
        number = make_enterprise(session, steward="stefan", tier=tier, on=date(2026, 1, 5)).id
    visited(app, number, date(2026, 7, 1))

    before = standing(app, SILENT, date(2026, 7, 1) + timedelta(days=days - 1))
    after = standing(app, SILENT, date(2026, 7, 1) + timedelta(days=days))

    assert before == {}
    assert after == {number: {"since": "2026-07-01", "was_in_touch": True, "days": days}}


def test_a_contact_ends_the_episode_and_a_briefing_does_not(app, number):
    on = date(2026, 1, 5) + timedelta(days=SEED)
    assert standing(app, SILENT, on) == {number: {"since": "2026-01-05", "was_in_touch": False, "days": SEED}}

    visited(app, number, on, channel=Channel.BRIEFING)
    assert number in standing(app, SILENT, on)
    visited(app, number, on)
    assert standing(app, SILENT, on) == {}


def test_what_is_planned_ahead_or_asked_for_quiet_is_left_in_peace(app, cast):
    with writing(app) as session:
        stefan = make_person(session, "stefan").id
        planned, quiet = (make_enterprise(session, steward="stefan", on=date(2025, 1, 5)).id for _ in range(2))
        plan_contact(session, planned, PlanWish(TODAY + DAY), by=stefan, on=TODAY, at=NOW)
        begin_quiet(session, quiet, TODAY + DAY, why="企业搬迁", by=stefan, on=TODAY, at=NOW)

    assert standing(app, SILENT, TODAY) == {}
    assert set(standing(app, SILENT, TODAY + 2 * DAY)) == {planned, quiet}


def test_nobody_is_reminded_of_what_waits_in_the_queue(app, cast):
    with writing(app) as session:
        make_enterprise(session, on=date(2025, 1, 5))

    assert standing(app, SILENT, TODAY) == {}


def hand_over(app, number):
    with writing(app) as session:
        stefan, lina, maria = (make_person(session, name).id for name in ("stefan", "lina", "maria"))
        assign(session, number, lina, why="片区调整", by=maria, on=TODAY)
        make_sheets(session, Passing({number: stefan}, lina, "片区调整"), by=maria, on=TODAY, at=NOW)
        return session.scalars(select(Handover.first_contact_by)).one()


def test_a_first_contact_is_due_the_day_before_its_last_day_until_it_took_place(app, number):
    last = hand_over(app, number)
    ahead = timedelta(days=RULES.reminders.first_contact_days)

    assert standing(app, FIRST, last - ahead - DAY) == {}
    assert standing(app, FIRST, last - ahead) == {number: {"by": last.isoformat()}}
    assert standing(app, FIRST, last + 9 * DAY) == {number: {"by": last.isoformat()}}

    with writing(app) as session:
        lina = make_person(session, "lina").id
        log(
            session,
            number,
            Encounter(Channel.CALL, ContactPurpose.POLICY, TODAY, "我是新管家"),
            by=lina,
            on=TODAY,
            at=NOW,
        )
    assert standing(app, FIRST, last + 9 * DAY) == {}


def test_a_first_contact_is_not_asked_of_whoever_gave_the_enterprise_on(app, number):
    last = hand_over(app, number)
    with writing(app) as session:
        maria, dieter = make_person(session, "maria").id, make_person(session, "dieter").id
        assign(session, number, dieter, why="再次调整", by=maria, on=TODAY)

    assert standing(app, FIRST, last) == {}


def test_both_are_said_in_words(app):
    silent, first = KINDS
    values = {"since": "2026-01-05", "was_in_touch": False, "days": 180, "stands_in": True}

    with app.test_request_context():
        assert "2026-01-05 由您负责以来没有联系过，已超过 180 天" in silent.words(values, "北京甲公司")
        assert silent.words(values, "北京甲公司").startswith("（代管）")
        assert "须在 2026-11-27 前首次联系" in first.words({"by": "2026-11-27"}, "北京甲公司")

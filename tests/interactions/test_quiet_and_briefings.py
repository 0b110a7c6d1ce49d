"""An enterprise is left in peace until a day, and many are told something at once: neither is a contact."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.errors import CrmError
from crm.interactions.briefings.queries import briefings_within
from crm.interactions.briefings.service import BriefingTalk, record_briefing
from crm.interactions.ceiling import contacts_in_month
from crm.interactions.models import Channel, ContactPurpose, PlanState
from crm.interactions.plans.service import PlanWish, plan_contact
from crm.interactions.queries import last_contact
from crm.interactions.quiet.service import begin_quiet, end_quiet
from crm.interactions.service import Encounter, log
from crm.notifications.models import Notice
from crm.standings.models import Standing
from crm.standings.upkeep import refresh_touched
from crm.stewards.queries import in_care_of
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise

LAST = date(2026, 12, 31)
LONGEST = service_rules().contacts.quiet_longest_days


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def enterprise(session, stefan):
    return make_enterprise(session, steward=stefan)


def quiet(session, enterprise, by, until=LAST, on=TODAY):
    return begin_quiet(session, enterprise.id, until, why="年终审计", by=by.id, on=on, at=NOW)


def plan(session, enterprise, by, day, **more):
    return plan_contact(session, enterprise.id, PlanWish(day, **more), by=by.id, on=TODAY, at=NOW)


def refused(act):
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value.code


def quiet_until(session, enterprise, on):
    refresh_touched(session, on=on)
    return session.scalar(select(Standing.quiet_until).where(Standing.enterprise_id == enterprise.id))


def test_a_quiet_enterprise_is_quiet_through_its_last_day(session, enterprise, stefan):
    quiet(session, enterprise, stefan)

    assert quiet_until(session, enterprise, LAST) == LAST
    assert quiet_until(session, enterprise, LAST + timedelta(days=1)) is None


def test_the_stewards_plan_within_is_dropped_and_colleagues_are_told(session, enterprise, stefan):
    hana = make_person(session, "hana")
    mine = plan(session, enterprise, stefan, LAST)
    theirs = plan(session, enterprise, hana, LAST)

    quiet(session, enterprise, stefan)

    assert (mine.state, theirs.state) == (PlanState.DROPPED, PlanState.PLANNED)
    [notice] = session.scalars(select(Notice))
    assert (notice.user_id, notice.values["what"]) == (hana.id, "quiet")


def test_who_was_asked_and_had_joined_the_steward_goes_alone(session, enterprise, stefan):
    hana = make_person(session, "hana")
    mine = plan(session, enterprise, stefan, LAST)
    theirs = plan(session, enterprise, hana, LAST, with_id=mine.id, asked_for=True)

    quiet(session, enterprise, stefan)

    assert (theirs.state, theirs.with_id) == (PlanState.PLANNED, None)
    told = select(Notice).where(Notice.user_id == hana.id)
    assert [notice.values["what"] for notice in session.scalars(told)] == ["left"]


def test_a_plan_for_the_day_after_stays(session, enterprise, stefan):
    later = plan(session, enterprise, stefan, LAST + timedelta(days=1))

    quiet(session, enterprise, stefan)

    assert later.state is PlanState.PLANNED


def test_planning_within_says_why_unless_the_enterprise_asked(session, enterprise, stefan):
    quiet(session, enterprise, stefan)

    assert refused(lambda: plan(session, enterprise, stefan, LAST)) == "plan_in_quiet_period"
    assert plan(session, enterprise, stefan, LAST, asked_for=True)
    assert plan(session, enterprise, stefan, LAST, ceiling_why="安全检查")
    assert plan(session, enterprise, stefan, LAST + timedelta(days=1))


def test_one_period_is_open_and_a_new_one_begins_when_it_is_over(session, enterprise, stefan):
    first = quiet(session, enterprise, stefan, until=TODAY)

    assert refused(lambda: quiet(session, enterprise, stefan)) == "quiet_already"
    tomorrow = TODAY + timedelta(days=1)
    second = quiet(session, enterprise, stefan, on=tomorrow)

    assert (first.ended_on, second.from_on) == (TODAY, tomorrow)


def test_ending_ends_it_today(session, enterprise, stefan):
    quiet(session, enterprise, stefan)

    end_quiet(session, enterprise.id, by=stefan.id, on=TODAY)

    assert quiet_until(session, enterprise, TODAY) is None
    assert refused(lambda: end_quiet(session, enterprise.id, by=stefan.id, on=TODAY)) == "not_quiet"


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "quiet_until_past"), (0, None), (LONGEST, None), (LONGEST + 1, "quiet_too_long")]
)
def test_a_period_ends_neither_before_today_nor_after_the_longest(session, enterprise, stefan, days, code):
    begin = lambda: quiet(session, enterprise, stefan, until=TODAY + timedelta(days=days))  # noqa: E731

    assert (refused(begin) if code else begin().ended_on) == code


TALK = BriefingTalk(TODAY, "申报口径", ContactPurpose.POLICY)


def record(session, by, ids, *, key=None, talk=TALK):
    return record_briefing(session, talk, ids, by=by.id, on=TODAY, at=NOW, client_key=key)


def test_a_briefing_is_one_act_for_many_and_a_contact_with_none(session, enterprise, stefan):
    other = make_enterprise(session, steward=make_person(session, "lina"))

    record(session, stefan, {enterprise.id, other.id})

    assert last_contact(session, enterprise.id) is None
    assert contacts_in_month(session, enterprise.id, TODAY) == 0
    [seen], total = briefings_within(session, in_care_of(stefan.id, TODAY), offset=0, limit=10)
    assert (seen.title, seen.enterprises, total) == ("申报口径", 1, 1)


def test_a_briefing_sent_twice_is_one(session, enterprise, stefan):
    first = record(session, stefan, {enterprise.id}, key="phone-0001-0001-0001")
    second = record(session, stefan, {enterprise.id}, key="phone-0001-0001-0001")

    assert first.id == second.id
    lina = make_person(session, "lina")
    assert refused(lambda: record(session, lina, {enterprise.id}, key="phone-0001-0001-0001")) == "changed_meanwhile"


def test_a_briefing_for_nobody_for_strangers_or_ahead_is_refused(session, enterprise, stefan):
    ahead = BriefingTalk(TODAY + timedelta(days=1), "申报口径", ContactPurpose.POLICY)
    most = service_rules().contacts.briefing_most

    assert refused(lambda: record(session, stefan, set())) == "briefing_for_nobody"
    assert refused(lambda: record(session, stefan, {enterprise.id, 990_001})) == "not_found"
    assert refused(lambda: record(session, stefan, {enterprise.id}, talk=ahead)) == "briefing_in_the_future"
    assert refused(lambda: record(session, stefan, set(range(1, most + 2)))) == "briefing_for_too_many"


def test_a_briefing_that_is_logged_is_no_contact(session, enterprise, stefan):
    briefing = Encounter(Channel.BRIEFING, ContactPurpose.POLICY, TODAY, "政策宣讲")
    for _ in range(service_rules().contacts.ceiling_per_month + 1):
        log(session, enterprise.id, briefing, by=stefan.id, on=TODAY, at=NOW)

    assert last_contact(session, enterprise.id) is None
    assert plan(session, enterprise, stefan, LAST).state is PlanState.PLANNED

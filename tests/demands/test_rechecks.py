"""Rechecks: drawn from a month that is over, the same whoever draws, and looked at by somebody who had no part."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config.service_rules import RecheckRules
from crm.demands.course.acts import Saying
from crm.demands.models import Demand, Recheck
from crm.demands.rechecks.jobs import draw
from crm.demands.rechecks.service import draw_month, month_after, months_over, record_recheck
from crm.errors import CrmError
from crm.notifications.models import Notice
from crm.people import service as people
from crm.people.models import Role
from crm.work import Turn
from tests.cast import SINCE, make_person
from tests.conftest import NOW, TODAY
from tests.demands.making import act_on, make_demand
from tests.makers import make_enterprise, writing

OCTOBER, FIRST = date(2026, 10, 1), date(2026, 11, 1)
RULES = RecheckRules(percent=20, at_least=1)


def withdrawn(session, on, enterprise=None):
    demand = make_demand(session, "withdrawn", enterprise, on=on, is_another=True)
    assert demand.closed_on == on
    return demand


def drawn(session):
    return sorted(session.execute(select(Recheck.demand_id, Recheck.month)).all())


def other_manager(session):
    user = people.add_user(session, "m-2", "Moritz", by=None, on=SINCE)
    people.grant(session, user, Role.MANAGER, by=None, on=SINCE)
    return user.id


@pytest.mark.parametrize(
    ("closed", "count"), [(date(2026, 9, 30), 0), (OCTOBER, 1), (date(2026, 10, 31), 1), (FIRST, 0)]
)
def test_a_month_holds_what_ended_on_its_days(session, closed, count):
    withdrawn(session, closed)

    assert draw_month(session, OCTOBER, RULES, on=TODAY) == count


def test_only_what_was_withdrawn_or_explained_is_drawn(session):
    for state in ("closed", "raised", "done"):
        make_demand(session, state, on=OCTOBER)
    explained = make_demand(session, "in_hand", on=OCTOBER)
    act_on(session, explained, "answer", Saying(outcome="explained", text="政策已到期"), on=OCTOBER)
    for act in ("call_back", "confirm"):
        act_on(session, explained, act, on=OCTOBER)

    draw_month(session, OCTOBER, RecheckRules(percent=100, at_least=1), on=TODAY)

    assert drawn(session) == [(explained.id, OCTOBER)]


@pytest.mark.parametrize(
    ("percent", "at_least", "count"), [(20, 1, 2), (10, 1, 1), (1, 1, 1), (1, 3, 3), (100, 1, 6), (1, 9, 6)]
)
def test_so_many_are_drawn_rounded_up_and_at_least_so_many(session, percent, at_least, count):
    here = make_enterprise(session, steward="stefan")
    for _ in range(6):
        withdrawn(session, OCTOBER, here)

    assert draw_month(session, OCTOBER, RecheckRules(percent=percent, at_least=at_least), on=TODAY) == count


def test_whoever_draws_draws_the_same_and_a_month_only_once(session):
    here = make_enterprise(session, steward="stefan")
    for _ in range(6):
        withdrawn(session, OCTOBER, here)
    draw_month(session, OCTOBER, RecheckRules(percent=50, at_least=1), on=TODAY)
    first = drawn(session)

    assert draw_month(session, OCTOBER, RecheckRules(percent=100, at_least=1), on=TODAY) == 0
    session.execute(Recheck.__table__.delete())
    draw_month(session, OCTOBER, RecheckRules(percent=50, at_least=1), on=TODAY + timedelta(days=9))

    assert drawn(session) == first
    assert len(first) == 3


def test_a_night_draws_every_month_that_was_missed_and_not_the_present_one(session):
    here = make_enterprise(session, steward="stefan")
    for on in (date(2026, 8, 3), date(2026, 9, 3), OCTOBER, FIRST):
        withdrawn(session, on, here)

    reports = [draw(session, Turn(TODAY, NOW), RULES).counts["rechecks_drawn"] for _ in range(2)]

    assert reports == [3, 0]
    assert [month for _id, month in drawn(session)] == [date(2026, 8, 1), date(2026, 9, 1), OCTOBER]


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 1, 1), [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)]),
        (date(2026, 12, 31), [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]),
    ],
)
def test_months_go_over_the_turn_of_the_year(on, months):
    assert months_over(on=on) == months
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)


def test_nobody_looks_again_at_what_they_had_a_part_in(session):
    demand = withdrawn(session, OCTOBER)
    draw_month(session, OCTOBER, RULES, on=TODAY)
    stefan = make_person(session, "stefan").id

    with pytest.raises(CrmError, match="recheck_by_another"):
        record_recheck(session, demand.id, "upheld", "核实过", by=stefan, on=TODAY, at=NOW)


def test_a_doubt_is_told_to_the_steward_and_a_recheck_is_recorded_once(session):
    demand = withdrawn(session, OCTOBER)
    draw_month(session, OCTOBER, RULES, on=TODAY)
    moritz = other_manager(session)

    record_recheck(session, demand.id, "doubtful", "企业说没有同意撤回", by=moritz, on=TODAY, at=NOW)

    told = session.scalars(select(Notice.user_id).where(Notice.kind == "demand_doubted")).all()
    assert told == [make_person(session, "stefan").id]
    with pytest.raises(CrmError, match="recheck_recorded"):
        record_recheck(session, demand.id, "upheld", "又查了", by=moritz, on=TODAY, at=NOW)


def test_what_was_never_drawn_is_not_there(session):
    with pytest.raises(CrmError, match="not_found"):
        record_recheck(session, withdrawn(session, OCTOBER).id, "upheld", "x", by=1, on=TODAY, at=NOW)


def test_the_page_lists_what_waits_and_what_was_found(app, signed_in, cast):
    with writing(app) as session:
        demand = withdrawn(session, OCTOBER, make_enterprise(session, "北京甲有限公司", steward="stefan"))
        draw_month(session, OCTOBER, RULES, on=TODAY)
        demand_id = demand.id
    maria = signed_in("maria")
    assert "北京甲有限公司" in maria.get("/rechecks").text

    maria.post(f"/demands/{demand_id}/recheck", {"verdict": "doubtful", "note": "企业说没有同意撤回"})

    page = maria.get("/rechecks").text
    assert "企业说没有同意撤回" in page
    assert "抽取的诉求都已复核" in page
    with writing(app) as session:
        assert session.get_one(Demand, demand_id).state == "withdrawn"

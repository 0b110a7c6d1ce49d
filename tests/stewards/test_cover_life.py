"""The life of a leave cover: every pair of state and act, at the service and on the page."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.errors import CrmError
from crm.steps import allowed_steps, find_step
from crm.stewards import leave
from crm.stewards.cover_life import COVER_LIFE, CoverAct, CoverState, state_on
from crm.stewards.models import CoverEvent, LeaveCover
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import writing

DAYS = {
    CoverState.PLANNED: (date(2026, 11, 25), date(2026, 11, 30), None),
    CoverState.RUNNING: (TODAY, TODAY, None),
    CoverState.OVER: (date(2026, 11, 2), date(2026, 11, 23), None),
    CoverState.CANCELLED: (date(2026, 11, 25), date(2026, 11, 30), TODAY),
}
PAIRS = [(state, act) for state in CoverState for act in CoverAct]


def make_cover(session, state):
    first, last, cancelled = DAYS[state]
    away, acting = make_person(session, "stefan").id, make_person(session, "lina").id
    days = {"from_on": first, "to_on": last, "cancelled_on": cancelled}
    cover = LeaveCover(steward_id=away, cover_id=acting, why="年休", **days)
    session.add(cover)
    session.flush()
    return cover


def events(session):
    return session.scalars(select(CoverEvent).order_by(CoverEvent.number)).all()


@pytest.mark.parametrize("state", CoverState)
def test_the_days_tell_the_state(session, state):
    assert state_on(make_cover(session, state), TODAY) is state


@pytest.mark.parametrize(("state", "act"), PAIRS)
def test_the_service_takes_exactly_the_steps_of_the_table(session, state, act):
    cover, maria = make_cover(session, state), make_person(session, "maria")
    step = find_step(COVER_LIFE, act, state, {"manager"})

    if step is None:
        with pytest.raises(CrmError):
            leave.take_step(session, cover.id, act, why="x", by=maria.id, on=TODAY, at=NOW)
    else:
        leave.take_step(session, cover.id, act, why="x", by=maria.id, on=TODAY, at=NOW)

    assert state_on(cover, TODAY) == (step.after if step else state)
    taken = [(one.number, one.act, one.before, one.after, one.by, one.why) for one in events(session)]
    assert taken == ([(1, act, state, step.after, maria.id, "x")] if step else [])


@pytest.mark.parametrize(("state", "act"), PAIRS)
def test_a_steward_takes_no_step_at_all(session, state, act):
    cover, stefan = make_cover(session, state), make_person(session, "stefan")

    with pytest.raises(CrmError):
        leave.take_step(session, cover.id, act, why="x", by=stefan.id, on=TODAY, at=NOW)

    assert events(session) == []


@pytest.mark.parametrize("step", COVER_LIFE, ids=lambda step: step.act)
@pytest.mark.parametrize("why", [None, ""])
def test_a_step_that_needs_a_reason_is_refused_without(session, step, why):
    cover, maria = make_cover(session, step.before), make_person(session, "maria")

    if not step.needs:
        leave.take_step(session, cover.id, step.act, why=why, by=maria.id, on=TODAY, at=NOW)
        return
    with pytest.raises(CrmError, match="cover_needs_why"):
        leave.take_step(session, cover.id, step.act, why=why, by=maria.id, on=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("state", "buttons"), [(CoverState.PLANNED, ["call_off"]), (CoverState.RUNNING, ["end_early"])]
)
def test_the_page_draws_the_buttons_of_the_table(app, signed_in, state, buttons):
    with writing(app) as session:
        cover_id = make_cover(session, state).id

    page = signed_in("maria").get("/covers").text

    drawn = [act for act in CoverAct if f"/covers/{cover_id}/{act}" in page]
    assert drawn == buttons == [step.act for step in allowed_steps(COVER_LIFE, state, {"manager"})]


def test_a_running_cover_is_ended_on_its_page_with_a_reason(app, signed_in):
    with writing(app) as session:
        cover_id = make_cover(session, CoverState.RUNNING).id
    maria = signed_in("maria")

    refused = maria.post(f"/covers/{cover_id}/end_early", {"why": ""})
    answer = maria.post(f"/covers/{cover_id}/end_early", {"why": "提前销假"})
    late = maria.post(f"/covers/{cover_id}/end_early", {"why": "我也来"})

    assert (refused.status_code, answer.status_code, late.status_code) == (422, 302, 409)
    assert "须写明原因" in refused.text
    assert "已由 Maria 于 2026-11-24" in late.text
    assert "提前销假" in late.text

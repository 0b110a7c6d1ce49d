"""日历订阅: one's own days at a secret address that is shown once, can be replaced and ended, and tells little."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from sqlalchemy import select

from crm import clock
from crm.audit.models import AuditEvent
from crm.config.service_rules import service_rules
from crm.cultivation.duties.models import DutyKind, TitleDuty
from crm.desk.calendar.models import CalendarFeed
from crm.interactions.plans.service import PlanWish, plan_contact
from crm.people import service as people
from crm.stewards.service import assign
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, make_title, writing
from tests.security.test_readers import somebody_writing

OWN, OTHERS = "北京华瑞航空电子有限公司", "北京别家精密有限公司"


@pytest.fixture
def numbers(app, cast):
    """Stefan has a plan and a duty, Lina a plan of hers."""
    with writing(app) as session:
        stefan, lina = make_person(session, "stefan"), make_person(session, "lina")
        own, others = (
            make_enterprise(session, OWN, steward="stefan"),
            make_enterprise(session, OTHERS, steward="lina"),
        )
        wish = PlanWish(date(2026, 12, 8), note="只给自己看的话")
        plan_contact(session, own.id, wish, by=stefan.id, on=TODAY, at=NOW)
        plan_contact(session, others.id, PlanWish(date(2026, 12, 9)), by=lina.id, on=TODAY, at=NOW)
        title = make_title(session, own, "srdi")
        session.add(
            TitleDuty(
                title_id=title.id,
                kind=DutyKind.ANNUAL_UPDATE,
                period="2027",
                enterprise_id=own.id,
                opened_on=TODAY,
                due_on=date(2027, 4, 30),
            )
        )
        return own.id, others.id


def make_address(client):
    page = client.post("/calendar").text
    return re.search(r'value="http://localhost(/calendar/[^"]+)"', page)[1]


def events(client, address):
    answer = client.raw.get(address)
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.data)
    return {str(one["summary"]): one["dtstart"].dt for one in calendar.walk("VEVENT")}


def test_the_calendar_holds_ones_own_days_and_nobody_elses(signed_in, client, numbers):
    address = make_address(signed_in("stefan"))

    answer = client.raw.get(address)

    assert events(client, address) == {
        f"约定（联系）：{OWN}": date(2026, 12, 8),
        f"截止（年度更新）：{OWN}": date(2027, 4, 30),
    }
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    assert OTHERS not in answer.text
    assert "只给自己看" not in answer.text


def test_a_plan_goes_to_the_calendar_of_whoever_is_the_steward_now(app, signed_in, client, numbers):
    address = make_address(signed_in("lina"))
    with writing(app) as session:
        lina, maria = make_person(session, "lina"), make_person(session, "maria")
        assign(session, numbers[0], lina.id, why="片区调整", by=maria.id, on=TODAY)

    assert f"约定（联系）：{OWN}" in events(client, address)


def test_a_plan_in_a_year_whose_working_days_are_not_published_is_provisional(app, signed_in, client, numbers):
    with writing(app) as session:
        stefan = make_person(session, "stefan")
        plan_contact(session, numbers[0], PlanWish(date(2027, 1, 4)), by=stefan.id, on=TODAY, at=NOW)

    assert f"约定（联系，暂定）：{OWN}" in events(client, make_address(signed_in("stefan")))


def test_the_address_is_shown_once_and_only_its_hash_is_kept(app, signed_in, numbers):
    stefan = signed_in("stefan")

    token = make_address(stefan).removeprefix("/calendar/").removesuffix(".ics")

    assert token not in stefan.get("/calendar").text
    with writing(app) as session:
        assert token.encode() not in session.scalars(select(CalendarFeed.token_hash)).one()
        assert all(token not in str(event.detail) for event in session.scalars(select(AuditEvent)))


def test_a_new_address_takes_the_place_of_the_old_one(signed_in, client, numbers):
    stefan = signed_in("stefan")
    old = make_address(stefan)
    new = make_address(stefan)

    assert (client.raw.get(old).status_code, client.raw.get(new).status_code) == (404, 200)


def test_an_address_that_was_ended_is_not_there_and_is_ended_once(signed_in, client, numbers):
    stefan = signed_in("stefan")
    address = make_address(stefan)

    first, second = stefan.post("/calendar/end"), stefan.post("/calendar/end")

    assert client.raw.get(address).status_code == 404
    assert (first.status_code, second.status_code) == (302, 409)


@pytest.mark.parametrize("token", ["x", "0" * 43, "0" * 5000, "%00", "..%2F..%2Fetc"])
def test_an_unknown_token_is_not_there(client, token):
    assert client.raw.get(f"/calendar/{token}.ics").status_code in (404, 414)


def test_whoever_may_not_sign_in_has_no_calendar(app, signed_in, client, numbers):
    address = make_address(signed_in("stefan"))
    with writing(app) as session:
        people.disable(session, make_person(session, "stefan"), by=make_person(session, "adam").id, at=NOW)

    assert client.raw.get(address).status_code == 404


def test_whoever_is_no_steward_any_more_keeps_no_enterprise_in_the_calendar(app, signed_in, client, numbers):
    address = make_address(signed_in("stefan"))
    with writing(app) as session:
        rita = make_person(session, "rita")
        people.end_role(session, make_person(session, "stefan"), people.Role.STEWARD, by=rita.id, on=TODAY)

    assert events(client, address) == {}


def test_an_address_is_asked_so_often_and_again_when_the_time_is_over(signed_in, client, numbers, monkeypatch):
    address, allowed = make_address(signed_in("stefan")), service_rules().limits.calendar_reads
    answers = [client.raw.get(address).status_code for _ in range(allowed.times + 1)]

    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(minutes=allowed.minutes))

    assert answers == [200] * allowed.times + [429]
    assert client.raw.get(address).status_code == 200


def test_reading_is_a_row_of_the_trail_once_a_day(app, signed_in, client, numbers, monkeypatch):
    address = make_address(signed_in("stefan"))
    client.raw.get(address)
    client.raw.get(address)
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(days=1))
    client.raw.get(address)

    with writing(app) as session:
        read = session.scalars(select(AuditEvent.action).where(AuditEvent.action == "calendar.read")).all()
    assert len(read) == 2


def test_a_calendar_program_never_waits_for_a_writer(app, signed_in, client, numbers):
    address = make_address(signed_in("stefan"))

    with somebody_writing(app):
        assert client.raw.get(address).status_code == 200


def test_no_line_of_the_log_holds_the_token(signed_in, client, numbers, monkeypatch, capfd):
    address = make_address(signed_in("stefan"))
    monkeypatch.setattr("crm.desk.calendar.views.calendar_text", lambda *_args, **_more: 1 / 0)

    assert client.raw.get(address).status_code == 500

    lines = capfd.readouterr().err
    assert "failure" in lines
    assert address.removeprefix("/calendar/") not in lines

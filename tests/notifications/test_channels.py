"""Notices outside the desk: once, tried again later and later up to an end, then shown to who can help."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from crm import clock
from crm.jobs.registry import JOBS
from crm.jobs.running.runner import RunState, run
from crm.jobs.running.schedule import Slot
from crm.notifications import jobs, queries, service
from crm.notifications.channels import queries as channels
from crm.notifications.channels.addresses import read_address
from crm.notifications.channels.deliveries import note_receipt
from crm.notifications.channels.models import ChannelKind, Delivery, DeliveryState, Pace, PersonalChannel
from crm.notifications.channels.sending import Receipt
from crm.notifications.channels.service import add_channel
from crm.notifications.models import NoticeChannel
from crm.notifications.service import Telling
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing
from tests.notifications.receiver import RULES
from tests.notifications.test_sending import known


@pytest.fixture
def stefan(app, cast, receiver, monkeypatch):
    """Stefan has a webhook, and two notices about his enterprise."""
    places = (receiver.place,)
    settings = replace(app.config["SETTINGS"], webhook_hosts=places, private_hosts=places)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    with writing(app) as session:
        enterprise = make_enterprise(session, "北京甲有限公司", steward="stefan")
        person = make_person(session, "stefan")
        address = read_address(ChannelKind.WEBHOOK, receiver.url, receiver.post().destinations)
        add_channel(session, ChannelKind.WEBHOOK, address, Pace.AT_ONCE, by=person.id, at=NOW, key=settings.field_key)
        for number in (1, 2):
            tell(session, person.id, enterprise.id, f"flag:{number}")
        return person.id, enterprise.id


def tell(session, user_id, enterprise_id, key):
    values = {"target": "srdi", "kind": "near", "purpose": "new"}
    service.tell(session, [Telling(key, user_id, "flag_opened", values, f"enterprise:{enterprise_id}", key)], at=NOW)


def run_job(app, name, minute=0):
    with app.app_context():
        slot = f"2026-11-24T10:{minute:02}"
        return run(app, JOBS[name], Slot(slot, (slot,), "schedule"))


def states(app):
    with writing(app) as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.notice_id))
        return [(row.state.value, row.tries, row.trouble) for row in rows]


def test_notices_go_out_in_one_message_once(app, stefan, receiver):
    run_job(app, "deliver-outbox")

    assert [run_job(app, "send-notices", minute).counts.get("sent") for minute in (0, 1)] == [2, None]

    (body,) = receiver.bodies
    assert body.count("北京甲有限公司") == 2
    assert "http" not in body.partition('"message"')[2]
    assert states(app) == [("sent", 1, None)] * 2


def test_what_was_read_taken_back_or_is_not_theirs_any_more_is_not_sent(app, stefan, receiver):
    user_id, _ = stefan
    with writing(app) as session:
        other = make_enterprise(session, "北京乙有限公司", steward="lina")
        tell(session, user_id, other.id, "flag:3")
    run_job(app, "deliver-outbox")
    with writing(app) as session:
        first, second = sorted(notice.id for notice in queries.unread_of(session, user_id))[:2]
        service.mark_read(session, user_id, [first], at=NOW)
        service.withdraw(session, "flag:2", at=NOW)

    assert run_job(app, "send-notices").counts["dropped"] == 3

    assert (receiver.bodies, {state for state, *_ in states(app)}) == ([], {"dropped"})
    assert second > first


def test_a_failure_is_tried_again_later_and_later_and_then_given_up(app, stefan, receiver, monkeypatch):
    receiver.status, at, gaps = 500, NOW, []
    run_job(app, "deliver-outbox")

    for minute in range(len(RULES.retry_minutes) + 1):
        run_job(app, "send-notices", minute)
        with writing(app) as session:
            delivery = session.scalars(select(Delivery).order_by(Delivery.notice_id)).first()
            gaps.append((delivery.due_at - at) // timedelta(minutes=1))
            at = max(at, delivery.due_at)
        monkeypatch.setattr(clock, "source", lambda at=at: at)

    assert gaps[:-1] == RULES.retry_minutes
    assert states(app) == [("failed", len(RULES.retry_minutes) + 1, "answered")] * 2
    assert len(receiver.bodies) == len(RULES.retry_minutes) + 1
    with writing(app) as session:
        (row,), total = channels.list_troubled(session, offset=0, limit=9)
        assert (total, row.number, row.trouble, row.detail) == (1, 2, "answered", "500")


def test_whoever_dies_behind_the_sending_sends_once_more_and_no_more(app, stefan, receiver, monkeypatch):
    run_job(app, "deliver-outbox")
    with monkeypatch.context() as death:
        death.setattr("crm.notifications.channels.deliveries.note_receipt", lambda *_asked, **_more: 1 / 0)
        assert run_job(app, "send-notices").state is RunState.FAILED
    assert states(app) == [("waiting", 0, None)] * 2

    for minute in (1, 2):
        run_job(app, "send-notices", minute)

    assert len(receiver.bodies) == 2
    assert states(app) == [("sent", 1, None)] * 2


def test_once_a_day_means_at_eight_in_the_morning_together(app, stefan, receiver):
    with writing(app) as session:
        session.scalars(select(PersonalChannel)).one().pace = Pace.MORNING

    run_job(app, "deliver-outbox")

    with writing(app) as session:
        assert set(session.scalars(select(Delivery.due_at))) == {datetime(2026, 11, 25, 0, tzinfo=UTC)}
        assert not channels.has_due(session, NOW)


@pytest.mark.parametrize(("at", "day"), [(datetime(2026, 11, 24, 0, tzinfo=UTC), 24), (NOW, 25)])
def test_the_next_morning_is_this_one_until_it_has_begun(at, day):
    assert clock.next_time_of_day(at, "08:00") == datetime(2026, 11, day, 0, tzinfo=UTC)


def test_a_kind_that_is_not_wanted_outside_stays_on_the_page(app, stefan, receiver):
    user_id, _ = stefan
    with writing(app) as session:
        service.choose(session, {("flag_opened", NoticeChannel.OUTSIDE): False}, by=user_id)

    run_job(app, "deliver-outbox")

    with writing(app) as session:
        assert len(queries.unread_of(session, user_id)) == 2
    assert states(app) == []


def test_a_delivery_in_an_ended_channel_is_not_tried_again(session):
    stefan = make_person(session, "stefan").id
    address = read_address(ChannelKind.MAIL, "stefan@example.org", known())
    options = {"by": stefan, "at": NOW, "key": bytes(range(32))}
    first = add_channel(session, ChannelKind.MAIL, address, Pace.AT_ONCE, **options)
    service.tell(session, [Telling("one", stefan, "night", {"date": "2026-11-24"})], at=NOW)
    jobs.deliver(session, Turn(TODAY, NOW), morning=NOW)
    notice_id = session.scalars(select(Delivery.notice_id)).one()

    second = add_channel(session, ChannelKind.MAIL, address, Pace.AT_ONCE, **options)

    assert note_receipt(session, first.id, [notice_id], Receipt("unreachable"), RULES, at=NOW) == 0
    assert session.scalars(select(Delivery.state)).one() is DeliveryState.DROPPED
    assert [each.id for each in channels.open_channels(session, stefan)] == [second.id]

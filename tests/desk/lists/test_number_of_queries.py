"""A page with many rows asks the database as often as one with few."""

import pytest
from sqlalchemy import event

from crm.db import db
from crm.interactions.service import Encounter, log
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, make_figures, writing


def fill(app, count):
    """So many enterprises of Stefan's and as many in the queue, each with a contact and a plan."""
    with writing(app) as session:
        stefan = make_person(session, "stefan")
        for _ in range(count):
            enterprise = make_enterprise(session, steward=stefan, tier="srdi")
            make_contact(session, enterprise)
            make_figures(session, enterprise, revenue=100)
            planned = Encounter("call", "policy", TODAY, "谈了申报", next_contact_on=TODAY)
            log(session, enterprise.id, planned, by=stefan.id, on=TODAY, at=NOW)
            make_enterprise(session)
        return enterprise.id


def asked(app, client, url):
    statements = []

    def keep(connection, cursor, statement, *_):
        statements.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", keep)
        try:
            assert client.get(url).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", keep)
    return len(statements)


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("stefan", "/today"),
        ("stefan", "/mine"),
        ("stefan", "/log"),
        ("maria", "/queue"),
        ("maria", "/load"),
        ("maria", "/search?q=样例"),
    ],
)
def test_a_page_asks_as_often_for_twenty_rows_as_for_two(app, signed_in, cast, who, url):
    fill(app, 2)
    client = signed_in(who)
    client.get(url)

    few = asked(app, client, url)
    fill(app, 18)
    many = asked(app, client, url)

    assert 0 < many == few < 20


def test_an_enterprises_page_asks_as_often_however_long_its_timeline(app, signed_in, cast):
    number = fill(app, 1)
    stefan = signed_in("stefan")
    url = f"/enterprises/{number}"
    stefan.get(url)

    few = asked(app, stefan, url)
    with writing(app) as session:
        person = make_person(session, "stefan")
        for turn in range(30):
            contact = Encounter("call", "policy", TODAY, f"第{turn}次", asked_for=True)
            log(session, number, contact, by=person.id, on=TODAY, at=NOW)
    many = asked(app, stefan, url)

    assert many <= few

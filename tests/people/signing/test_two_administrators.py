"""The three administrators: nothing beside it, nobody alone over another's password, and always one of each."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crm import clock
from crm.people import queries, service
from crm.people.models import ADMINISTRATORS, Role, RoleGrant
from tests.client import CheckingClient
from tests.conftest import NOW, TODAY


@pytest.fixture
def adam(signed_in):
    return signed_in("adam")


@pytest.fixture
def rita(signed_in):
    return signed_in("rita")


@pytest.mark.parametrize("business", ["steward", "manager"])
@pytest.mark.parametrize("name", ["adam", "otto"])
def test_none_of_the_three_gets_a_business_role(rita, cast, name, business):
    page = rita.post(f"/rights/{cast.person(name).id}", {"role": business})

    assert page.status_code == 409
    assert "不能兼任业务角色" in page.text


def test_a_steward_becomes_an_auditor_only_after_the_role_has_ended(rita, cast):
    stefan = cast.person("stefan").id

    refused = rita.post(f"/rights/{stefan}", {"role": "auditor"}).status_code
    rita.post(f"/rights/{stefan}/steward/end")

    assert refused == 409
    assert rita.post(f"/rights/{stefan}", {"role": "auditor"}).status_code == 302


@pytest.mark.parametrize(("name", "role"), [("adam", Role.STEWARD), ("stefan", Role.AUDITOR)])
def test_the_database_refuses_both_sides_by_itself(session, cast, name, role):
    person = cast.person(name)
    session.add(RoleGrant(user_id=person.id, role=role, granted_on=TODAY))

    with pytest.raises(IntegrityError):
        session.flush()

    session.rollback()


def test_a_side_cannot_be_changed_under_an_open_grant(session, cast):
    person = cast.person("adam")

    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE users SET side = 'business' WHERE id = :id"), {"id": person.id})

    session.rollback()


@pytest.mark.parametrize("name", ["adam", "rita", "otto"])
def test_the_last_active_one_of_each_kind_stays(session, cast, name):
    only, other = cast.person(name), cast.person("nobody")
    role = next(iter(queries.roles_of(session, only.id) & ADMINISTRATORS))

    for act in (
        lambda: service.disable(session, only, by=other.id, at=NOW),
        lambda: service.end_role(session, only, role, by=other.id, on=TODAY),
    ):
        with pytest.raises(service.CrmError, match="last_administrator"):
            act()

    service.grant(session, other, role, by=None, on=TODAY)
    service.disable(session, only, by=other.id, at=NOW)


def test_one_administrator_alone_resets_no_administrators_password(adam, cast):
    rita = cast.person("rita")

    page = adam.post(f"/people/{rita.id}/password")

    assert page.status_code == 409
    assert "一次性密码" not in page.text


def test_two_administrators_reset_a_third_ones_password_who_reads_about_it(app, adam, rita, cast):
    otto = cast.person("otto").id
    assert adam.post(f"/people/{otto}/password/ask").status_code == 302
    waiting = rita.get("/rights").text
    reset = re.search(r"/people/resets/(\d+)/agree", waiting)[1]

    alone = adam.post(f"/people/resets/{reset}/agree").status_code
    early = adam.post(f"/people/{otto}/password").status_code
    assert rita.post(f"/people/resets/{reset}/agree").status_code == 302
    page = adam.post(f"/people/{otto}/password")
    again = adam.post(f"/people/{otto}/password").status_code

    assert (alone, early, page.status_code, again) == (403, 409, 200, 409)
    password = re.search(r'class="secret">([^<]+)<', page.text)[1]
    client = CheckingClient(app)
    client.sign_in("otto", password)
    assert "由 Adam 申请、Rita 同意重置" in client.get("/account/password").text


def test_nobody_agrees_to_the_reset_of_their_own_password(adam, rita, cast):
    adam.post(f"/people/{cast.person('rita').id}/password/ask")

    assert rita.post("/people/resets/1/agree").status_code == 403


def test_a_reset_nobody_agreed_to_lapses_after_a_day(adam, rita, cast, monkeypatch):
    otto = cast.person("otto").id
    adam.post(f"/people/{otto}/password/ask")
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(hours=24))
    for client, name in ((adam, "adam"), (rita, "rita")):
        client.sign_in(name, cast.password)

    assert rita.post("/people/resets/1/agree").status_code == 404
    assert adam.post(f"/people/{otto}/password/ask").status_code == 302

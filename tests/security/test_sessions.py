"""What a cookie is worth once something has changed."""

from datetime import timedelta

import pytest

from crm import clock
from crm.config.service_rules import service_rules
from crm.people import queries, service
from crm.people.models import Role
from crm.people.signing import sign_in as signing
from tests.client import CheckingClient
from tests.conftest import NOW, TODAY


def thief_with(app, client):
    """Somebody else with a copy of the client's cookie."""
    thief = CheckingClient(app)
    thief.raw.set_cookie("desk", client.raw.get_cookie("desk").value)
    return thief


def signed_out(client):
    return client.raw.get("/account").status_code == 302


def test_a_cookie_planted_before_signing_in_is_not_signed_in_afterwards(app, client, cast):
    client.get("/sign-in")
    thief = thief_with(app, client)

    client.sign_in(cast.person("stefan").staff_number, cast.password)

    assert not signed_out(client)
    assert signed_out(thief)


def test_a_form_token_from_before_signing_in_is_worth_nothing_afterwards(client, cast):
    token = client.token()
    client.sign_in(cast.person("stefan").staff_number, cast.password)

    answer = client.raw.post("/sign-out", data={"csrf_token": token})

    assert answer.status_code == 400
    assert not signed_out(client)


def test_a_form_token_of_somebody_else_is_refused(signed_in):
    stefan, lina = signed_in("stefan"), signed_in("lina")

    answer = stefan.raw.post("/sign-out", data={"csrf_token": lina.token()})

    assert answer.status_code == 400
    assert not signed_out(stefan)


@pytest.mark.parametrize("act", ["disable", "end_sessions", "give_one_time_password", "set_password"])
def test_what_an_administrator_does_to_an_account_reaches_a_copied_cookie(app, signed_in, cast, act):
    thief = thief_with(app, signed_in("stefan"))

    with cast.writing() as session:
        user = queries.find(session, "stefan")
        acts = {
            "disable": lambda: service.disable(session, user, by=None, at=NOW),
            "end_sessions": lambda: service.end_sessions(session, user, by=None, at=NOW),
            "give_one_time_password": lambda: service.give_one_time_password(
                session, user, by=None, at=NOW, rules=service_rules().sign_in
            ),
            "set_password": lambda: service.set_password(session, user, "Other-Horse-4242", by=None, at=NOW),
        }
        acts[act]()

    assert signed_out(thief)


def test_a_disabled_person_who_is_let_in_again_does_not_get_the_old_sessions_back(app, signed_in, cast):
    thief = thief_with(app, signed_in("stefan"))

    with cast.writing() as session:
        service.disable(session, queries.find(session, "stefan"), by=None, at=NOW)
        service.activate(session, queries.find(session, "stefan"), by=None)

    assert signed_out(thief)


def test_a_role_taken_back_and_one_given_count_on_the_next_request(signed_in, cast):
    stefan = signed_in("stefan")
    assert stefan.get("/queue").status_code == 403

    with cast.writing() as session:
        user = queries.find(session, "stefan")
        service.end_role(session, user, Role.STEWARD, by=None, on=TODAY)
        service.grant(session, user, Role.MANAGER, by=None, on=TODAY)

    assert stefan.get("/today").status_code == 403
    assert stefan.get("/queue").status_code == 200


def test_a_session_left_alone_ends_on_the_very_half_hour(signed_in, monkeypatch):
    stefan = signed_in("stefan")

    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(minutes=30))

    assert signed_out(stefan)


@pytest.mark.parametrize("spoil", [lambda text: text[:-6], lambda text: text + "A", lambda text: ""])
def test_a_cookie_that_was_cut_lengthened_or_emptied_opens_nothing(app, signed_in, spoil):
    value = signed_in("stefan").raw.get_cookie("desk").value
    thief = CheckingClient(app)

    thief.raw.set_cookie("desk", spoil(value))

    assert signed_out(thief)


def test_a_password_replaced_while_it_is_being_checked_opens_no_session(cast):
    cast.person("stefan")
    with cast.writing() as session:
        checked = queries.find(session, "stefan")
        attempt = signing.LoginAttempt(at=NOW, account="stefan", address="a", succeeded=False)
        session.add(attempt)
    with cast.writing() as session:
        service.set_password(session, queries.find(session, "stefan"), "Other-Horse-4242", by=None, at=NOW)

    with pytest.raises(signing.CrmError, match="sign_in_failed"), cast.writing() as session:
        signing.open_session(session, checked, attempt.id, "a", at=NOW)

    with cast.reading() as session:
        assert queries.open_sessions(session, checked.id) == []


def test_the_page_that_asks_to_send_again_shows_no_password(signed_in):
    typed = {"present": "Present-Secret-1", "new": "Future-Secret-2", "again": "Future-Secret-2"}

    page = signed_in("stefan").raw.post("/account/password", data=typed)

    assert page.status_code == 400
    assert "Secret" not in page.text

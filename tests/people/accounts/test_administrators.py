"""Accounts, rights and the audit trail: three administrators, three powers."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.people import queries, service
from crm.people.models import Role, RoleGrant, UserState
from tests.conftest import NOW, TODAY


def test_the_system_administrator_opens_an_account_and_reads_the_password_once(signed_in):
    adam = signed_in("adam")

    page = adam.post("/people/new", {"staff_number": "S100", "name": "曾晓东", "department": "0"})

    assert page.status_code == 200
    assert "一次性密码" in page.text
    assert "曾晓东" in adam.get("/people?q=s100").text


def test_a_staff_number_is_taken_whatever_its_case_and_width(signed_in):
    adam = signed_in("adam")
    adam.post("/people/new", {"staff_number": "S100", "name": "曾晓东", "department": "0"})

    page = adam.post("/people/new", {"staff_number": "ｓ１００", "name": "另一人", "department": "0"})

    assert page.status_code == 409
    assert "另一人" in page.text


def test_a_one_time_password_opens_nothing_but_its_change(client, cast):
    with cast.writing() as session:
        user = service.add_user(session, "S200", "新人", by=None, on=TODAY)
        service.grant(session, user, Role.STEWARD, by=None, on=TODAY)
        password = service.give_one_time_password(session, user, by=None, at=NOW, rules=service_rules().sign_in)

    client.sign_in("S200", password)

    assert client.get("/account").location == "/account/password"


def test_no_person_holds_two_of_the_three_administrators_roles(session, cast):
    adam = cast.person("adam")
    session.add(RoleGrant(user_id=adam.id, role=Role.AUDITOR, granted_on=TODAY))

    with pytest.raises(IntegrityError):
        session.flush()

    session.rollback()


def test_the_security_administrator_reads_why_a_second_power_is_refused(signed_in, cast):
    adam = cast.person("adam")

    page = signed_in("rita").post(f"/rights/{adam.id}", {"role": "auditor"})

    assert page.status_code == 409
    assert "不能由同一人兼任" in page.text


def test_a_role_works_and_stops_working_on_the_next_request(signed_in, cast):
    person, someone = cast.person("nobody"), signed_in("nobody")
    rita, _adam = signed_in("rita"), cast.person("adam")
    before = someone.get("/people").status_code

    rita.post(f"/rights/{person.id}", {"role": "system_admin"})
    granted = someone.get("/people").status_code
    rita.post(f"/rights/{person.id}/system_admin/end")
    after = someone.get("/people").status_code

    assert (before, granted, after) == (403, 200, 403)


def test_a_disabled_person_is_out_on_the_next_request(signed_in, cast):
    stefan, adam = signed_in("stefan"), signed_in("adam")

    adam.post(f"/people/{cast.person('stefan').id}/disable")

    assert stefan.get("/account").status_code == 302
    with cast.reading() as session:
        assert queries.get(session, cast.person("stefan").id).state is UserState.DISABLED


def test_nobody_grants_a_role_to_themselves(signed_in, cast):
    page = signed_in("rita").post(f"/rights/{cast.person('rita').id}", {"role": "steward"})

    assert page.status_code == 403


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("adam", "/rights"),
        ("adam", "/audit"),
        ("rita", "/people"),
        ("rita", "/audit"),
        ("otto", "/people"),
        ("maria", "/people"),
        ("stefan", "/audit"),
    ],
)
def test_each_power_ends_where_the_next_begins(signed_in, name, path):
    assert signed_in(name).get(path).status_code == 403


def test_the_auditor_reads_who_did_what_and_verifies_the_chain(signed_in):
    signed_in("adam").post("/people/new", {"staff_number": "S100", "name": "曾晓东", "department": "0"})
    otto = signed_in("otto")

    otto.post("/audit/verify")
    page = otto.get("/audit?action=user.added")

    assert "审计链完整" in page.text
    assert "Adam" in page.text


def test_audit_rows_can_be_neither_changed_nor_deleted(signed_in, cast):
    cast.hire("stefan")

    for statement in ("UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events"):
        with pytest.raises(DBAPIError), cast.writing() as session:
            session.execute(text(statement))


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_events SET action = 'innocent' WHERE id = 2",
        "UPDATE audit_events SET at = '2020-01-01 00:00:00' WHERE id = 1",
        "DELETE FROM audit_events WHERE id = 2",
        "UPDATE audit_events SET id = 900 WHERE id = 2",
    ],
)
def test_whoever_gets_around_the_guard_breaks_the_chain(app, cast, tamper):
    key = app.config["SETTINGS"].audit_key
    cast.hire("stefan")
    with cast.writing() as session:
        _drop_guard(session)
        session.execute(text(tamper))

    with cast.reading() as session:
        _, _, broken = audit.verify(session, key=key)

    assert broken is not None
    with cast.writing() as session:
        _restore_guard(session)


def test_a_cut_tail_shows_against_a_head_kept_elsewhere(cast):
    cast.hire("stefan")
    with cast.reading() as session:
        number, code = audit.head(session)

    with cast.reading() as session:
        assert audit.holds_head(session, f"{number}:{code}")
        assert not audit.holds_head(session, f"{number + 1}:{code}")


_GUARDS = {
    "sqlite": (
        ["DROP TRIGGER audit_events_no_update", "DROP TRIGGER audit_events_no_delete"],
        [
            f"CREATE TRIGGER audit_events_no_{act.lower()} BEFORE {act} ON audit_events "
            "BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END"
            for act in ("UPDATE", "DELETE")
        ],
    ),
    "postgresql": (
        ["ALTER TABLE audit_events DISABLE TRIGGER audit_events_stay"],
        ["ALTER TABLE audit_events ENABLE TRIGGER audit_events_stay"],
    ),
}


def _drop_guard(session):
    for statement in _GUARDS[session.get_bind().dialect.name][0]:
        session.execute(text(statement))


def _restore_guard(session):
    for statement in _GUARDS[session.get_bind().dialect.name][1]:
        session.execute(text(statement))

"""Departments: codes and ends, what keeps one open, and the first page of a handler."""

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.errors import CrmError
from crm.people import service as people
from crm.people.departments import queries, service
from crm.people.models import Department
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY


@pytest.mark.parametrize("code", ["", "j", "1jxj", "JXJ", "jxj ", "经信", "j" * 21, "j_x"])
def test_a_code_is_short_small_and_ascii(session, code):
    with pytest.raises(CrmError, match="department_code_unfit"):
        service.add_department(session, code, "区经信局", by=None)


@pytest.mark.parametrize("code", ["jx", "j" * 20, "jx-2"])
def test_codes_on_the_limits_are_taken(session, code):
    assert service.add_department(session, code, "区经信局", by=None).code == code


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [("jxj", "另一个局", "department_code_known"), ("jx2", "区经信局", "department_known")],
)
def test_code_and_name_are_given_once(session, code, name, refusal):
    service.add_department(session, "jxj", "区经信局", by=None)

    with pytest.raises(CrmError, match=refusal):
        service.add_department(session, code, name, by=None)


def test_a_department_with_people_is_not_ended(session):
    adam, hana = make_person(session, "adam"), make_person(session, "hana")

    with pytest.raises(CrmError) as refused:
        service.end_department(session, hana.department_id, named=(), by=adam.id, on=TODAY)

    assert (refused.value.code, refused.value.values["count"]) == ("department_has_people", 1)
    assert session.get(Department, hana.department_id).ended_on is None


def test_a_department_whose_people_left_is_ended_and_no_longer_offered(session):
    adam, hana = make_person(session, "adam"), make_person(session, "hana")
    people.disable(session, hana, by=adam.id, at=NOW)

    service.end_department(session, hana.department_id, named=(), by=adam.id, on=TODAY)

    assert queries.open_departments(session) == []
    assert [one.id for one in queries.open_departments(session, but_also=hana.department_id)] == [hana.department_id]


def test_a_department_that_the_configuration_names_is_not_ended(session):
    adam, unit = make_person(session, "adam"), make_department(session, "czj", "区财政局")

    with pytest.raises(CrmError, match="department_is_named"):
        service.end_department(session, unit, named={"czj"}, by=adam.id, on=TODAY)


def test_an_end_is_taken_back(session):
    adam, unit = make_person(session, "adam"), make_department(session, "czj", "区财政局")
    service.end_department(session, unit, named=(), by=adam.id, on=TODAY)

    service.reopen_department(session, unit, by=adam.id)

    assert queries.open_codes(session) == {"czj"}


def test_ending_twice_and_reopening_what_is_open_are_refused(session):
    adam, unit = make_person(session, "adam"), make_department(session, "czj", "区财政局")
    with pytest.raises(CrmError, match="department_not_ended"):
        service.reopen_department(session, unit, by=adam.id)
    service.end_department(session, unit, named=(), by=adam.id, on=TODAY)

    with pytest.raises(CrmError, match="department_already_ended"):
        service.end_department(session, unit, named=(), by=adam.id, on=TODAY)


def test_what_a_later_feature_registers_keeps_a_department_open(session, monkeypatch):
    monkeypatch.setattr(service, "_waits", {})
    service.register_waiting("demands_wait", lambda _session, _department: 2)
    adam, unit = make_person(session, "adam"), make_department(session, "czj", "区财政局")

    with pytest.raises(CrmError, match="demands_wait"):
        service.end_department(session, unit, named=(), by=adam.id, on=TODAY)
    with pytest.raises(ValueError, match="registered already"):
        service.register_waiting("demands_wait", lambda _session, _department: 0)


def test_named_departments_are_registered_once_and_known_ones_take_their_code(session):
    make_department(session, "d1", "区科委")

    first = service.register_named(session, {"kw": "区科委", "czj": "区财政局"}, by=None)
    again = service.register_named(session, {"kw": "区科委", "czj": "区财政局"}, by=None)

    assert (first, again) == (2, 0)
    assert {one.code: one.name for one in queries.all_departments(session)} == {"kw": "区科委", "czj": "区财政局"}


def test_a_name_with_another_code_of_its_own_is_not_taken_over(session):
    make_department(session, "kjw", "区科委")

    with pytest.raises(CrmError, match="department_known"):
        service.register_named(session, {"kw": "区科委"}, by=None)


def test_a_handler_starts_with_the_demands_and_finds_the_own_department_beside_them(signed_in):
    signed_in("hugo")
    hana = signed_in("hana")

    assert hana.get("/").location == "/demands"
    assert 'href="/department"' in hana.get("/demands").text
    page = hana.get("/department").text
    assert "区金融办" in page
    assert "转来的诉求" in page
    assert "Hana" in page
    assert "Hugo" not in page


def test_the_administrator_sees_the_handlers_of_each_and_ends_an_empty_one(app, signed_in, cast):
    signed_in("hana")
    with cast.writing() as session:
        unit = make_department(session, "archive", "区档案馆")
    adam = signed_in("adam")

    before = adam.get("/departments").text
    ended = adam.post(f"/departments/{unit}/end")
    refused = adam.post(f"/departments/{cast.person('hana').department_id}/end")

    assert "Hana" in before
    assert ended.status_code == 302
    assert refused.status_code == 422
    with cast.reading() as session:
        actions = set(session.scalars(select(AuditEvent.action)))
        assert "department.ended" in actions
        assert session.get(Department, unit).ended_on == TODAY


def test_a_refused_form_keeps_what_was_typed(signed_in, cast):
    cast.person("hana")

    page = signed_in("adam").post("/departments", {"code": "jrb", "name": "区金融服务办"})

    assert page.status_code == 409
    assert "区金融服务办" in page.text
    assert "已用于 区金融办" in page.text

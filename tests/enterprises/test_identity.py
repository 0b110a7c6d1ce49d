"""Registering an enterprise and correcting who it is."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.enterprises import queries, service
from crm.enterprises.identity import names
from crm.enterprises.identity.credit_codes import made_up_code, read_code
from crm.enterprises.models import Enterprise, EnterpriseChange
from crm.enterprises.search.queries import matching
from crm.enterprises.search.upkeep import index_touched
from crm.enterprises.service import Identity
from crm.errors import CrmError
from tests.cast import make_person
from tests.makers import TODAY, make_enterprise


def register(session, code=None, name="北京样例科技有限公司", **identity):
    code = made_up_code(7) if code is None else code
    return service.register(session, code, Identity(name, **identity), by=None, on=TODAY)


def test_a_registered_enterprise_is_found_by_its_code(session):
    enterprise = register(session)

    assert queries.by_code(session, enterprise.credit_code) is enterprise


@pytest.mark.parametrize(
    "typed", [" 91110107made0000 76", "９１１１０１０７ＭＡＤＥ００００７６", "91110107-MADE0000-76"]
)
def test_case_width_and_blanks_of_a_code_make_no_difference(typed):
    assert read_code(typed) == made_up_code(7) == "91110107MADE000076"


@pytest.mark.parametrize("typed", ["", "91110107MADE000077", "91110107MADE00007", "9" * 18, "91110107MADE00O076"])
def test_a_code_with_a_wrong_check_digit_is_refused(session, typed):
    with pytest.raises(CrmError, match="credit_code_invalid"):
        register(session, typed)


def test_a_second_registration_of_a_code_names_the_enterprise_that_has_it(session):
    register(session, name="北京先到科技有限公司")

    with pytest.raises(CrmError) as refused:
        register(session, name="北京后到科技有限公司")

    assert refused.value.code == "credit_code_taken"
    assert refused.value.values["name"] == "北京先到科技有限公司"


def test_a_changed_field_leaves_a_row_with_what_it_was(session):
    maria = make_person(session, "maria")
    enterprise = make_enterprise(session, "北京样例科技有限公司", street="八角")

    service.change_identity(
        session,
        enterprise,
        Identity(enterprise.name, industry=enterprise.industry, street="古城"),
        by=maria.id,
        on=TODAY,
    )

    change = session.scalars(select(EnterpriseChange)).one()
    assert (change.field, change.old, change.new) == ("street", "八角", "古城")
    assert (change.changed_by, change.changed_on) == (maria.id, TODAY)


def test_saving_what_is_there_already_writes_nothing(session):
    maria = make_person(session, "maria")
    enterprise = make_enterprise(session, street="八角", industry=None)
    version = enterprise.version

    changes = service.change_identity(
        session, enterprise, Identity(enterprise.name, street="八角"), by=maria.id, on=TODAY
    )

    assert changes == []
    assert enterprise.version == version


def test_a_renamed_enterprise_is_still_found_by_its_old_name(session):
    maria = make_person(session, "maria")
    enterprise = make_enterprise(session, "北京旧名科技有限公司")

    service.change_identity(session, enterprise, Identity("北京新名科技有限公司"), by=maria.id, on=TODAY)

    former = queries.former_names(session, enterprise.id)
    assert [(one.name, one.until) for one in former] == [("北京旧名科技有限公司", TODAY)]
    index_touched(session)
    for typed in ("旧名科技", "新名科技", "bjjm", "bjxm"):
        assert session.scalars(select(Enterprise.id).where(matching(typed))).all() == [enterprise.id]


def test_saving_over_a_newer_version_tells_who_wrote_what(session):
    maria = make_person(session, "maria")
    enterprise = make_enterprise(session, "北京样例科技有限公司")
    seen = enterprise.version
    service.change_identity(session, enterprise, Identity(enterprise.name, street="老山"), by=maria.id, on=TODAY)

    with pytest.raises(CrmError) as refused:
        service.change_identity(
            session, enterprise, Identity("北京另名科技有限公司"), by=maria.id, on=TODAY, seen=seen
        )

    assert refused.value.code == "identity_changed_meanwhile"
    assert refused.value.values["who"] == "Maria"
    assert enterprise.name == "北京样例科技有限公司"


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (Identity("北京样例", registered_on=date(2026, 11, 25)), "day_ahead"),
        (
            Identity("北京样例", registered_on=date(2020, 1, 2), deregistered_on=date(2020, 1, 1)),
            "ends_before_it_begins",
        ),
        (Identity("北京样例", industry="Z99"), "value_refused"),
        (Identity(" "), "value_refused"),
    ],
)
def test_an_identity_that_makes_no_sense_is_refused(session, identity, code):
    with pytest.raises(CrmError) as refused:
        service.register(session, made_up_code(7), identity, by=None, on=TODAY)

    assert refused.value.code == code


def test_every_reading_of_a_character_finds_the_name():
    readings = names.readings("北京单立重庆科技")

    assert "bjdlcqkj" in readings
    assert "bjslcqkj" in readings


def test_names_are_compared_without_width_case_and_blanks():
    assert names.fold("北京 ＡＢＣ（中国）") == names.fold("北京abc(中国)")

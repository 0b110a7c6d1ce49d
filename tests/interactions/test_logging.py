"""A service is recorded once, whoever sends it how often; it keeps the plan it was had by, and makes the next one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from crm.errors import CrmError
from crm.interactions import service
from crm.interactions.ceiling import contacts_in_month
from crm.interactions.models import Channel, ContactPurpose, Interaction
from crm.interactions.plans.queries import open_plans, plans_of_others
from crm.interactions.service import Encounter
from crm.people.models import UserState
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def enterprise(session, stefan):
    return make_enterprise(session, steward=stefan)


def log(session, enterprise, by, *, key=None, held_on=TODAY, summary="谈了申报", on=TODAY, **more):
    contact = Encounter(Channel.VISIT, ContactPurpose.POLICY, held_on, summary, **more)
    return service.log(session, enterprise.id, contact, by=by.id, on=on, at=NOW, client_key=key)


def how_many(session):
    return session.scalar(select(func.count()).select_from(Interaction))


def test_sending_the_same_record_twice_keeps_one(session, enterprise, stefan):
    first = log(session, enterprise, stefan, key="phone-0001-0001-0001")
    second = log(session, enterprise, stefan, key="phone-0001-0001-0001", summary="谈了申报")

    assert first.id == second.id
    assert how_many(session) == 1


def test_the_key_of_one_person_opens_nothing_for_another(session, enterprise, stefan):
    log(session, enterprise, stefan, key="phone-0001-0001-0001")

    with pytest.raises(CrmError) as raised:
        log(session, enterprise, make_person(session, "lina"), key="phone-0001-0001-0001")

    assert raised.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"summary": "  "}, "service_without_summary"),
        ({"held_on": TODAY + timedelta(days=1)}, "service_in_the_future"),
        ({"next_contact_on": TODAY - timedelta(days=1)}, "next_contact_in_the_past"),
    ],
)
def test_a_record_that_cannot_be_true_is_refused(session, enterprise, stefan, more, code):
    with pytest.raises(CrmError) as raised:
        log(session, enterprise, stefan, **more)

    assert raised.value.code == code
    assert how_many(session) == 0


def test_a_colleague_whose_account_is_shut_was_not_there(session, enterprise, stefan):
    lina = make_person(session, "lina")
    lina.state = UserState.DISABLED

    with pytest.raises(CrmError) as raised:
        log(session, enterprise, stefan, participants=frozenset({lina.id}))

    assert raised.value.code == "participant_inactive"


def test_contacts_count_in_their_month_unless_the_enterprise_asked(session, enterprise, stefan):
    log(session, enterprise, stefan, held_on=date(2026, 10, 31))
    log(session, enterprise, stefan, held_on=date(2026, 11, 1))
    log(session, enterprise, stefan, held_on=TODAY)
    log(session, enterprise, stefan, held_on=TODAY, asked_for=True)

    assert contacts_in_month(session, enterprise.id, TODAY) == 2


def test_the_newest_record_makes_the_plan_and_a_late_entry_moves_nothing(session, enterprise, stefan):
    log(session, enterprise, stefan, held_on=date(2026, 11, 20), next_contact_on=date(2026, 12, 1))
    log(session, enterprise, stefan, held_on=date(2026, 11, 3), next_contact_on=date(2026, 11, 25))

    [plan] = open_plans(session, enterprise.id)

    assert (plan.made_on, plan.planned_on) == (date(2026, 11, 20), date(2026, 12, 1))


def test_a_colleague_is_said_to_come_by_their_newest_word_only(session, enterprise, stefan):
    maria = make_person(session, "maria")
    above = {"ceiling_why": "上市辅导期"}
    log(session, enterprise, maria, held_on=date(2026, 11, 2), next_contact_on=TODAY)
    log(session, enterprise, maria, held_on=date(2026, 11, 9), next_contact_on=date(2026, 11, 26), **above)
    log(session, enterprise, stefan, next_contact_on=date(2026, 11, 25), **above)

    plans = plans_of_others(session, [enterprise.id], but={stefan.id}, since=TODAY, until=TODAY + timedelta(days=6))

    assert [(plan.author, plan.planned_on) for plan in plans] == [("Maria", date(2026, 11, 26))]


def test_an_enterprise_that_is_not_there_gets_no_record(session, stefan, enterprise):
    enterprise.id = 990_001
    session.expunge(enterprise)

    with pytest.raises(CrmError) as raised:
        log(session, enterprise, stefan)

    assert raised.value.code == "not_found"

"""A record of a service is corrected and taken back by its author; the earlier words stay and count for nothing."""

import pytest
from sqlalchemy import select

from crm.errors import CrmError
from crm.interactions import queries, service
from crm.interactions.ceiling import contacts_in_month
from crm.interactions.models import Channel, ContactPurpose, Interaction
from crm.interactions.plans.queries import plans_of_others
from crm.interactions.service import Encounter
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise

KEY = "phone-0001-0001-0001"


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def enterprise(session, stefan):
    return make_enterprise(session, steward=stefan)


def words(summary="谈了申报", **more):
    return Encounter(Channel.VISIT, ContactPurpose.POLICY, TODAY, summary, **more)


@pytest.fixture
def record(session, enterprise, stefan):
    return service.log(session, enterprise.id, words(), by=stefan.id, on=TODAY, at=NOW, client_key=KEY)


def correct(session, enterprise, record, by, contact, key="phone-0002-0002-0002"):
    return service.correct(session, enterprise.id, record.id, contact, by=by.id, on=TODAY, at=NOW, client_key=key)


def refused(act):
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value.code


def test_a_correction_stands_in_the_place_of_the_record_which_stays(session, enterprise, stefan, record):
    later = correct(session, enterprise, record, stefan, words("谈了贷款", next_contact_on=TODAY))

    assert (later.replaces_id, record.is_withdrawn) == (record.id, True)
    assert record.summary == "谈了申报"
    assert queries.last_contact(session, enterprise.id).summary == "谈了贷款"
    assert contacts_in_month(session, enterprise.id, TODAY) == 1


def test_a_withdrawn_record_counts_nowhere(session, enterprise, stefan, record):
    correct(session, enterprise, record, stefan, words("谈了贷款", next_contact_on=TODAY))
    [latest] = session.scalars(select(Interaction).where(Interaction.withdrawn_on.is_(None)))

    service.withdraw(session, enterprise.id, latest.id, why="记到了别家", by=stefan.id, on=TODAY, at=NOW)

    assert queries.last_contact(session, enterprise.id) is None
    assert contacts_in_month(session, enterprise.id, TODAY) == 0
    plans = plans_of_others(session, [enterprise.id], but=(), since=TODAY, until=TODAY)
    assert plans == []


def test_what_was_withdrawn_can_count_again(session, enterprise, stefan, record):
    service.withdraw(session, enterprise.id, record.id, why="记到了别家", by=stefan.id, on=TODAY, at=NOW)

    service.restore(session, enterprise.id, record.id, by=stefan.id, on=TODAY, at=NOW)

    assert queries.last_contact(session, enterprise.id).summary == "谈了申报"


def test_a_corrected_record_does_not_come_back_beside_its_correction(session, enterprise, stefan, record):
    correct(session, enterprise, record, stefan, words("谈了贷款"))

    assert (
        refused(lambda: service.restore(session, enterprise.id, record.id, by=stefan.id, on=TODAY, at=NOW))
        == "service_withdrawn"
    )


def test_only_the_author_may(session, enterprise, record):
    lina = make_person(session, "lina")

    assert refused(lambda: correct(session, enterprise, record, lina, words("别的"))) == "service_of_somebody_else"
    taken = lambda: service.withdraw(session, enterprise.id, record.id, why="别的", by=lina.id, on=TODAY, at=NOW)  # noqa: E731
    assert refused(taken) == "service_of_somebody_else"


def test_of_two_corrections_one_wins_and_the_other_is_told(session, enterprise, stefan, record):
    correct(session, enterprise, record, stefan, words("谈了贷款"))

    again = lambda: correct(session, enterprise, record, stefan, words("谈了厂房"), "phone-0003-0003-0003")  # noqa: E731
    assert refused(again) == "service_withdrawn"


def test_a_correction_sent_twice_is_one(session, enterprise, stefan, record):
    first = correct(session, enterprise, record, stefan, words("谈了贷款"))
    second = correct(session, enterprise, record, stefan, words("谈了贷款"))

    assert first.id == second.id


def test_other_words_under_the_same_key_are_not_thrown_away_in_silence(session, enterprise, stefan, record):
    again = lambda: service.log(  # noqa: E731
        session, enterprise.id, words("谈了厂房"), by=stefan.id, on=TODAY, at=NOW, client_key=KEY
    )

    assert refused(again) == "service_already_saved"


def test_a_record_of_another_enterprise_is_not_there(session, stefan, record):
    other = make_enterprise(session, steward=stefan)

    assert refused(lambda: correct(session, other, record, stefan, words("别的"))) == "not_found"

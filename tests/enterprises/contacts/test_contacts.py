"""People at an enterprise: sealed numbers, masked cards, and a history that gives none of them away."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from crm.audit.service import _PENDING
from crm.enterprises import queries
from crm.enterprises.contacts import service as contacts
from crm.enterprises.contacts.service import Card
from crm.enterprises.models import EnterpriseChange
from crm.errors import CrmError
from tests.cast import make_person
from tests.makers import TODAY, make_contact, make_enterprise

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def correct(session, contact, card, **options):
    maria = make_person(session, "maria")
    return contacts.correct_contact(session, contact, card, by=maria.id, on=TODAY, key=KEY, **options)


def test_a_mobile_number_is_sealed_and_only_its_end_is_readable(session):
    contact = make_contact(session, make_enterprise(session), mobile="13800005707", key=KEY)

    assert b"13800005707" not in contact.mobile_sealed
    assert contact.mobile_last4 == "5707"


@pytest.mark.parametrize(
    "typed", ["13800005707", "138 0000 5707", "+8613800005707", "138-0000-5707", "008613800005707"]
)
def test_a_mobile_number_is_read_however_it_is_written(session, typed):
    contact = make_contact(session, make_enterprise(session), mobile=typed, key=KEY)

    assert contacts.reveal(session, contact, by=1, key=KEY) == "13800005707"


@pytest.mark.parametrize(
    "typed", ["1380000570", "23800005707", "１３８００００５７０７", "13800005707x", "010-68870123"]
)
def test_what_is_no_mobile_number_is_refused(session, typed):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match="mobile_invalid"):
        make_contact(session, enterprise, mobile=typed, key=KEY)


def test_a_number_sealed_with_another_key_stays_shut(session):
    contact = make_contact(session, make_enterprise(session), key=KEY)

    with pytest.raises(InvalidTag):
        contacts.reveal(session, contact, by=1, key=OTHER_KEY)


def test_a_look_at_a_number_is_recorded_without_the_number(session):
    contact = make_contact(session, make_enterprise(session), key=KEY)

    contacts.reveal(session, contact, by=7, key=KEY)

    act = session.info[_PENDING][-1]
    assert (act.actor, act.action) == (7, "contact.revealed")
    assert act.detail == {"contact": contact.id}


def test_somebody_who_cannot_be_reached_is_no_contact(session):
    enterprise = make_enterprise(session)

    with pytest.raises(CrmError, match="contact_unreachable"):
        make_contact(session, enterprise, mobile=None)


def test_the_first_contact_is_the_primary_one_until_another_is_chosen(session):
    enterprise = make_enterprise(session)
    first = make_contact(session, enterprise, "王伟")
    second = make_contact(session, enterprise, "张芳", mobile="13900001111")
    assert (first.is_primary, second.is_primary) == (True, False)

    correct(session, second, Card("张芳", is_primary=True))

    session.refresh(first)
    assert (first.is_primary, second.is_primary) == (False, True)
    assert [one.name for one in queries.contacts(session, enterprise.id, TODAY)] == ["张芳", "王伟"]


def test_a_corrected_card_leaves_what_it_said_with_numbers_masked(session):
    contact = make_contact(session, make_enterprise(session), mobile="13800005707", position="总经理", key=KEY)

    correct(session, contact, Card("王伟", position="董事长", mobile="13900001234", telephone="010-68870123"))

    rows = session.scalars(select(EnterpriseChange).order_by(EnterpriseChange.id)).all()
    said = {row.field.rpartition(":")[2]: (row.old, row.new) for row in rows}
    assert said == {
        "position": ("总经理", "董事长"),
        "mobile": ("1** **** 5707", "1** **** 1234"),
        "telephone": (None, "010-6887****"),
    }


def test_a_blank_mobile_number_leaves_the_known_one(session):
    contact = make_contact(session, make_enterprise(session), mobile="13800005707", key=KEY)

    correct(session, contact, Card("王伟", position="董事长"))

    assert contacts.reveal(session, contact, by=1, key=KEY) == "13800005707"


def test_correcting_a_card_that_somebody_else_corrected_is_refused(session):
    contact = make_contact(session, make_enterprise(session), key=KEY)
    seen = contacts.mark(contact)
    correct(session, contact, Card("王伟", position="董事长"))

    with pytest.raises(CrmError, match="contact_changed_meanwhile"):
        correct(session, contact, Card("王伟", position="监事"), seen=seen)
    assert contact.position == "董事长"


def test_somebody_who_left_is_listed_no_more_and_cannot_leave_twice(session):
    maria, enterprise = make_person(session, "maria"), make_enterprise(session)
    contact = make_contact(session, enterprise)

    contacts.leave(session, contact, by=maria.id, on=TODAY)

    assert queries.contacts(session, enterprise.id, TODAY) == []
    with pytest.raises(CrmError, match="contact_left"):
        contacts.leave(session, contact, by=maria.id, on=TODAY)
    session.refresh(contact)
    with pytest.raises(CrmError, match="contact_left"):
        correct(session, contact, Card("王伟"))

"""What one click takes away can be seen where it was, and one click brings it back."""

import pytest

from crm.enterprises.facts.lists.listings import listing_of
from crm.enterprises.facts.lists.service import Evidence, add_item
from tests.conftest import TODAY
from tests.makers import make_contact, make_enterprise, writing

ROUND = {"paid_on": TODAY.replace(year=2025), "amount": 2_000_000_00, "investor": "石景山产业基金"}


@pytest.fixture
def enterprise(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, steward=stefan)
        contact = make_contact(session, enterprise, "王伟", key=app.config["SETTINGS"].field_key)
        item = add_item(
            session, enterprise.id, listing_of("equity_financing"), ROUND, Evidence("协议"), by=None, on=TODAY
        )
        return enterprise.id, contact.id, item.id


def test_somebody_who_left_stands_below_the_list_and_comes_back(signed_in, enterprise):
    number, contact, _ = enterprise
    stefan, page = signed_in("stefan"), f"/enterprises/{number}/contacts"

    stefan.post(f"{page}/{contact}/left")
    gone = stefan.get(page).text
    stefan.post(f"{page}/{contact}/back")
    back = stefan.get(page).text

    assert "已离职的" in gone
    assert "王伟" in gone
    assert f"{page}/{contact}/back" in gone
    assert "已离职的" not in back
    assert f"{page}/{contact}/reveal" in back


def test_somebody_who_never_left_cannot_come_back(signed_in, enterprise):
    number, contact, _ = enterprise

    assert signed_in("stefan").post(f"/enterprises/{number}/contacts/{contact}/back").status_code == 409


def test_a_removed_item_is_offered_to_be_restored_and_stands_again(signed_in, enterprise):
    number, _, item = enterprise
    stefan, page = signed_in("stefan"), f"/enterprises/{number}/lists/equity_financing"

    stefan.post(f"{page}/{item}/remove")
    gone = stefan.get(page).text
    stefan.post(f"{page}/{item}/restore")
    back = stefan.get(page).text

    assert f"{page}/{item}/restore" in gone
    assert f"{page}/{item}/remove" not in gone
    assert back.count("石景山产业基金") == 2


def test_an_item_that_stands_is_not_restored(signed_in, enterprise):
    number, _, item = enterprise

    answer = signed_in("stefan").post(f"/enterprises/{number}/lists/equity_financing/{item}/restore")

    assert answer.status_code == 409

"""A number is revealed once and in place; the page that follows a reload shows none, and no reload reveals again."""

import pytest
from sqlalchemy import func, select

from crm.audit.models import AuditEvent
from tests.makers import make_contact, make_enterprise, writing

NUMBER = "13800005707"


@pytest.fixture
def page(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, steward=stefan)
        contact = make_contact(session, enterprise, mobile=NUMBER, key=app.config["SETTINGS"].field_key)
        return f"/enterprises/{enterprise.id}/contacts", contact.id


def looks(app):
    with writing(app) as session:
        return session.scalar(select(func.count()).where(AuditEvent.action == "contact.revealed"))


def test_in_place_the_number_comes_with_the_form_for_the_call(app, signed_in, page):
    contacts, contact = page

    part = signed_in("stefan").post(f"{contacts}/{contact}/reveal", headers={"HX-Request": "true"})

    assert f'href="tel:{NUMBER}"' in part.text
    assert "/log?channel=call" in part.text
    assert "<html" not in part.text
    assert looks(app) == 1


def test_without_scripts_it_is_shown_once_and_reloading_repeats_nothing(app, signed_in, page):
    contacts, contact = page
    stefan = signed_in("stefan")

    answer = stefan.post(f"{contacts}/{contact}/reveal")
    shown, reloaded = stefan.get(contacts).text, stefan.get(contacts).text

    assert (answer.status_code, answer.headers["Location"]) == (302, contacts)
    assert NUMBER in shown
    assert NUMBER not in reloaded
    assert looks(app) == 1


def test_the_page_of_the_enterprise_calls_with_one_tap(signed_in, page):
    contacts, contact = page

    text = signed_in("stefan").get(contacts.removesuffix("/contacts")).text

    assert f'hx-post="{contacts}/{contact}/reveal"' in text
    assert "data-dials" in text

"""A session or a token that ends in mid-form loses nothing: one signs in on the spot and sends what was typed."""

import io
import re
from html import unescape

import pytest
from sqlalchemy import func, select

from crm.interactions.models import Interaction
from tests.client import CheckingClient
from tests.makers import make_enterprise, writing

SERVICE = {
    "channel": "visit",
    "purpose": "policy",
    "summary": "走访谈了研发费用归集",
    "held_on": "2026-11-24",
    "client_key": "a-key-typed-before-the-end",
}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def address(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        return f"/enterprises/{make_enterprise(session, steward=stefan).id}/log"


def carried(page):
    return {unescape(name): unescape(text) for name, text in HIDDEN.findall(page.text) if name != "csrf_token"}


def how_many(app):
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(Interaction))


def test_what_was_typed_is_carried_through_signing_in_and_saved_once_sent(app, client, cast, address):
    expired = client.post(address, SERVICE)
    person = {"staff_number": "stefan", "password": cast.password}
    signed_in = client.post("/sign-in", {**carried(expired), **person})
    sent = client.post(address, carried(signed_in))

    assert (expired.status_code, signed_in.status_code, sent.status_code) == (401, 200, 302)
    assert "刚才填写的内容还在" in expired.text
    assert SERVICE["summary"] in signed_in.text
    assert f'href="{address}"' in signed_in.text
    assert how_many(app) == 1


def test_a_wrong_password_on_the_way_loses_nothing(client, cast, address):
    expired = client.post(address, SERVICE)

    wrong = client.post("/sign-in", {**carried(expired), "staff_number": "stefan", "password": "wrong"})

    assert carried(wrong)["kept-field:summary"] == SERVICE["summary"]


def test_a_form_whose_token_ended_with_the_session_is_carried_too(app, cast, address):
    stranger = CheckingClient(app)

    answer = stranger.raw.post(address, data={**SERVICE, "csrf_token": "of another session"})

    assert answer.status_code == 401
    assert carried(answer)["kept-field:summary"] == SERVICE["summary"]


def test_what_another_site_has_filled_in_is_never_offered_for_sending(client, address):
    foreign = {"Origin": "https://elsewhere.example"}

    answer = client.post(address, SERVICE, headers=foreign)

    assert answer.status_code == 401
    assert "kept-field" not in answer.text


def test_an_expired_token_with_a_file_keeps_the_texts_and_asks_for_the_file_again(signed_in):
    maria = signed_in("maria")
    form = {"csrf_token": "expired", "draft": "id: 草案", "file": (io.BytesIO(b"x"), "rules.yaml")}

    answer = maria.raw.post("/policies/preview", data=form, content_type="multipart/form-data")

    assert answer.status_code == 400
    assert "请重新选择文件" in answer.text
    assert 'type="file" name="file"' in answer.text
    assert "id: 草案" in answer.text


def test_a_password_is_never_carried(app):
    stranger = CheckingClient(app)

    answer = stranger.raw.post("/account/password", data={"present": "秘密", "csrf_token": "none"})

    assert "秘密" not in answer.text

"""Coming in, going out, and being kept out."""

from datetime import timedelta

import pytest

from crm import clock
from tests.conftest import NOW


def test_a_member_of_staff_signs_in_and_sees_the_account(signed_in):
    page = signed_in("stefan").get("/account")

    assert page.status_code == 200
    assert "Stefan" in page.text


def test_a_wrong_password_and_an_unknown_number_read_the_same(client, cast):
    known = cast.person("stefan").staff_number

    wrong = client.post("/sign-in", {"staff_number": known, "password": "no"})
    unknown = client.post("/sign-in", {"staff_number": "xxxxxx", "password": "no"})

    assert wrong.status_code == unknown.status_code == 422
    assert "工号或密码不正确" in wrong.text
    assert "工号或密码不正确" in unknown.text


def test_after_too_many_failures_even_the_right_password_waits(client, cast, monkeypatch):
    number = cast.person("stefan").staff_number
    for _ in range(5):
        client.post("/sign-in", {"staff_number": number, "password": "no"})

    refused = client.post("/sign-in", {"staff_number": number.upper(), "password": cast.password})
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=61))
    later = client.post("/sign-in", {"staff_number": number, "password": cast.password})

    assert refused.status_code == 429
    assert later.status_code == 302


def test_a_copied_cookie_is_worthless_after_signing_out(app, signed_in):
    client = signed_in("stefan")
    copied = client.raw.get_cookie("desk").value
    client.post("/sign-out")

    thief = app.test_client()
    thief.set_cookie("desk", copied)

    assert thief.get("/account").status_code == 302


@pytest.mark.parametrize("pause", [timedelta(minutes=31), timedelta(hours=11)])
def test_a_session_ends_by_itself(signed_in, monkeypatch, pause):
    client = signed_in("stefan")

    monkeypatch.setattr(clock, "source", lambda: NOW + pause)

    assert client.get("/account").status_code == 302


def test_a_session_in_use_still_ends_after_ten_hours(signed_in, monkeypatch):
    client = signed_in("stefan")

    for quarters in range(1, 40):
        at = NOW + timedelta(minutes=15 * quarters)
        monkeypatch.setattr(clock, "source", lambda at=at: at)
        assert client.get("/account").status_code == 200

    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(hours=10, seconds=1))
    assert client.get("/account").status_code == 302


def test_a_new_password_ends_the_session_and_the_old_one_no_longer_opens(signed_in, client, cast):
    stefan = signed_in("stefan")
    new = "Battery-Staple-77"

    stefan.post("/account/password", {"present": cast.password, "new": new, "again": new})
    with_old = client.post("/sign-in", {"staff_number": "stefan", "password": cast.password})
    with_new = client.post("/sign-in", {"staff_number": "stefan", "password": new})

    assert stefan.get("/account").status_code == 302
    assert (with_old.status_code, with_new.status_code) == (422, 302)


@pytest.mark.parametrize("bad", ["short-1A", "alllowercaseletters", "Stefan-stefan-99", "x" * 1100])
def test_a_weak_password_is_refused_in_words(signed_in, cast, bad):
    page = signed_in("stefan").post("/account/password", {"present": cast.password, "new": bad, "again": bad})

    assert page.status_code == 422
    assert "密码" in page.text


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil", "/\t/evil.example", "https:evil", "////evil", "x"])
def test_signing_in_never_leads_to_another_site(client, cast, target):
    number = cast.person("stefan").staff_number

    answer = client.post("/sign-in", {"staff_number": number, "password": cast.password, "next": target})

    assert answer.status_code == 302
    assert answer.location.startswith("/")
    assert "evil" not in answer.location


def test_a_form_without_its_token_changes_nothing_and_can_be_sent_again(signed_in):
    page = signed_in("stefan").raw.post("/sign-out", data={"note": "typed"})

    assert page.status_code == 400
    assert "typed" in page.text

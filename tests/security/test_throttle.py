"""Guessing passwords: how far one gets, alone and with many hands at once."""

import threading
from datetime import timedelta

import pytest

from crm import clock
from crm.config.service_rules import service_rules
from crm.errors import CrmError
from crm.people.signing import sign_in as signing
from tests.conftest import NOW

RULES = service_rules().sign_in


def try_it(client, number, password="no"):
    return client.post("/sign-in", {"staff_number": number, "password": password}).status_code


@pytest.mark.parametrize("written", ["STEFAN", "ｓｔｅｆａｎ", " Stefan ", "ſtefan"])
def test_another_way_of_writing_the_number_is_no_fresh_start(client, cast, written):
    cast.person("stefan")
    for _ in range(RULES.failures_per_account):
        try_it(client, "stefan")

    assert try_it(client, written, cast.password) == 429


def test_a_success_in_between_gives_no_fresh_start(app, client, cast, signed_in):
    cast.person("stefan")
    for _ in range(RULES.failures_per_account - 1):
        try_it(client, "stefan")
    signed_in("stefan")

    last = try_it(client, "stefan")

    assert last == 422
    assert try_it(client, "stefan") == 429


def test_numbers_nobody_has_are_counted_like_others(client):
    statuses = [try_it(client, "nobody-at-all") for _ in range(RULES.failures_per_account + 1)]

    assert statuses == [422] * RULES.failures_per_account + [429]


def test_one_address_cannot_try_one_account_after_the_other(client):
    statuses = [try_it(client, f"number-{place}") for place in range(RULES.failures_per_address + 1)]

    assert statuses == [422] * RULES.failures_per_address + [429]


def test_a_made_up_forwarding_header_is_no_other_address(client):
    for place in range(RULES.failures_per_address):
        headers = {"X-Forwarded-For": f"10.0.0.{place}", "Forwarded": f"for=10.0.0.{place}"}
        client.post("/sign-in", {"staff_number": f"number-{place}", "password": "no"}, headers=headers)

    assert try_it(client, "one-more") == 429


def test_a_refused_try_does_not_prolong_the_wait(client, cast, monkeypatch):
    cast.person("stefan")
    for _ in range(RULES.failures_per_account):
        try_it(client, "stefan")
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=RULES.window_seconds - 1))
    assert try_it(client, "stefan", cast.password) == 429

    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=RULES.window_seconds + 1))

    assert try_it(client, "stefan", cast.password) == 302


@pytest.mark.parametrize(
    ("accounts", "allowed"), [(1, RULES.failures_per_account), (40, RULES.failures_per_address)], ids=["one", "many"]
)
def test_many_hands_at_once_do_not_get_further_than_one(cast, accounts, allowed):
    start, passed = threading.Barrier(40), []

    def claim(place):
        start.wait()
        try:
            with cast.writing() as session:
                signing.claim_attempt(
                    session, f"n{place % accounts}", signing.SignInOrigin("10.0.0.9"), at=NOW, rules=RULES
                )
            passed.append(place)
        except CrmError:
            pass

    hands = [threading.Thread(target=claim, args=(place,)) for place in range(40)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert len(passed) == allowed


def test_the_present_password_cannot_be_guessed_in_a_stolen_session(signed_in):
    thief = signed_in("stefan")
    guess = {"present": "no", "new": "Battery-Staple-77", "again": "Battery-Staple-77"}

    statuses = [thief.post("/account/password", guess).status_code for _ in range(RULES.failures_per_account + 1)]

    assert statuses == [422] * RULES.failures_per_account + [429]

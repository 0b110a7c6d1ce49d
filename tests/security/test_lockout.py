"""Nobody keeps a colleague out: not through a proxy they share, not by guessing without end."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest

from crm import clock
from crm.config.service_rules import service_rules
from crm.config.settings import Settings, SettingsError, ensure_secrets
from crm.web.proxies import BehindProxies, client_behind
from tests.client import CheckingClient
from tests.conftest import NOW

RULES = service_rules().sign_in
PROXIES = [ip_network("10.0.0.0/24"), ip_network("127.0.0.1")]


def guess(client, number):
    return client.post("/sign-in", {"staff_number": number, "password": "no"}).status_code


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", "1.1.1.1", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("", "203.0.113.9", ""),
    ],
)
def test_only_a_trusted_proxy_says_who_the_client_is(peer, forwarded, client):
    assert client_behind(peer, forwarded, PROXIES) == client


def test_behind_a_trusted_proxy_twenty_wrong_tries_shut_out_one_address_and_nobody_else(
    app, client, cast, monkeypatch
):
    monkeypatch.setattr(app, "wsgi_app", BehindProxies(app.wsgi_app, PROXIES))
    cast.person("stefan")

    def tried_from(address, number, password="no"):
        form = {"staff_number": number, "password": password}
        return client.post("/sign-in", form, headers={"X-Forwarded-For": address}).status_code

    for place in range(RULES.failures_per_address):
        tried_from("203.0.113.9", f"number-{place}")

    assert tried_from("203.0.113.9", "one-more") == 429
    assert tried_from("198.51.100.4", "stefan", cast.password) == 302


def test_proxies_are_addresses_or_networks_or_the_desk_does_not_start(tmp_path):
    ensure_secrets(tmp_path)

    with pytest.raises(SettingsError, match="CRM_TRUSTED_PROXIES"):
        Settings.load({"CRM_INSTANCE": str(tmp_path), "CRM_TRUSTED_PROXIES": "proxy.example"})


def test_an_owner_on_a_known_device_comes_in_whatever_strangers_try(app, client, signed_in, cast):
    stefan = signed_in("stefan")
    stefan.post("/sign-out")
    for _ in range(3 * RULES.failures_per_account):
        guess(client, "stefan")
    assert guess(client, "stefan") == 429

    answer = stefan.post("/sign-in", {"staff_number": "stefan", "password": cast.password})

    assert answer.status_code == 302


def test_a_known_device_has_a_count_of_its_own_and_no_more(signed_in):
    stefan = signed_in("stefan")
    stefan.post("/sign-out")

    statuses = [guess(stefan, "stefan") for _ in range(RULES.failures_per_account + 1)]

    assert statuses == [422] * RULES.failures_per_account + [429]


def test_a_device_is_known_for_one_account_only(signed_in, cast):
    cast.person("lina")
    stefan = signed_in("stefan")
    stefan.post("/sign-out")

    statuses = [guess(stefan, "lina") for _ in range(RULES.failures_per_account + 1)]

    assert statuses[-1] == 429


@pytest.mark.parametrize("forged", ["", "x", "eyJhIjoiYiJ9.aaaa.bbbb"])
def test_a_made_up_device_is_no_known_one(app, cast, forged):
    cast.person("stefan")
    client = CheckingClient(app)
    client.raw.set_cookie("device", forged)

    statuses = [guess(client, "stefan") for _ in range(RULES.failures_per_account + 1)]

    assert statuses[-1] == 429


def test_wrong_tries_at_the_door_do_not_keep_the_owner_from_changing_the_password(client, signed_in, cast):
    stefan = signed_in("stefan")
    for _ in range(RULES.failures_per_account):
        guess(client, "stefan")
    new = {"present": cast.password, "new": "Battery-Staple-77", "again": "Battery-Staple-77"}

    assert stefan.post("/account/password", new).status_code == 302


@pytest.mark.parametrize(("who", "page"), [("adam", "/people"), ("rita", "/rights")])
def test_the_administrators_see_an_attack(client, signed_in, cast, monkeypatch, who, page):
    cast.person("stefan")
    for minute in range(2):
        monkeypatch.setattr(clock, "source", lambda minute=minute: NOW + timedelta(minutes=2 * minute))
        for _ in range(RULES.failures_per_account + 1):
            guess(client, "stefan")

    text = signed_in(who).get(page).text

    assert "针对工号 stefan：失败 10 次" in text


def test_a_throttled_stranger_leaves_one_row_a_minute(client, signed_in):
    for _ in range(RULES.failures_per_account + 5):
        guess(client, "stefan")

    trail = signed_in("otto").get("/audit?action=sign_in.throttled").text

    assert trail.count("address:127.0.0.1") == 1

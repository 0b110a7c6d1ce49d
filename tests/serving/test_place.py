"""Where the launcher lets the desk listen, and what it says about it."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from flask import Flask

from crm.config.settings import Settings
from crm.serving.launch import ACCOUNTS_FILE, ListeningAddress, child_environment, is_loopback, place_for


@pytest.fixture
def settings(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


def test_without_https_only_this_machine_may_reach_the_desk(app: Flask, settings: Settings, capsys):
    with app.app_context():
        place = place_for(replace(settings, host="0.0.0.0", https=False))

    assert place.host == "127.0.0.1"
    assert "CRM_HTTPS" in capsys.readouterr().err


def test_with_https_the_desk_listens_where_it_is_told(app: Flask, settings: Settings):
    with app.app_context():
        place = place_for(replace(settings, host="0.0.0.0", https=True))

    assert place.bind == f"0.0.0.0:{settings.port}"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("desk", False)],
)
def test_what_counts_as_this_machine(host: str, expected: bool):
    assert is_loopback(host) is expected


def test_an_address_of_the_newer_kind_is_bound_in_brackets():
    assert ListeningAddress("::1", 8000).bind == "[::1]:8000"


def test_a_port_somebody_listens_on_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = ListeningAddress("127.0.0.1", listener.getsockname()[1])

        assert not place.is_free

    assert place.is_free


def test_demonstration_accounts_work_only_where_their_list_is_kept(settings: Settings, tmp_path, monkeypatch):
    monkeypatch.delenv("CRM_DEMONSTRATION", raising=False)
    here = replace(settings, instance=tmp_path, production=False)

    def works(settings: Settings, *, is_fresh: bool = False) -> bool:
        return child_environment(settings, is_fresh=is_fresh)["CRM_DEMONSTRATION"] == "1"

    assert not works(here)
    assert works(here, is_fresh=True)
    (tmp_path / ACCOUNTS_FILE).write_text("", encoding="utf-8")
    assert works(here)
    assert not works(replace(here, production=True))

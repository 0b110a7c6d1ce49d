"""What a new password must be, and how long it is good, in both profiles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm import clock
from crm.config.service_rules import service_rules
from crm.config.settings import PASSWORD_PROFILES
from crm.errors import CrmError
from crm.people import queries, service
from crm.people.signing.common_passwords import is_common
from crm.people.signing.passwords import Demands, check_new
from tests.client import CheckingClient
from tests.conftest import NOW

PROFILES = {name: Demands.of(service_rules().password, name) for name in PASSWORD_PROFILES}
MLPS, ASVS = PROFILES["mlps"], PROFILES["asvs"]
NEXT = ["Violin-Teapot-31", "Violin-Teapot-32", "Violin-Teapot-33", "Violin-Teapot-34", "Violin-Teapot-35"]


@pytest.mark.parametrize(
    "password",
    [
        "Admin@123456",
        "P@ssw0rd2024!",
        "Welcome_2026!!",
        "Qwertyuiop12#",
        "1qaz@WSX3edc",
        "!QAZ2wsx#EDC",
        "Aa111111111!",
        "Woaini1314520!",
        "Abcdefghij12!",
        "Beijing@2026!",
        "Huawei@12345#",
        "Asdfghjkl;12",
        "Zhongguo-2026",
        "administratoR1!",
        "Password-Admin1",
    ],
)
@pytest.mark.parametrize("rules", PROFILES.values(), ids=PROFILES)
def test_a_password_that_guessers_try_first_is_refused(password, rules):
    with pytest.raises(CrmError, match=r"password_(common|guessable)"):
        check_new(password, staff_number="S001", rules=rules)


@pytest.mark.parametrize(
    "password", ["Correct-Horse-42", "Battery-Staple-77", "kU7#rn2!wqPz", "Violin Teapot 31 grün", *NEXT]
)
def test_an_uncommon_password_is_taken(password):
    check_new(password, staff_number="S001", rules=MLPS)


def test_a_passphrase_of_several_common_words_is_one():
    assert not is_common("dragon-coffee-mountain-banana")
    assert is_common("dragon-coffee-99")


def test_kinds_of_characters_are_asked_for_in_one_profile_only():
    phrase = "violin teapot grandma"

    check_new(phrase, staff_number="S001", rules=ASVS)

    with pytest.raises(CrmError, match="password_too_simple"):
        check_new(phrase, staff_number="S001", rules=MLPS)


def test_a_password_used_before_is_refused_until_enough_others_were_used(session, cast):
    stefan = cast.person("stefan")
    change = {"by": stefan.id, "at": NOW, "rules": MLPS}
    worn = cast.password
    for new in NEXT:
        service.change_password(session, stefan, worn, new, **change)
        worn = new

    with pytest.raises(CrmError, match="password_used_before"):
        service.change_password(session, stefan, worn, NEXT[0], **change)
    with pytest.raises(CrmError, match="password_used_before"):
        service.change_password(session, stefan, worn, cast.password, **change)

    service.change_password(session, stefan, worn, "Violin-Teapot-36", **change)
    service.change_password(session, stefan, "Violin-Teapot-36", cast.password, **change)


@pytest.mark.parametrize(("days", "location"), [(89, None), (90, "/account/password")])
def test_a_password_older_than_the_profile_allows_opens_nothing_but_its_change(
    app, cast, monkeypatch, days, location
):
    stefan = cast.person("stefan").id
    with cast.writing() as session:
        service.set_password(session, queries.get(session, stefan), NEXT[0], by=None, at=NOW)
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(days=days))
    client = CheckingClient(app)
    client.sign_in("stefan", NEXT[0])

    assert client.get("/today").location == location


def test_in_the_other_profile_no_password_grows_old(app, cast, monkeypatch):
    settings = replace(app.config["SETTINGS"], password_profile="asvs")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    cast.person("stefan")
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(days=400))
    client = CheckingClient(app)
    client.sign_in("stefan", cast.password)

    assert client.get("/today").status_code == 200

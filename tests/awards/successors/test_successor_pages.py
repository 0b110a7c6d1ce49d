"""Entering and approving a measure on its pages, by two people."""

from datetime import UTC, datetime

import pytest

from crm import clock
from crm.people.models import Role
from crm.people.service import grant
from tests.awards.successors.test_successors import NEW
from tests.cast import SINCE, make_person
from tests.makers import make_enterprise, make_title, writing


@pytest.fixture
def enter(signed_in):
    """Maria enters a text; the address of its page."""
    return lambda text=NEW: signed_in("maria").post("/measures/new", {"text": text}).location


@pytest.fixture
def second(app, cast, signed_in):
    """Another manager, signed in."""
    with writing(app) as session:
        grant(session, make_person(session, "stefan"), Role.MANAGER, by=None, on=SINCE)
    return signed_in("stefan")


def test_the_field_begins_with_the_measure_as_it_is(signed_in):
    assert "石经信局〔2023〕24号" in signed_in("maria").get("/measures/new").text


def test_a_measure_is_entered_and_waits_for_somebody_else(app, cast, signed_in):
    with writing(app) as session:
        won = make_enterprise(session, "北京新巨人公司")
        make_title(session, won, "little_giant")
    maria = signed_in("maria")

    entered = maria.post("/measures/new", {"text": NEW.replace("\n", "\r\n")})
    page = maria.get(entered.location).text

    assert "待另一位主管审定" in page
    assert "须由另一位主管审定" in page
    refused = maria.post(f"{entered.location}/approve")
    assert refused.status_code == 409
    assert "两个人" in refused.text
    assert "石经信局〔2026〕1号" in maria.get("/measures").text


def test_a_broken_line_is_named_and_the_text_stays(signed_in):
    page = signed_in("maria").post("/measures/new", {"text": NEW.replace("srdi: 20", "srdi: -20")})

    assert page.status_code == 422
    assert "an amount must be more than nothing" in page.text
    assert "srdi: -20" in page.text


def test_another_manager_approves_it_on_its_page(enter, second):
    page = enter()

    answer = second.post(f"{page}/approve")

    assert answer.status_code == 302
    assert "已审定" in second.get(page).text
    assert second.get("/measures").text.count("已审定") == 1
    assert "审定或撤回" in second.post(f"{page}/withdraw").text


@pytest.mark.parametrize("other", ["# 同名的另一稿\n", NEW.replace("2026-1\n", "2026-2\n")])
def test_a_draft_that_can_stand_no_more_still_has_its_page_and_is_withdrawn_there(enter, second, other):
    left = enter(other if "id:" in other else NEW + other)
    second.post(f"{enter()}/approve")

    page = second.get(left)

    assert page.status_code == 200
    assert "已不能与现有措施并存" in page.text
    assert second.post(f"{left}/approve").status_code == 422
    assert second.post(f"{left}/withdraw").status_code == 302


def test_the_day_it_was_entered_is_the_day_in_the_district(enter, signed_in, monkeypatch):
    late = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # half past one of the next day
    monkeypatch.setattr(clock, "source", lambda: late)
    enter()

    again = signed_in("maria").post("/measures/new", {"text": NEW})

    assert "2026-11-25" in again.text

"""The flags of an enterprise as pages: a story to read, and what is done about each."""

from __future__ import annotations

import pytest

from crm.cultivation.models import Tier
from tests.makers import make_enterprise, writing
from tests.makers_of_flags import make_flag


@pytest.fixture
def address(app, cast):
    stefan = cast.person("stefan")
    with writing(app) as session:
        flag = make_flag(session, make_enterprise(session, steward=stefan), Tier.SRDI, "near")
        return f"/enterprises/{flag.enterprise_id}/flags", flag.id


def test_acts_of_steward_and_manager_stand_in_the_story(signed_in, address):
    flags, number = address
    stefan, maria = signed_in("stefan"), signed_in("maria")

    stefan.post(f"{flags}/{number}/seen", {"back": "flags"})
    stefan.post(f"{flags}/{number}/snooze", {"until": "2027-03-01", "why": "年后再谈"})
    maria.post(f"{flags}/{number}/act", {"what": "已请街道协助"})
    page = maria.get(flags).text

    for text in ("标为临近", "已阅", "Stefan", "暂缓 到 2027-03-01", "年后再谈", "已请街道协助 · Maria（主管）"):
        assert text in page


def test_a_dismissed_flag_says_why_and_offers_nothing_more(signed_in, address):
    flags, number = address
    maria = signed_in("maria")

    maria.post(f"{flags}/{number}/dismiss", {"cause": "unwilling", "why": "企业今年不报"})
    page = maria.get(flags).text

    assert "企业暂无申报意愿 · 企业今年不报" in page
    assert f"{flags}/{number}/act" not in page


def test_dismissing_without_a_cause_keeps_what_was_typed(signed_in, address):
    flags, number = address

    page = signed_in("maria").post(f"{flags}/{number}/dismiss", {"why": "企业今年不报"})

    assert page.status_code == 422
    assert "企业今年不报" in page.text


def test_a_closed_flag_is_refused_in_words(signed_in, address):
    flags, number = address
    maria = signed_in("maria")
    maria.post(f"{flags}/{number}/dismiss", {"cause": "other", "why": "重复"})

    page = maria.post(f"{flags}/{number}/act", {"what": "已上门"})

    assert page.status_code == 409
    assert "已经关闭" in page.text

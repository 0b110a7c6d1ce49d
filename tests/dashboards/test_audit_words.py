"""The auditor reads actions in words, and every action that code records has one."""

from __future__ import annotations

import re
from pathlib import Path

from crm.config.settings import ROOT
from crm.dashboards.audit_words import ACTIONS

RECORDED = re.compile(r'audit\.record\(\s*session,\s[^",]*,\s*"([a-z_]+(?:\.[a-z_]+)?)"')


def test_every_recorded_action_has_a_word():
    sources = [path.read_text(encoding="utf-8") for path in Path(ROOT / "crm").rglob("*.py")]

    recorded = {action for text in sources for action in RECORDED.findall(text)}

    assert len(recorded) > len(ACTIONS) / 2
    assert recorded <= set(ACTIONS)


def test_the_trail_says_in_chinese_what_was_done(signed_in):
    page = signed_in("otto").get("/audit").text

    assert "登录" in page
    assert "signed_in" in page


def test_an_account_without_a_place_of_its_own_reads_what_to_do(signed_in):
    assert "授予相应角色" in signed_in("nobody").get("/account").text
    assert "授予相应角色" not in signed_in("maria").get("/account").text

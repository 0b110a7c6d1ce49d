"""可享政策 on desk and phone: the map of an enterprise, a payment written down, a clause reckoned."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watching import look_at


@pytest.mark.long_way("desk")
def test_a_payment_changes_what_an_enterprise_may_expect(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("manager")
    page.goto("/enterprises?tier=innovative")
    links = page.locator("main a[href*='/enterprises/']").evaluate_all("all => all.map(one => one.pathname)")
    found = sorted({path for path in links if re.fullmatch(r"/enterprises/\d+", path)})
    enterprise = found[0 if screen == "desk" else 1]  # one to whom nothing was paid yet
    page.goto(f"{enterprise}/benefits")
    look_at(page, screen)
    page.goto(f"{enterprise}/payments/new")
    look_at(page, screen)

    page.get_by_label("依据文件").select_option("石经信局〔2022〕8号")
    page.get_by_label("金额").fill("1")
    page.get_by_label("称号").select_option("innovative")
    page.get_by_label("拨付日期").fill("2022-12-01")
    page.get_by_label("凭证号").fill(uuid.uuid4().hex[:12])
    page.get_by_role("button", name="保存").click()

    page.wait_for_url(re.compile(r"/benefits$"))
    expect(page.get_by_role("main")).to_contain_text("已兑现 1 万")
    look_at(page, screen)


@pytest.mark.long_way("desk")
def test_a_clause_is_reckoned_without_a_trace(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("steward")
    page.goto("/calculators/rd_project")
    page.get_by_label("项目研发投入").fill("1000")
    page.get_by_role("button", name="试算").click()

    expect(page.get_by_role("status").first).to_contain_text("按上限 200 万计")
    look_at(page, screen)

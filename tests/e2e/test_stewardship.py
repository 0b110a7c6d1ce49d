"""A promise made and kept, the door out of a role, suggestions for the queue; and how few taps a demand takes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watching import look_at

FEWEST_TAPS = 6  # what thirty seconds in the field leave room for, beside about forty signs


@pytest.mark.long_way("desk")
def test_a_promise_is_made_and_kept(signed_in_as: Callable[[str], Page], screen: str):
    page, text = signed_in_as("steward"), f"初审申报材料 {uuid.uuid4().hex[:8]}"
    page.goto("/mine")
    page.locator("th[scope=row] a").first.click()
    page.locator("section[aria-labelledby=team-heading] a", has_text="打开").click()
    look_at(page, screen)

    page.get_by_role("link", name="增加承诺").click()
    look_at(page, screen)
    page.get_by_label("政策", exact=True).check()
    page.get_by_label("承诺什么").fill(text)
    page.get_by_label("完成期限").fill("2027-12-31")
    page.get_by_role("button", name="列入服务包").click()
    promise = page.locator(".contact", has_text=text)
    promise.get_by_role("link", name="办成").click()
    look_at(page, screen)
    page.get_by_label("说明", exact=True).fill("已通过初审")
    page.get_by_role("button", name="办成").click()

    expect(promise).to_contain_text("已办成")
    page.goto("/service-plans?state=fulfilled")
    expect(page.get_by_text(text)).to_have_count(1)
    look_at(page, screen)


@pytest.mark.long_way("phone")
def test_the_door_out_of_a_role_asks_and_the_queue_is_suggested(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("system_admin")
    page.goto("/people?role=steward")
    page.locator("main a[href*='/people/']").filter(visible=True).last.click()
    page.get_by_role("link", name="停用账号").click()
    look_at(page, screen)
    page.get_by_role("button", name="停用账号").click()
    expect(page.get_by_role("alert")).to_contain_text("请先选择放回待分派队列")
    look_at(page, screen)
    page.context.clear_cookies()

    signed_in_as("manager")
    page.goto("/queue")
    page.locator("input[name=enterprise]").first.check()
    expect(page.locator(".chosen-bar")).to_be_in_viewport()
    page.goto("/assign/suggestions")
    expect(page.get_by_text("同街道已有").first).to_be_visible()
    look_at(page, screen)


@pytest.mark.long_way("phone")
def test_a_demand_is_raised_on_the_phone_within_six_taps(signed_in_as: Callable[[str], Page], screen: str):
    if screen != "phone":
        pytest.skip("taps are counted on the phone")
    page = signed_in_as("steward")
    page.goto("/mine")
    taps = 0

    def tap(target: object) -> None:
        nonlocal taps
        taps += 1
        target.click()  # type: ignore[attr-defined]

    tap(page.locator("th[scope=row] a").first)
    tap(page.get_by_role("navigation", name="这家企业").get_by_role("link", name="提诉求"))
    tap(page.get_by_text(re.compile("融资（区金融办，")).first)
    tap(page.get_by_label("一句话说明"))
    page.keyboard.type(f"续贷 {uuid.uuid4().hex[:8]}")
    tap(page.get_by_label("具体情况和希望怎么解决"))
    page.keyboard.type("三百万元贷款下月到期，望银行会商")
    tap(page.get_by_role("button", name="提交诉求"))

    page.wait_for_url(re.compile(r"/demands/\d+$"))
    assert taps <= FEWEST_TAPS

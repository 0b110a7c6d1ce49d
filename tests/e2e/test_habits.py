"""What people do without thinking: tap twice, follow "all", reach the text by keyboard."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watching import look_at


@pytest.mark.long_way("phone")
def test_a_visit_from_today_is_saved_once_though_the_button_is_tapped_twice(
    signed_in_as: Callable[[str], Page], screen: str
):
    page = signed_in_as("steward")
    words = f"走访核对研发费用 {uuid.uuid4().hex[:8]}"
    page.goto("/mine")
    longest_ago = page.locator("th[scope=row] a").first.inner_text()

    page.get_by_role("link", name="记一次").first.click()
    page.get_by_label("政策", exact=True).check()
    page.get_by_label("谈了什么，结果如何").fill(words)
    page.get_by_role("button", name="保存").dblclick()

    page.wait_for_url(re.compile(r"/enterprises/\d+$"))
    page.goto(f"{page.url}/timeline")
    expect(page.get_by_text(words)).to_have_count(1)
    page.goto("/mine")
    expect(page.locator("th[scope=row] a").first).not_to_have_text(longest_ago)


@pytest.mark.long_way("phone")
def test_a_folded_group_of_today_opens_all_its_cards(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("steward")
    page.goto("/today")
    more = page.get_by_role("link", name=re.compile("^全部 \\d+ 项")).first
    number = int(re.search(r"\d+", more.inner_text()).group())

    more.click()

    expect(page.locator("ul.tasks > li")).to_have_count(number)
    look_at(page, screen)
    page.get_by_role("link", name="回到今日").click()
    page.wait_for_url("**/today")


@pytest.mark.long_way("desk")
def test_the_first_stop_of_the_keyboard_leads_to_the_text(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("manager")
    page.goto("/near")

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")

"""怎样够得上 and 假设测算 in a browser: the ways arrive by themselves, the verdict moves while one types."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watching import check_accessible, check_fits


def open_an_enterprise(page: Page) -> str:
    """The address of the first enterprise the steward looks after."""
    page.goto("/mine")
    addresses = page.locator("main a[href]").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    return next(one for one in addresses if re.fullmatch(r"/enterprises/\d+", one))


@pytest.mark.long_way("phone")
def test_the_ways_arrive_by_themselves(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")

    page.goto(f"{open_an_enterprise(page)}/gap?target=little_giant&purpose=new")

    expect(page.locator("#ways")).not_to_contain_text("逐条试算中")
    check_accessible(page)
    check_fits(page)


@pytest.mark.long_way("desk")
def test_the_verdict_moves_while_one_types_and_the_cursor_stays(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    page.goto(f"{open_an_enterprise(page)}/what-if?target=srdi&purpose=new")
    verdict, revenue = page.locator("#what-if-verdict"), page.locator("#revenue_2025")
    expect(verdict).to_contain_text("还没有改动")

    revenue.fill("abc")
    expect(verdict).to_contain_text("改正后才有结论")
    expect(page.locator("#revenue_2025-error")).to_contain_text("万元为单位")
    check_accessible(page)
    revenue.fill("999999999")

    expect(verdict).to_contain_text("改动 1 处，不保存")
    expect(page.locator("#revenue_2025-error")).to_be_empty()
    expect(revenue).to_be_focused()
    check_accessible(page)
    check_fits(page)


@pytest.mark.long_way("desk")
def test_a_draft_is_previewed(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("manager")

    page.goto("/policies/preview")
    page.get_by_role("button", name="预演", exact=True).click()

    expect(page.locator("#result-heading")).to_be_visible()
    check_accessible(page)
    check_fits(page)

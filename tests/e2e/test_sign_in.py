"""Coming in and going out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.desk import Desk
from tests.e2e.watching import check_accessible, look_at


def test_the_sign_in_page_fits_every_screen_and_reader(page: Page, screen: str):
    page.goto("/sign-in")

    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    look_at(page, screen)


@pytest.mark.long_way("desk")
def test_who_comes_by_a_deep_link_is_led_there_after_signing_in(page: Page, desk: Desk):
    page.goto("/account")
    assert "/sign-in" in page.url
    page.get_by_label("工号").fill(desk.accounts["manager"].staff_number)
    page.get_by_label("密码").fill(desk.accounts["manager"].password)
    page.get_by_role("button", name="登录").click()

    page.wait_for_url("**/account")


@pytest.mark.long_way("phone")
def test_a_wrong_password_says_what_to_do_and_keeps_the_staff_number(page: Page, desk: Desk):
    sign_in(page, desk.accounts["auditor"], password="not-it")

    expect(page.get_by_role("alert")).to_contain_text("请核对后重试")
    expect(page.get_by_label("工号")).to_have_value(desk.accounts["auditor"].staff_number)
    expect(page.get_by_label("密码")).to_have_value("")
    check_accessible(page)


@pytest.mark.long_way("desk")
def test_after_signing_out_the_way_back_is_closed(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    inside = page.url
    page.locator("summary", has=page.locator(".disc")).click()
    page.get_by_role("banner").get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in*")

    page.goto(inside)

    assert "/sign-in" in page.url

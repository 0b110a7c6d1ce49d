"""In a cellar without a network, with a phone whose browser dies in between: one record, under one's own name."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from tests.e2e.conftest import QUIET, SCREENS, sign_in
from tests.e2e.desk import Desk
from tests.e2e.watching import check_accessible, check_fits, check_targets

Open = Callable[[], BrowserContext]


@pytest.fixture
def phone(desk: Desk, browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """`phone()`: the browser of one phone, begun anew with what it kept."""
    opened: list[BrowserContext] = []
    kept = tmp_path / "profile"

    def begin() -> BrowserContext:
        for earlier in opened:
            earlier.close()
        opened[:] = [launch(browser.browser_type, desk, kept)]
        return opened[0]

    yield begin
    for context in opened:
        context.close()


def launch(chromium: BrowserType, desk: Desk, kept: Path) -> BrowserContext:
    context = chromium.launch_persistent_context(
        str(kept),
        executable_path=shutil.which("chromium"),
        args=QUIET,
        base_url=desk.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **SCREENS["phone"],
    )
    context.set_default_timeout(10_000)
    return context


def come_in(context: BrowserContext, desk: Desk) -> Page:
    page = context.new_page()
    sign_in(page, desk.accounts["steward"])
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => caches.has('shell'))")
    page.wait_for_function("localStorage.getItem('offline:names')")
    return page


def write_offline(page: Page, words: str) -> str:
    """Fill the form that the device shows; returns the number of the enterprise."""
    enterprise = page.get_by_label("企业", exact=True)
    number = enterprise.locator("option").nth(1).get_attribute("value")
    enterprise.select_option(number)
    page.get_by_label("走访", exact=True).check()
    page.get_by_label("政策", exact=True).check()
    page.get_by_label("谈了什么，结果如何").fill(words)
    page.get_by_role("button", name="留在本机，联网后发送").first.click()
    expect(page.locator("[data-waiting] li")).to_have_count(1)
    return str(number)


def test_what_is_written_without_a_network_is_one_record_also_after_the_browser_died(phone: Open, desk: Desk):
    context, words = phone(), f"地下车间没有信号 {uuid.uuid4().hex[:8]}"
    page = come_in(context, desk)
    context.set_offline(True)
    page.goto("/log")
    expect(page.get_by_role("heading", name="离线记录")).to_be_visible()
    check_accessible(page)
    check_fits(page)
    check_targets(page)
    number = write_offline(page, words)

    context = phone()
    context.set_offline(True)
    page = context.new_page()
    page.goto("/today")
    expect(page.locator("[data-waiting] li")).to_contain_text(words)
    context.set_offline(False)
    page.goto("/offline")
    page.get_by_role("link", name="登录后发送").click()
    page.get_by_label("工号").fill(desk.accounts["steward"].staff_number)
    page.get_by_label("密码").fill(desk.accounts["steward"].password)
    page.get_by_role("button", name="登录").click()

    page.wait_for_url("**/offline")
    expect(page.locator("[data-waiting] li")).to_have_count(0)
    page.goto(f"/enterprises/{number}/timeline")
    assert page.get_by_text(words).count() == 1


def test_whoever_signs_in_after_a_session_that_ended_finds_no_names_of_the_person_before(phone: Open, desk: Desk):
    context = phone()
    page = come_in(context, desk)
    context.clear_cookies()

    sign_in(page, desk.accounts["security_admin"])
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.wait_for_function("localStorage.getItem('offline:person') === document.body.dataset.person")

    assert page.evaluate("localStorage.getItem('offline:names')") is None


def test_a_form_that_is_open_when_the_network_goes_is_sent_when_it_is_back(phone: Open, desk: Desk):
    context, words = phone(), f"电梯里写的诉求 {uuid.uuid4().hex[:8]}"
    page = come_in(context, desk)
    page.goto("/log")
    page.locator("ul.tasks a").nth(1).click()
    number = page.url.split("/")[-2]
    page.goto(f"/enterprises/{number}/demands/new")
    page.get_by_label("场地与园区").check()
    page.get_by_label("一句话说明").fill(words)
    page.get_by_label("具体情况和希望怎么解决").fill("续租到期，请协调园区")
    context.set_offline(True)
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator("[data-waiting] li")).to_contain_text(words)

    context.set_offline(False)
    expect(page.locator("[data-waiting] li")).to_have_count(0)

    page.goto(f"/demands?q={words.rsplit(maxsplit=1)[-1]}")
    assert page.get_by_role("link", name=words).count() == 1
    page.goto(f"/enterprises/{number}/demands/new")
    expect(page.get_by_label("一句话说明")).to_have_value("")

"""In a cellar without a network, with a phone whose browser dies in between: one record, under one's own name."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route, expect

from tests.attachments.files import PDF
from tests.e2e.conftest import QUIET, SCREENS, sign_in
from tests.e2e.desk import Desk
from tests.e2e.watching import check_accessible, check_fits, check_targets

Open = Callable[[Desk], BrowserContext]
PATIENCE = 30_000  # milliseconds: a form's page is asked for first, then the form is sent
KEPT_PHOTOS = """new Promise((tell) => {
  const asked = indexedDB.open("desk");
  asked.onsuccess = () => {
    if (!asked.result.objectStoreNames.contains("photos")) return tell(0);
    const counted = asked.result.transaction("photos").objectStore("photos").count();
    counted.onsuccess = () => tell(counted.result);
  };
})"""


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """`phone(desk)`: the browser of one phone, begun anew with what it kept."""
    opened: list[BrowserContext] = []
    kept = tmp_path / "profile"

    def begin(desk: Desk) -> BrowserContext:
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


def taken(name: str, content: bytes) -> dict[str, str | bytes]:
    """A photo as the camera hands it over."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def lose_answer(route: Route) -> None:
    """What is sent arrives; what is answered does not."""
    if route.request.method != "POST":
        return route.continue_()
    route.fetch(max_redirects=0)
    return route.abort()


def write_offline(page: Page, words: str, photo: bytes) -> str:
    """Fill the form that the device shows; returns the number of the enterprise."""
    enterprise = page.get_by_label("企业", exact=True)
    number = enterprise.locator("option").nth(1).get_attribute("value")
    enterprise.select_option(number)
    page.get_by_label("走访", exact=True).check()
    page.get_by_label("政策", exact=True).check()
    page.get_by_label("谈了什么，结果如何").fill(words)
    page.locator("#service-photos").set_input_files([taken("车间.jpg", photo), taken("说明.txt", b"?")])
    expect(page.get_by_text("“说明.txt”不是可以上传的照片")).to_be_visible()
    page.reload()
    expect(page.locator("[data-photos-list] li")).to_contain_text("车间.jpg")
    check_accessible(page)
    check_fits(page)
    check_targets(page)
    page.get_by_role("button", name="留在本机，联网后发送").first.click()
    expect(page.locator("[data-waiting] > li")).to_have_count(1)
    return str(number)


def expect_no_photos(page: Page) -> None:
    """The words are gone before the photos are, which the database of the browser lets go in its own time."""
    for _ in range(50):
        if page.evaluate(KEPT_PHOTOS) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("photos are still kept")


def test_what_is_written_without_a_network_is_one_record_also_after_browser_and_server_died(phone: Open, desk: Desk):
    words = f"地下车间没有信号 {uuid.uuid4().hex[:8]}"
    context = phone(desk)
    page = come_in(context, desk)
    assert context.new_cdp_session(page).send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
    photo = page.screenshot(type="jpeg")
    context.set_offline(True)
    page.goto("/log")
    expect(page.get_by_role("heading", name="离线记录")).to_be_visible()
    number = write_offline(page, words, photo)

    desk.stop()
    context = phone(desk)
    context.set_offline(True)
    page = context.new_page()
    page.goto("/today")
    expect(page.locator("[data-waiting] > li")).to_contain_text(words)
    expect(page.locator("[data-waiting] > li")).to_contain_text("车间.jpg")
    desk.start()
    context.set_offline(False)
    page.route("**/log", lose_answer)
    page.goto("/offline")
    page.get_by_role("link", name="登录后发送").click()
    page.get_by_label("工号").fill(desk.accounts["steward"].staff_number)
    page.get_by_label("密码").fill(desk.accounts["steward"].password)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.get_by_role("button", name="登录").click()
    expect(page.locator("[data-waiting] > li")).to_contain_text("待发送")
    page.unroute("**/log")

    page.reload()

    expect(page.locator("[data-just-sent] li")).to_contain_text("已发送 服务", timeout=PATIENCE)
    expect(page.locator("[data-waiting] > li")).to_have_count(0)
    expect_no_photos(page)
    page.goto(f"/enterprises/{number}/timeline")
    assert page.get_by_text(words).count() == 1
    page.get_by_role("link", name="照片 1 张").click()
    address = page.get_by_role("link", name="车间.jpg").get_attribute("href")
    assert page.request.get(f"{desk.url}{address}").body() == photo


def test_whoever_signs_in_after_a_session_that_ended_finds_no_names_of_the_person_before(phone: Open, desk: Desk):
    context = phone(desk)
    page = come_in(context, desk)
    context.clear_cookies()

    sign_in(page, desk.accounts["security_admin"])
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.wait_for_function("localStorage.getItem('offline:person') === document.body.dataset.person")

    assert page.evaluate("localStorage.getItem('offline:names')") is None


def test_signing_out_takes_the_photos_off_the_phone(phone: Open, desk: Desk):
    page = come_in(phone(desk), desk)
    page.goto("/log")
    page.locator("ul.tasks a").nth(2).click()
    page.goto(f"/enterprises/{page.url.split('/')[-2]}/demands/new")
    page.locator("#photos").set_input_files([taken("合同首页.jpg", page.screenshot(type="jpeg"))])
    expect(page.locator("[data-photos-list] li")).to_contain_text("合同首页.jpg")
    assert page.evaluate(KEPT_PHOTOS) == 1
    page.on("dialog", lambda dialog: dialog.accept())

    page.locator("form[data-discards-drafts] button").evaluate("(button) => button.click()")

    page.wait_for_url(lambda url: "/sign-in" in url)
    expect_no_photos(page)


def test_a_form_that_is_open_when_the_network_goes_is_sent_when_it_is_back_and_mended_when_it_is_refused(
    phone: Open, desk: Desk
):
    context, words = phone(desk), f"电梯里写的诉求 {uuid.uuid4().hex[:8]}"
    page = come_in(context, desk)
    page.goto("/log")
    page.locator("ul.tasks a").nth(1).click()
    number = page.url.split("/")[-2]
    page.goto(f"/enterprises/{number}/demands/new")
    page.get_by_label("场地与园区").check()
    page.get_by_label("一句话说明").fill(words)
    page.get_by_label("具体情况和希望怎么解决").fill("续租到期，请协调园区")
    photo = page.screenshot(type="jpeg")
    context.set_offline(True)
    page.locator("#photos").set_input_files([taken("合同首页.jpg", photo), taken("合同.jpg", PDF)])
    expect(page.locator("[data-photos-list] li")).to_have_count(2)
    check_accessible(page)
    check_fits(page)
    check_targets(page)
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator("[data-waiting] > li")).to_contain_text(words)

    context.set_offline(False)
    expect(page.locator("[data-waiting] > li")).to_contain_text("未能发送", timeout=PATIENCE)
    expect(page.locator("[data-waiting] > li")).to_contain_text("“合同.jpg”的内容与扩展名不符")
    page.get_by_role("button", name="打开表单修改").click()
    page.get_by_role("button", name="移除 合同.jpg").click()
    expect(page.locator("[data-photos-list] li")).to_have_count(1)
    page.get_by_role("button", name="提交诉求").click()
    files = page.get_by_role("link", name="附件")
    expect(files).to_be_visible()
    expect_no_photos(page)
    files.click()
    expect(page.get_by_role("link", name="合同首页.jpg")).to_have_count(1)

    page.goto(f"/demands?q={words.rsplit(maxsplit=1)[-1]}")
    assert page.get_by_role("link", name=words).count() == 1
    page.goto(f"/enterprises/{number}/demands/new")
    expect(page.get_by_label("一句话说明")).to_have_value("")

"""What is typed in the field is not lost: kept on the device, brought back, gone once it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

WORDS = "企业说研发费用归集口径要再核对"


def open_form(page: Page) -> None:
    page.goto("/log")
    page.locator("ul.tasks a").nth(1).click()


@pytest.mark.long_way("phone")
def test_a_record_survives_leaving_the_page_and_goes_once_it_is_saved(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page)
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("谈了什么，结果如何").fill(WORDS)
    page.get_by_role("button", name="两周后").click()
    planned = page.get_by_label("下次联系").input_value()

    page.goto("/today")
    open_form(page)

    expect(page.get_by_text("已恢复上次未保存的内容").first).to_be_visible()
    expect(page.get_by_label("谈了什么，结果如何")).to_have_value(WORDS)
    expect(page.get_by_label("电话", exact=True)).to_be_checked()
    assert planned
    expect(page.get_by_label("下次联系")).to_have_value(planned)

    page.get_by_label("政策", exact=True).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已记录对")).to_be_visible()
    page.goto(f"{page.url}/log")

    expect(page.get_by_label("谈了什么，结果如何")).to_have_value("")
    expect(page.get_by_label("下次联系")).to_have_value(planned)


@pytest.mark.long_way("phone")
def test_a_quick_pick_is_one_tap_and_can_be_taken_back(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page)

    page.get_by_role("button", name="一个月后").click()
    chosen = page.get_by_label("下次联系").input_value()
    page.get_by_role("button", name="不约").click()

    assert chosen
    expect(page.get_by_label("下次联系")).to_have_value("")


def write_service(page: Page, words: str) -> str:
    """Fill the form of an enterprise; returns the address of the form."""
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page)
    page.get_by_label("政策", exact=True).check()
    page.get_by_label("谈了什么，结果如何").fill(words)
    return page.url


def send_beside(request: Request) -> None:
    """The request reaches the server, and nothing of the answer reaches the browser."""
    headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
    server = HTTPConnection(str(urlsplit(request.url).netloc), timeout=30)
    server.request("POST", urlsplit(request.url).path, body=request.post_data_buffer, headers=headers)
    assert server.getresponse().status == 302
    server.close()


def times_on_the_timeline(page: Page, form: str, words: str) -> int:
    page.goto(form.replace("/log", "/timeline"))
    return page.get_by_text(words).count()


@pytest.mark.long_way("desk")
def test_save_back_save_makes_one_record(signed_in_as: Callable[[str], Page]):
    page, words = signed_in_as("steward"), f"只记一次 {uuid.uuid4().hex[:8]}"
    form = write_service(page, words)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已记录对")).to_be_visible()

    page.go_back()
    if page.get_by_label("谈了什么，结果如何").input_value():
        page.get_by_role("button", name="保存").click()
        page.wait_for_load_state()

    assert times_on_the_timeline(page, form, words) == 1


@pytest.mark.long_way("phone")
def test_a_record_whose_answer_was_lost_is_not_written_twice(signed_in_as: Callable[[str], Page]):
    page, words = signed_in_as("steward"), f"电梯里断了网 {uuid.uuid4().hex[:8]}"
    form = write_service(page, words)

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            send_beside(route.request)
            route.abort()
        else:
            route.continue_()

    page.route("**/log", lose_the_answer)
    page.get_by_role("button", name="保存").click()
    page.wait_for_timeout(1000)
    page.unroute("**/log")

    page.goto(form)
    expect(page.get_by_label("谈了什么，结果如何")).to_have_value(words)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已记录对")).to_be_visible()

    assert times_on_the_timeline(page, form, words) == 1


@pytest.mark.long_way("desk")
def test_a_contact_that_was_half_typed_is_still_there(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page)
    address = page.url.replace("/log", "/contacts/new")
    page.goto(address)
    page.get_by_label("姓名").fill("王小伟")

    page.goto("/today")
    page.goto(address)

    expect(page.get_by_label("姓名")).to_have_value("王小伟")

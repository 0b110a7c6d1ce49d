"""What is typed in the field is not lost: kept on the device, brought back, gone once it is saved."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

WORDS = "企业说研发费用归集口径要再核对"


def open_form(page: Page) -> None:
    page.goto("/log")
    page.locator("ul.tasks a").nth(1).click()


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


def test_a_quick_pick_is_one_tap_and_can_be_taken_back(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page)

    page.get_by_role("button", name="一个月后").click()
    chosen = page.get_by_label("下次联系").input_value()
    page.get_by_role("button", name="不约").click()

    assert chosen
    expect(page.get_by_label("下次联系")).to_have_value("")

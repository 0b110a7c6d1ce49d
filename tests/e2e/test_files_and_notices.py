"""A photo's life and the page of notices, on desk and phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.attachments.files import JPEG
from tests.e2e.watching import check_accessible, check_fits, look_at


def send_photo(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("文件", exact=True).set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
    page.get_by_role("button", name="上传").click()


@pytest.mark.long_way("phone")
def test_a_photo_is_sent_opened_and_removed(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("steward")
    page.goto("/mine")
    enterprise = page.locator("a[href*='/enterprises/']").first.get_attribute("href")
    page.goto(f"{enterprise.split('?')[0].rstrip('/')}/timeline?kind=service")
    page.locator("a[href*='/photos']").first.click()
    name = f"现场（{screen}）.jpg"

    send_photo(page, name, JPEG + screen.encode())

    expect(page.get_by_role("status").first).to_contain_text("已保存")
    expect(page.get_by_role("row", name=name)).to_contain_text("未扫描")
    look_at(page, screen)
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    assert download.value.suggested_filename == name
    assert Path(download.value.path()).read_bytes() == JPEG + screen.encode()
    page.get_by_role("row", name=name).get_by_role("button", name="移除").click()
    expect(page.get_by_text(name)).to_have_count(0)


def test_the_page_of_notices_fits_and_its_choices_are_kept(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("steward")
    page.goto("/notices")
    expect(page.get_by_role("heading", name="提醒", level=1)).to_be_visible()
    look_at(page, screen)

    page.get_by_role("link", name="选择提醒").first.click()
    page.get_by_label("在提醒页逐条告诉我").last.uncheck()
    page.get_by_role("button", name="保存").click()
    page.goto("/notices/choices")

    expect(page.get_by_label("在提醒页逐条告诉我").last).not_to_be_checked()
    check_accessible(page)
    check_fits(page)

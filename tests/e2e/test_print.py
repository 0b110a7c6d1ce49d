"""On paper: clauses open, names whole, tables as tables."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.long_way("desk")
PAPER = {"width": 690, "height": 1000}


@pytest.fixture
def steward(signed_in_as: Callable[[str], Page], screen: str) -> Page:
    if screen != "desk":
        pytest.skip("nobody prints from a phone")
    return signed_in_as("steward")


def test_a_gap_prints_with_its_clauses_open_and_folds_again(steward: Page):
    steward.goto("/near?flag=near")
    steward.locator("th[scope=row] a").first.click()
    steward.wait_for_url(re.compile(r"/gap"))
    fold = steward.locator("details.gap-more").first

    steward.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(fold).to_have_attribute("open", "")
    steward.evaluate("window.dispatchEvent(new Event('afterprint'))")

    expect(fold).not_to_have_attribute("open", "")


def test_a_list_prints_as_a_table_without_what_is_clicked(steward: Page):
    steward.goto("/near")
    steward.set_viewport_size(PAPER)

    steward.emulate_media(media="print")

    assert (
        steward.locator("table.rows tbody tr").first.evaluate("(row) => getComputedStyle(row).display") == "table-row"
    )
    expect(steward.locator(".topbar")).to_be_hidden()
    expect(steward.locator("nav.pager")).to_be_hidden()


def signs_of_pages(paper: bytes) -> list[int]:
    """How many times each page of a PDF of Chromium's shows text."""
    parts = dict(re.findall(rb"(?<!\d)(\d+) 0 obj(.*?)endobj", paper, re.DOTALL))
    pages = [part for part in parts.values() if re.search(rb"/Type\s*/Page\b", part)]
    contents = [parts[number] for page in pages for number in re.findall(rb"/Contents\s+(\d+)", page)]
    streams = [part.split(b"stream", 1)[1].lstrip(b"\r\n").split(b"endstream")[0] for part in contents]
    return [len(re.findall(rb"T[jJ]\b", zlib.decompressobj().decompress(stream))) for stream in streams]


def test_no_sheet_of_paper_is_empty(steward: Page):
    steward.goto("/near?flag=near")
    to_gap = steward.locator("th[scope=row] a").first.get_attribute("href")
    assert to_gap

    for address in ("/near", "/mine", to_gap, to_gap.split("/gap")[0], "/visits"):
        steward.goto(address)
        signs = signs_of_pages(steward.pdf(format="A4"))
        assert signs, address
        assert min(signs) > 0, f"{address}: {signs}"

"""On paper: clauses open, names whole, tables as tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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

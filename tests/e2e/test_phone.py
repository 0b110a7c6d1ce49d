"""A phone in the hand: nothing that is tapped lies under the dock, folds say so, and one sees where one is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.long_way("phone")
LONG_PAGES = ("/mine", "/today", "/near", "/log")
COVERED = """(one) => {
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !(top && (one.contains(top) || top.contains(one)));
}"""


@pytest.fixture
def steward(signed_in_as: Callable[[str], Page], screen: str) -> Page:
    """A steward with a phone; on a desk there is no dock."""
    if screen != "phone":
        pytest.skip("about phones")
    return signed_in_as("steward")


def scroll_to_the_end(page: Page) -> None:
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")


def last_of(page: Page) -> Locator:
    return page.locator("main :is(a, button, summary):visible").last


@pytest.mark.parametrize("address", LONG_PAGES)
def test_the_last_thing_of_a_long_page_can_be_tapped(steward: Page, address: str):
    steward.goto(address)

    scroll_to_the_end(steward)

    assert not last_of(steward).evaluate(COVERED), last_of(steward).inner_text()


def test_saving_stays_in_reach_and_whole_wherever_one_is_in_the_form(steward: Page):
    steward.goto("/mine")
    steward.get_by_role("link", name="记一次").first.click()
    save = steward.get_by_role("button", name="保存")
    dock = steward.locator("nav.dock")

    for place in (0, 200, 100_000):
        steward.evaluate(f"window.scrollTo(0, {place})")
        box, edge, plus = save.bounding_box(), dock.bounding_box(), steward.locator(".dock-add").bounding_box()

        assert box["y"] + box["height"] <= min(edge["y"], plus["y"])
        assert not save.evaluate(COVERED)


def test_the_plus_of_an_enterprise_opens_its_own_form(steward: Page):
    steward.goto("/mine")
    steward.locator("th[scope=row] a").first.click()
    steward.wait_for_url(re.compile(r"/enterprises/\d+$"))
    name = steward.get_by_role("heading", level=1).inner_text()
    steward.goto(f"{steward.url}/timeline")

    steward.locator(".dock-add").click()

    expect(steward.locator(".lead")).to_contain_text(name.split()[-1])


def test_a_fold_carries_its_mark(steward: Page):
    steward.goto("/mine")
    steward.get_by_role("link", name="记一次").first.click()

    marks = steward.locator("main details > summary").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one, '::before').content)"
    )

    assert marks
    assert all("▸" in mark or "▾" in mark for mark in marks)


def test_the_tab_one_is_on_is_in_view(steward: Page):
    steward.goto("/mine")
    steward.locator("th[scope=row] a").first.click()
    steward.wait_for_url(re.compile(r"/enterprises/\d+$"))
    steward.goto(f"{steward.url}/contacts")
    address = steward.locator(".tabs a").last.get_attribute("href")
    steward.goto(str(address))

    chosen = steward.locator(".tabs [aria-current]").bounding_box()

    assert chosen["x"] >= 0
    assert chosen["x"] + chosen["width"] <= 390

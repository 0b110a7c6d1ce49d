"""What the desk is for, from one end to the other: a flag is followed to its clauses, a visit is written down."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watching import look_at


@pytest.mark.long_way("desk")
def test_a_manager_follows_a_flag_to_its_clauses(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("manager")

    page.goto("/near")
    look_at(page, screen)
    first = page.locator("th[scope=row] a").first
    name = first.inner_text()
    first.click()

    page.wait_for_url(re.compile(r"/enterprises/\d+"))
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("main")).to_contain_text(re.compile("满足|待补"))
    look_at(page, screen)


@pytest.mark.long_way("desk")
def test_every_number_of_the_near_page_opens_the_rows_it_counts(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("manager")

    page.goto("/near")
    links = (
        page.get_by_role("heading", level=1)
        .get_by_role("link")
        .evaluate_all("(all) => all.map((one) => [one.getAttribute('href'), one.textContent])")
    )
    counted = [(href, int(number.group())) for href, text in links if (number := re.search(r"\d+", text))]
    shown = []
    for href, _ in counted:
        page.goto(href)
        shown.append(int(re.search(r"共 ([\d,]+)", page.locator("main").inner_text()).group(1).replace(",", "")))

    assert counted
    assert shown == [number for _, number in counted]


@pytest.mark.long_way("phone")
def test_a_steward_logs_a_visit_and_finds_it_in_the_timeline(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("steward")
    words = f"走访时谈到研发费用归集 {uuid.uuid4().hex[:8]}"

    if screen == "phone":
        page.locator("a.dock-add").click()
    else:
        page.goto("/log")
    look_at(page, screen)
    page.locator("ul.tasks a").first.click()
    look_at(page, screen)
    page.get_by_label("走访", exact=True).check()
    page.get_by_label("政策", exact=True).check()
    page.get_by_label("谈了什么，结果如何").fill(words)
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_text("已记录对")).to_be_visible()
    expect(page.locator("main")).to_contain_text(words)
    look_at(page, screen)


@pytest.mark.long_way("phone")
def test_a_form_that_is_refused_keeps_what_was_typed(signed_in_as: Callable[[str], Page]):
    page = signed_in_as("steward")
    page.goto("/log")
    page.locator("ul.tasks a").first.click()
    page.get_by_label("谈了什么，结果如何").fill("只写了摘要")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("alert").first).to_contain_text("已填写的内容都还在")
    expect(page.get_by_label("谈了什么，结果如何")).to_have_value("只写了摘要")

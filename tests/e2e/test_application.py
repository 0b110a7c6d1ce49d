"""A window's life over three roles: entered by a manager, approved by another, and what a steward applies for in it.

The application is prepared, submitted, recommended and granted, and the title stands on the enterprise's page.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from crm import clock
from tests.e2e.watching import look_at

TARGETS = {"desk": ("innovative", "创新型"), "phone": ("srdi", "专精特新")}  # no two windows of a title share a day


@pytest.mark.long_way("desk")
def test_a_window_from_its_notice_to_a_title(signed_in_as: Callable[[str], Page], page: Page, screen: str):
    target, name = TARGETS[screen]
    title = f"申报窗口 {uuid.uuid4().hex[:6]}"

    signed_in_as("manager")
    enter_window(page, screen, title, name)
    page.context.clear_cookies()
    signed_in_as("last manager")
    page.goto("/windows")
    look_at(page, screen)
    page.get_by_role("link", name=title).click()
    look_at(page, screen)
    page.locator("summary", has_text="审定").click()
    page.get_by_role("button", name="确认审定").click()
    page.context.clear_cookies()

    signed_in_as("steward")
    begin_application(page, target, title)
    look_at(page, screen)
    hand_in_papers(page)
    page.get_by_role("link", name="提交申报").click()
    look_at(page, screen)
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("已提交")
    address = page.url
    page.context.clear_cookies()

    signed_in_as("manager")
    page.goto(address)
    recommend(page, screen)
    expect(page.get_by_role("heading", level=1)).to_contain_text("已推荐")
    look_at(page, screen)
    page.get_by_role("link", name="推荐函").click()
    expect(page.get_by_text("石经信推〔2026〕9号")).to_be_visible()
    look_at(page, screen)
    page.goto(address)
    grant(page)
    page.get_by_role("link", name="已登记，打开称号").click()
    expect(page.get_by_role("main")).to_contain_text("京经信发〔2026〕66号")


def recommend(page: Page, screen: str) -> None:
    """The site is checked, then the letter goes out."""
    page.get_by_role("link", name="登记现场核查").click()
    page.get_by_label("参加人员、查看内容和结论").fill("两人到场，与申报一致")
    look_at(page, screen)
    page.get_by_role("button", name="登记现场核查").click()
    page.get_by_role("link", name="推荐上报").click()
    page.get_by_label("推荐函文号").fill("石经信推〔2026〕9号")
    page.get_by_role("button", name="推荐上报").click()


def grant(page: Page) -> None:
    """The list is out: the title is made with the decision."""
    page.get_by_role("link", name="登记认定").click()
    page.get_by_label("认定文件").fill("京经信发〔2026〕66号")
    page.get_by_role("button", name="登记认定").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已认定")


def enter_window(page: Page, screen: str, title: str, name: str) -> None:
    """Fill the form as the notice says."""
    today = clock.today()
    page.goto("/windows/new")
    look_at(page, screen)
    page.get_by_label("窗口名称").fill(title)
    page.get_by_label(name, exact=True).check()
    page.get_by_label("认定", exact=True).check()
    page.get_by_label("通知文号").fill("京经信发〔2026〕60号")
    page.get_by_label("代号").fill(f"window-{uuid.uuid4().hex[:6]}")
    page.get_by_label("年度").fill(str(today.year))
    page.get_by_label("企业申报开始").fill(today.isoformat())
    page.get_by_label("企业申报截止").fill((today + timedelta(days=20)).isoformat())
    page.get_by_label("通知另有的条件").fill("近一年无欠薪")
    page.get_by_role("button", name="录入，交另一位主管审定").click()
    expect(page.get_by_text("您录入的窗口须由另一位主管审定")).to_be_visible()


def begin_application(page: Page, target: str, title: str) -> None:
    """Take the first enterprise that is flagged and has no application yet."""
    page.goto(f"/near?target={target}")
    links = [link.get_attribute("href") or "" for link in page.locator("th[scope=row] a").all()]
    for enterprise in dict.fromkeys(re.match(r"/enterprises/\d+", link)[0] for link in links):
        page.goto(f"{enterprise}/applications/new")
        if not page.get_by_role("heading", name="这家企业的申报").count():
            break
    page.get_by_label(re.compile(title)).check()
    page.get_by_role("button", name="开始准备").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("准备中")


def hand_in_papers(page: Page) -> None:
    """Take down every paper that is missing."""
    while page.get_by_role("link", name="登记备齐").count():
        page.get_by_role("link", name="登记备齐").first.click()
        page.get_by_label("说明").fill("原件已收")
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("准备中")


def submit(page: Page) -> None:
    """Confirm what has to be confirmed, name what has to be named, and say why."""
    for box in page.locator("form.paper input[type=checkbox]").all():
        box.check()
    reason = page.get_by_label("仍然申报的理由")
    if reason.count():
        reason.fill("资料正在补充")
    page.get_by_role("button", name="提交申报").click()

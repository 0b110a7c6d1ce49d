"""A demand's whole life over three roles, on desk and phone: raised, taken in hand, answered, called back, closed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watching import look_at

WHO_ENDS = re.compile(r"/demands/\d+$")


def sign_out(page: Page) -> None:
    """The same device goes to the next person."""
    page.context.clear_cookies()


def say(page: Page, label: str, text: str) -> None:
    """Fill the field and send the form."""
    page.get_by_label(label, exact=True).fill(text)
    page.locator("main form button[type=submit]").last.click()


def raise_about_a_loan(page: Page, title: str, screen: str, joint: str = "") -> str:
    """Raise it for the first enterprise of the steward; returns its address."""
    page.goto("/mine")
    enterprise = page.locator("a[href*='/enterprises/']").first.get_attribute("href")
    page.goto(f"{enterprise.split('?')[0].rstrip('/')}/demands/new")
    look_at(page, screen)
    page.get_by_label(re.compile("融资（区金融办，")).check()
    page.get_by_label("一句话说明").fill(title)
    page.get_by_label("具体情况和希望怎么解决").fill("三百万元贷款下月到期，希望银行提前会商")
    another = page.get_by_label("这是另一件事")
    if another.count():
        another.check()
    if joint:
        page.get_by_text("来源、联系人、责任单位、时限").click()
        page.get_by_label(joint, exact=True).check()
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(WHO_ENDS)
    return page.url


@pytest.mark.long_way("phone")
def test_a_demand_is_closed_on_the_word_of_the_enterprise(signed_in_as: Callable[[str], Page], screen: str):
    title = f"续贷 {uuid.uuid4().hex[:8]}"
    page = signed_in_as("steward")
    address = raise_about_a_loan(page, title, screen)
    expect(page.get_by_role("status").first).to_contain_text("前答复")
    look_at(page, screen)
    sign_out(page)

    signed_in_as("handler")
    expect(page.get_by_role("heading", level=1)).to_contain_text("诉求")
    look_at(page, screen)
    page.get_by_role("link", name=title).click()
    expect(page.locator("a[href*='/enterprises/']")).to_have_count(0)
    page.get_by_role("button", name="接办").click()
    page.get_by_role("link", name="答复", exact=True).click()
    look_at(page, screen)
    page.get_by_label("已解决").check()
    say(page, "内容", "银行已同意续贷")
    expect(page.locator("h1")).to_contain_text("已答复，待回访")
    sign_out(page)

    signed_in_as("steward")
    page.goto(address)
    page.get_by_role("link", name="回访", exact=True).click()
    look_at(page, screen)
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("上面没有的，写姓名和职务").fill("王总")
    say(page, "内容", "王总说贷款已到账")
    page.get_by_role("link", name="确认办结").click()
    look_at(page, screen)
    page.get_by_label("很满意", exact=True).check()
    page.get_by_role("button", name="确认办结").click()

    expect(page.locator("h1")).to_contain_text("已办结")
    expect(page.locator(".trail li")).to_have_count(5)
    look_at(page, screen)


@pytest.mark.long_way("desk")
def test_a_manager_gives_a_returned_demand_to_another_department(signed_in_as: Callable[[str], Page], screen: str):
    title = f"场地 {uuid.uuid4().hex[:8]}"
    page = signed_in_as("steward")
    address = raise_about_a_loan(page, title, screen)
    sign_out(page)

    signed_in_as("handler")
    page.goto(address)
    page.get_by_role("link", name="退回").click()
    say(page, "理由", "应由园区管委会办理")
    sign_out(page)

    signed_in_as("manager")
    page.goto("/demands?list=decide")
    look_at(page, screen)
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="指定单位").click()
    page.get_by_label("转给").select_option(label="园区管委会（还没有经办人）")
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator("h1")).to_contain_text("待接办")
    expect(page.locator(".trail")).to_contain_text("转给 园区管委会")
    expect(page.locator("h1")).to_contain_text("没有经办人，等主管安排")


def test_raising_takes_three_taps_and_two_fields(signed_in_as: Callable[[str], Page], screen: str):
    """Half a minute on a phone: what must be said, and nothing else."""
    page = signed_in_as("steward")
    page.goto("/mine")
    page.locator("th[scope=row] a").last.click()
    page.get_by_role("link", name="提诉求").first.click()
    needed = page.locator("main form [required]").evaluate_all("all => [...new Set(all.map((one) => one.name))]")

    page.get_by_text(re.compile("科技创新与转化（区科委")).click()
    page.get_by_label("一句话说明").fill("找中试检测条件")
    page.get_by_label("具体情况和希望怎么解决").fill("希望介绍共用实验室")
    another = page.get_by_label("这是另一件事")
    if another.count():
        another.check()
    page.get_by_role("button", name="提交诉求").click()

    page.wait_for_url(WHO_ENDS)
    assert sorted(needed) == ["category", "text", "title"]


@pytest.mark.long_way("phone")
def test_a_joint_department_gives_its_opinion(signed_in_as: Callable[[str], Page], screen: str):
    title = f"联合会商 {uuid.uuid4().hex[:8]}"
    page = signed_in_as("steward")
    address = raise_about_a_loan(page, title, screen, joint="区科委")
    sign_out(page)

    signed_in_as("handler")
    page.goto(address)
    page.get_by_role("button", name="接办").click()
    sign_out(page)

    signed_in_as("last handler")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("link", name="答复", exact=True)).to_have_count(0)
    page.get_by_role("link", name="协办意见").click()
    look_at(page, screen)
    say(page, "内容", "可以提供中试数据")

    expect(page.locator(".trail")).to_contain_text("可以提供中试数据")
    page.goto("/find")
    look_at(page, screen)


@pytest.mark.long_way("desk")
def test_what_is_stuck_goes_to_a_meeting_that_gives_it_an_owner(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("manager")
    for address in ("/rechecks", "/supervision", "/joint-matters"):
        page.goto(address)
        look_at(page, screen)
    page.get_by_role("link", name="召开联席会").click()
    look_at(page, screen)
    day = page.get_by_label("会议日期").get_attribute("min")
    page.get_by_label("会议日期").fill(day)
    page.get_by_role("button", name="确定议程").click()
    page.wait_for_url(re.compile(r"/joint-meetings/\d+$"))
    look_at(page, screen)
    page.get_by_role("link", name="记一项决议").first.click()
    page.get_by_label("决议", exact=True).fill("银企对接会")
    page.get_by_label("谁来办").select_option(index=1)
    page.get_by_label("完成日期").fill(day)
    page.get_by_role("button", name="保存决议").click()

    expect(page.locator("main")).to_contain_text("银企对接会")
    look_at(page, screen)

"""The register, uploaded by the manager: read, looked at, and thrown away again so that the desk stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.architecture.sources import ROOT
from tests.e2e.watching import check_accessible, check_fits, check_targets

SHORT = ROOT / "tests" / "fixtures" / "register-short.xlsx"
MILLISECONDS_TO_READ = 60_000
COLUMNS = (
    "单位,代码,主营,合同额,电话\n北京蓝京新材料股份有限公司,91110107MADEM7001Q,稀土永磁,3000000,13800138000\n"
    "北京山石磁材有限公司,91110107MADEM7002U,磁材,5000000,010-68870000\n"
)


@pytest.mark.long_way("desk")
def test_a_register_is_uploaded_looked_at_and_thrown_away(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("manager")
    page.goto("/imports")
    check_accessible(page)
    check_fits(page)

    page.get_by_label("登记册").set_input_files(SHORT)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("button", name="确认写入")).to_be_visible(timeout=MILLISECONDS_TO_READ)

    expect(page.get_by_role("row", name="企业台账").first).to_contain_text("95")
    check_accessible(page)
    check_fits(page)
    if screen == "phone":
        check_targets(page)

    page.get_by_role("button", name="作废").click()
    expect(page.get_by_role("status").first).to_contain_text("没有写入任何内容")


@pytest.mark.long_way("phone")
def test_the_columns_of_a_file_are_set_with_their_effect_at_once(
    signed_in_as: Callable[[str], Page], screen: str, tmp_path: Path
):
    file = tmp_path / "开发区上报.csv"
    file.write_text(COLUMNS, encoding="utf-8")
    page = signed_in_as("manager")
    page.goto("/imports")
    page.get_by_label("登记册").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("link", name="逐列指定读法").click(timeout=MILLISECONDS_TO_READ)
    check_accessible(page)
    check_fits(page)

    page.get_by_label("A 列读作").select_option("企业名称")
    page.get_by_label("B 列读作").select_option("统一社会信用代码")
    page.get_by_label("D 列读作").select_option("营业收入")
    page.get_by_label("D 列的年度").fill("2025")
    page.get_by_label("D 列的单位").select_option("元")

    expect(page.get_by_text("前 2 行读出 2 条").first).to_be_visible()
    expect(page.get_by_text("不读取的列：主营、电话", exact=True)).to_be_visible()
    check_accessible(page)
    check_fits(page)
    if screen == "phone":
        check_targets(page)
    page.get_by_role("link", name="取消").click()
    page.get_by_role("button", name="作废").click()

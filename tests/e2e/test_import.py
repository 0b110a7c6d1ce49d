"""The register, uploaded by the manager: read, looked at, and thrown away again so that the desk stays as it was."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.architecture.sources import ROOT
from tests.e2e.watching import check_accessible, check_fits, check_targets

REGISTER = ROOT / "tests" / "fixtures" / "register.xlsx"
MILLISECONDS_TO_READ = 60_000


def test_a_register_is_uploaded_looked_at_and_thrown_away(signed_in_as: Callable[[str], Page], screen: str):
    page = signed_in_as("manager")
    page.goto("/imports")
    check_accessible(page)
    check_fits(page)

    page.get_by_label("登记册").set_input_files(REGISTER)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("button", name="确认写入")).to_be_visible(timeout=MILLISECONDS_TO_READ)

    expect(page.get_by_role("row", name="企业台账").first).to_contain_text("454")
    check_accessible(page)
    check_fits(page)
    if screen == "phone":
        check_targets(page)

    page.get_by_role("button", name="作废").click()
    expect(page.get_by_role("status").first).to_contain_text("没有写入任何内容")

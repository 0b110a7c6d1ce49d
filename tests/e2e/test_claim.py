"""A claim's life over four people: filed by a steward, reviewed by the bureau, decided by one manager, paid by another.

It ends on the ledger, where what was earned is what was paid and what the review took off.
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from crm import clock
from tests.attachments.files import JPEG
from tests.e2e.desk import Desk
from tests.e2e.watching import look_at

BUREAU = "H005"  # handles for 区经济和信息化局, the lead department of clause 1
MILLISECONDS_TO_READ = 60_000
REVIEWED = "79.5"  # 万元 of the 80 that the measure gives for a little giant
LEDGER = ["80", "80", "0", "79.50", "0", "0.50"]  # 应享受, 已申报, 未申报, 已兑付, 在办, 未兑现
ACTS = ["登记拨付", "审定", "了结异议", "登记异议", "开始公示", "复审通过", "初审", "受理", "提交", "起草"]


@pytest.mark.long_way("desk")
def test_a_claim_from_its_evidence_to_the_return_of_the_bank(
    signed_in_as: Callable[[str], Page], page: Page, desk: Desk, screen: str
):
    signed_in_as("steward")
    enterprise = find_claimant(page)
    signed_in_as("manager")
    declare_never_paid(page, enterprise)

    signed_in_as("steward")
    claim = file_claim(page, enterprise, screen)
    signed_in_as(BUREAU)
    review(page, claim, screen)
    signed_in_as("manager")
    put_in_public(page, claim, screen)
    let_publicity_end(desk, claim)
    step(page, claim, "审定")
    refuse_to_pay_what_one_approved(page, claim)
    batch, paper = list_for_finance(page, claim, screen)
    refuse_return_by_approver(page, batch, paper, screen)
    signed_in_as("last manager")
    record_return(page, batch, paper)

    signed_in_as("steward")
    see_where_it_stands(page, claim, screen)
    signed_in_as("manager")
    expect_on_ledger(page, enterprise, screen)


def find_claimant(page: Page) -> str:
    """A little giant of the steward's who may claim by clause 1 and has not begun to."""
    page.goto("/mine?tier=little_giant")
    links = page.locator("main a[href*='/enterprises/']").evaluate_all("all => all.map(one => one.pathname)")
    for enterprise in sorted({path for path in links if re.fullmatch(r"/enterprises/\d+", path)}):
        page.goto(f"{enterprise}/benefits")
        is_new = page.get_by_text("没有登记过兑付").count() and not page.get_by_role("link", name="进度").count()
        if is_new and page.locator("a[href*='benefit=title_award&tier=little_giant']").count():
            return enterprise
    raise AssertionError("No little giant may claim by clause 1")


def declare_never_paid(page: Page, enterprise: str) -> None:
    """The manager says so, for the difference is of what was paid before."""
    page.goto(f"{enterprise}/payments/complete")
    page.get_by_label("依据").fill("区财政局历年拨付清单")
    page.get_by_role("button", name="声明截至今日完整").click()
    expect(page.get_by_role("main")).to_contain_text("已确认从未兑付过")


def file_claim(page: Page, enterprise: str, screen: str) -> str:
    """Draft, say where the evidence is, attach it, hand in; returns the address of the claim."""
    page.goto(f"{enterprise}/benefits")
    page.locator("a[href*='benefit=title_award&tier=little_giant']").click()
    look_at(page, screen)
    page.get_by_role("button", name="起草").click()
    look_at(page, screen)
    for note in page.locator("main form input[type=text]").all():
        note.fill("附件 1，原件已核对")
    page.get_by_role("button", name="保存材料").click()
    page.get_by_role("link", name="附件").click()
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "认定公告.jpg", "mimeType": "image/jpeg", "buffer": JPEG + screen.encode()}
    )
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("row", name="认定公告.jpg")).to_be_visible()
    claim = page.url.removesuffix("/files")
    step(page, claim, "提交")
    expect(page.locator("h1")).to_contain_text("待受理")
    expect(page.get_by_role("button", name="受理", exact=True)).to_have_count(0)
    return claim


def review(page: Page, claim: str, screen: str) -> None:
    """The bureau takes it in hand, opens what is attached, and leaves less than was asked for."""
    page.goto(claim)
    expect(page.locator("main a[href*='/enterprises/']")).to_have_count(0)
    page.get_by_role("link", name="附件").click()
    expect(page.get_by_role("row", name="认定公告.jpg")).to_be_visible()
    step(page, claim, "受理")
    page.get_by_role("link", name="初审").click()
    look_at(page, screen)
    page.get_by_label("核定金额").fill("81")
    page.get_by_role("button", name="初审").click()
    expect(page.get_by_role("main")).to_contain_text("不超过申请金额")
    page.get_by_label("核定金额").fill(REVIEWED)
    page.get_by_role("button", name="初审").click()
    expect(page.locator("h1")).to_contain_text("已初审，待复审")
    expect(page.get_by_role("button", name="复审通过")).to_have_count(0)


def put_in_public(page: Page, claim: str, screen: str) -> None:
    """Second review, then the notice to print; what somebody objects holds the approval up until it is settled."""
    step(page, claim, "复审通过")
    step(page, claim, "开始公示")
    page.goto("/claims/public-notice")
    expect(page.get_by_role("main")).to_contain_text(REVIEWED)
    look_at(page, screen)
    for act in ("登记异议", "了结异议"):
        page.goto(claim)
        expect(page.get_by_role("button", name="审定")).to_have_count(0)
        page.get_by_role("link", name=act).click()
        page.get_by_label("理由").fill("来信反映，已核实")
        page.get_by_role("button", name=act).click()
    expect(page.get_by_role("main")).not_to_contain_text("未了结的异议")


def let_publicity_end(desk: Desk, claim: str) -> None:
    """Its days pass; the desk has no clock to put forward."""
    with closing(sqlite3.connect(desk.instance / "crm.sqlite3", timeout=10)) as database, database:
        changed = database.execute(
            "UPDATE claims SET public_from = date(public_from, '-8 days'), public_to = date(public_to, '-8 days') "
            "WHERE id = ? AND state = 'publicity'",
            (id_of(claim),),
        )
        assert changed.rowcount == 1


def refuse_to_pay_what_one_approved(page: Page, claim: str) -> None:
    """There is no button for it, and its address says why."""
    expect(page.get_by_role("link", name="登记拨付")).to_have_count(0)
    page.goto(f"{claim}/steps/pay")
    page.get_by_label("凭证号").fill("石财拨-1")
    page.get_by_label("拨付日期").fill(today())
    page.get_by_role("button", name="登记拨付").click()
    expect(page.get_by_role("main")).to_contain_text("须由不同的人办理")


def list_for_finance(page: Page, claim: str, screen: str) -> tuple[str, bytes]:
    """Put the claim alone on a list; returns the address of the batch and the list as the bank fills it in."""
    page.goto("/payment-batches")
    look_at(page, screen)
    for box in page.locator("input[name=claim]").all():
        box.set_checked(box.get_attribute("value") == id_of(claim))
    page.get_by_role("button", name="生成批次").click()
    page.wait_for_url(re.compile(r"/payment-batches/\d+$"))
    look_at(page, screen)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出清单").click()
    return page.url, fill_in(download.value.path().read_bytes())


def fill_in(paper: bytes) -> bytes:
    """The list with its one line paid today."""
    book = load_workbook(BytesIO(paper))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "申请编号")
    columns = {cell.value: cell.column for cell in head}
    line = head[0].row + 1
    assert sheet.cell(line, columns["金额（元）"]).value == "795000.00"
    assert sheet.cell(line + 1, 1).value is None
    for name, value in (("结果", "已拨付"), ("凭证号", f"石财拨-{uuid.uuid4().hex[:8]}"), ("拨付日期", today())):
        sheet.cell(line, columns[name]).value = value
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def send_return(page: Page, batch: str, paper: bytes) -> None:
    page.goto(f"{batch}/returns")
    file = {"name": "回单.xlsx", "mimeType": "application/octet-stream", "buffer": paper}
    page.get_by_label(re.compile("清单")).set_input_files(file)
    page.get_by_role("button", name="上传回单").click(timeout=MILLISECONDS_TO_READ)


def refuse_return_by_approver(page: Page, batch: str, paper: bytes, screen: str) -> None:
    """Also not by the bank's paper."""
    send_return(page, batch, paper)
    expect(page.get_by_role("main")).to_contain_text("须由不同的人办理")
    look_at(page, screen)


def record_return(page: Page, batch: str, paper: bytes) -> None:
    """The same paper of the other manager's pays it."""
    send_return(page, batch, paper)
    expect(page.get_by_role("status").first).to_contain_text("已录入 1 件")
    expect(page.get_by_role("row", name="第一条")).to_contain_text("已拨付")


def see_where_it_stands(page: Page, claim: str, screen: str) -> None:
    """The steward reads who did what, and can do nothing more."""
    page.goto(claim)
    expect(page.locator("h1")).to_contain_text("已拨付")
    trail = page.locator(".trail li").all_inner_texts()
    acts = [next(act for act in ACTS if f"{act} " in f"{line} ".replace("\n", " ")) for line in trail]
    assert acts == ACTS
    expect(page.get_by_role("heading", name="现在可以办理")).to_have_count(0)
    look_at(page, screen)


def expect_on_ledger(page: Page, enterprise: str, screen: str) -> None:
    """应享受 80 = 已申报 80 + 未申报 0; 已申报 80 = 已兑付 79.5 + 在办 0 + 未兑现 0.5."""
    page.goto("/budget/ledger?part=refused")
    look_at(page, screen)
    row = page.locator("tr", has=page.locator(f"th a[href^='{enterprise}/']"))
    amounts = [text.split()[0] for text in row.locator("td").all_inner_texts()]
    assert amounts == LEDGER


def step(page: Page, claim: str, act: str) -> None:
    """Take a step that needs nothing said."""
    page.goto(claim)
    page.get_by_role("button", name=act, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(act)


def id_of(claim: str) -> str:
    return claim.rsplit("/", 1)[1]


def today() -> str:
    """The date at the desk, which goes by the clock on the wall."""
    return clock.business_date(datetime.now(UTC)).isoformat()

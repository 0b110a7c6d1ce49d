"""Rows that were left out come back in the layout they came in; mended and sent again they import."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import select

from crm.db import reading
from crm.enterprises.models import Enterprise, YearlyFigures
from crm.imports.batches.store import BatchStore
from crm.money import FEN_IN_YUAN
from tests.imports.batches.test_pages import maria, upload  # noqa: F401  (fixtures)
from tests.imports.books import CODE, NAME, OTHER_CODE

OTHER = "北京山石磁材有限公司"
BAD_CODE = OTHER_CODE[:-1] + "9"


@pytest.fixture
def book(tmp_path):
    """A register with its unit over the table and years as groups of columns; one code has a wrong last sign."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("企业台账")
        sheet.merge_range(0, 0, 0, 6, "2025 年中小企业台账")
        sheet.write(1, 0, "单位：元")
        sheet.merge_range(2, 0, 3, 0, "企业名称")
        sheet.merge_range(2, 1, 3, 1, "统一社会信用代码")
        sheet.merge_range(2, 2, 2, 3, "2024年")
        sheet.merge_range(2, 4, 2, 5, "2025年")
        sheet.merge_range(2, 6, 3, 6, "主导产品")
        for column, words in enumerate(("营业收入", "从业人员", "营业收入", "从业人员"), start=2):
            sheet.write(3, column, words)
        sheet.write_row(4, 0, [NAME, CODE, 52_000_000, 40, 61_000_000, 42, "稀土"])
        sheet.write_row(5, 0, [OTHER, BAD_CODE, 7_000_000.5, 12, "8,000,000", 13, "磁材"])
    return path


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.data))["企业台账"]


def test_a_rejected_row_stands_under_the_title_the_unit_and_the_groups_it_came_with(maria, at_once, book):  # noqa: F811
    upload(maria, book.read_bytes())

    sheet = sheet_of(maria.get("/imports/1/rejects"))

    rows = list(sheet.values)
    assert rows[0][0] == "2025 年中小企业台账"
    assert rows[1][0] == "单位：元"
    assert rows[3][2:6] == ("营业收入", "从业人员", "营业收入", "从业人员")
    assert rows[3][7:] == ("未接收的原因", "原行号")
    assert rows[4][:7] == (OTHER, BAD_CODE, 7_000_000.5, 12, "8,000,000", 13, "磁材")
    assert "校验位不对" in rows[4][7]
    assert rows[4][8] == "6"
    assert {str(merge) for merge in sheet.merged_cells.ranges} >= {"A1:G1", "A3:A4", "C3:D3", "E3:F3"}


def test_mended_and_sent_again_it_imports_with_its_unit_and_years(app, maria, at_once, book):  # noqa: F811
    upload(maria, book.read_bytes())
    maria.post("/imports/1/apply", {})
    sheet = sheet_of(maria.get("/imports/1/rejects"))
    sheet["B5"] = OTHER_CODE
    mended = io.BytesIO()
    sheet.parent.save(mended)

    upload(maria, mended.getvalue(), "改好.xlsx")
    page = maria.get("/imports/2").text
    maria.post("/imports/2/apply", {})

    assert "未接收的原因" not in page  # the columns of ours are no columns of the register
    with app.app_context(), reading() as session:
        written = select(YearlyFigures).join(Enterprise).where(Enterprise.credit_code == OTHER_CODE)
        years = {row.year: (row.revenue, row.employees) for row in session.scalars(written)}
    assert years == {2024: (700_000_050, 12), 2025: (8_000_000 * FEN_IN_YUAN, 13)}


def test_rows_of_enterprises_nobody_knows_come_back_with_their_cells(app, maria, at_once, workbook):  # noqa: F811
    headings = ["企业名称", "统一社会信用代码", "年度", "营业收入（元）"]
    content = workbook({"经营指标": [headings, [NAME, CODE, 2025, 5_000]]}).read_bytes()
    upload(maria, content)

    before = list(openpyxl.load_workbook(io.BytesIO(maria.get("/imports/1/rejects").data))["经营指标"].values)
    maria.post("/imports/1/apply", {})
    after = list(openpyxl.load_workbook(io.BytesIO(maria.get("/imports/1/rejects").data))["经营指标"].values)

    assert before[1][:4] == (NAME, CODE, 2025, 5_000)
    assert "请先登记该企业" in before[1][4]
    assert after == before
    assert not BatchStore.of(app.config["SETTINGS"], 1).upload.exists()


def test_what_is_left_out_for_two_reasons_is_one_row(maria, at_once, workbook):  # noqa: F811
    headings = ["企业名称", "统一社会信用代码", "年度", "营业收入"]
    roll = [["企业名称", "统一社会信用代码", "主导产品"], [NAME, CODE, "稀土"]]
    upload(maria, workbook({"企业台账": roll, "经营指标": [headings, [NAME, CODE, "2025年上半年", 5]]}).read_bytes())

    rows = list(openpyxl.load_workbook(io.BytesIO(maria.get("/imports/1/rejects").data))["经营指标"].values)

    assert len(rows) == 2
    assert "不是整年" in rows[1][4]


def test_the_act_says_each_thing_once_as_the_preview_did(app, maria, at_once, book):  # noqa: F811
    upload(maria, book.read_bytes())
    store = BatchStore.of(app.config["SETTINGS"], 1)
    before = store.read_findings().findings

    maria.post("/imports/1/apply", {})

    assert store.read_findings().findings == before

"""Registers, published lists and exports as districts, parks, tax offices and statisticians lay them out."""

from datetime import date

import pytest
import xlsxwriter

from crm.config.settings import ROOT
from crm.imports.workbook.refusals import Refusal
from crm.money import FEN_IN_WAN
from tests.imports.books import CODE, FIGURES, NAME, notes, stage

FILES = ROOT / "tests" / "fixtures" / "imports" / "layouts"
FACTS = (
    "revenue", "main_revenue", "rd_expense", "net_profit", "total_assets", "total_liabilities", "employees", "rd_staff",
)  # fmt: skip
FIRST = "91110107MA91000006"
# File: enterprises, figures (rows and cells), titles, visits.
READ = {
    "L1a-published-list-with-code.xlsx": (0, 0, 0, 18, 0),
    "L2-two-row-header-years.xlsx": (18, 54, 324, 0, 0),
    "L3-one-sheet-per-street.xlsx": (18, 0, 0, 0, 0),
    "L4-years-as-columns.xlsx": (18, 54, 180, 18, 0),
    "L6-tax-office.xlsx": (0, 36, 144, 0, 0),
    "L7-statistics-qianyuan.xlsx": (0, 36, 180, 0, 0),
    "L9-titles-as-columns.xlsx": (18, 0, 0, 18, 0),
    "L10-park-visit-log.xlsx": (18, 0, 0, 0, 14),
    "L11-gb18030.csv": (18, 0, 0, 0, 0),
    "L11-utf8-bom.csv": (18, 0, 0, 0, 0),
    "L11-html-as.xls": (18, 0, 0, 0, 0),
    "L12-wps-office.xlsx": (18, 0, 0, 0, 0),
    "L15-grant-days.xlsx": (18, 0, 0, 12, 0),
}


@pytest.mark.parametrize("name", READ)
def test_a_layout_is_read_whole(name):
    staged = stage(FILES / name)

    cells = sum(row.values.get(fact) is not None for row in staged.figures for fact in FACTS)
    counted = (len(staged.enterprises), len(staged.figures), cells, len(staged.titles), len(staged.visits))
    assert counted == READ[name]


def figures(name):
    return {row.year: row for row in stage(FILES / name).figures if row.uscc == FIRST}


def test_groups_of_columns_are_years():
    read = figures("L2-two-row-header-years.xlsx")

    assert read[2023].values["revenue"] == 490_024 * FEN_IN_WAN // 100
    assert (read[2024].values["revenue"], read[2025].values["revenue"]) == (
        5122 * FEN_IN_WAN,
        612_223 * FEN_IN_WAN // 100,
    )
    assert read[2025].values["employees"] == 40


def test_years_in_headings_are_years():
    read = figures("L4-years-as-columns.xlsx")

    assert (read[2024].values["rd_expense"], read[2024].values["employees"], read[2025].values["employees"]) == (
        358_54 * 10_000,
        None,
        40,
    )


def test_a_period_from_end_to_end_is_a_year_and_the_unit_stands_in_the_title():
    assert figures("L6-tax-office.xlsx")[2025].values["revenue"] == 61_222_300 * 100


def test_statistics_are_in_thousands():
    assert figures("L7-statistics-qianyuan.xlsx")[2025].values["rd_expense"] == 4_285_600 * 100


def test_titles_as_columns_have_their_days_and_a_slash_is_none():
    titles = stage(FILES / "L9-titles-as-columns.xlsx").titles

    assert [(title.tier, title.granted_on) for title in titles[:3]] == [
        ("srdi", date(2024, 4, 8)), ("innovative", date(2024, 5, 8)), ("little_giant", date(2024, 6, 8)),
    ]  # fmt: skip


def test_the_heading_over_a_published_list_names_the_title_and_a_span_its_last_day():
    title = stage(FILES / "L1a-published-list-with-code.xlsx").titles[0]

    assert (title.tier, title.granted_on, title.expires_on) == ("srdi", date(2024, 5, 8), date(2027, 5, 7))


def test_the_name_of_a_sheet_is_the_street_of_its_enterprises():
    streets = [enterprise.street for enterprise in stage(FILES / "L3-one-sheet-per-street.xlsx").enterprises]

    assert streets[:4] == ["八宝山", "八宝山", "老山", "老山"]
    assert set(streets) >= {"金顶街", "五里坨"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("L1b-published-list-no-code.xlsx", "code_missing"), ("L1c-published-list-name-code.xlsx", "grant_day_missing")],
)
def test_of_a_list_without_codes_or_days_every_row_waits_for_a_person(name, reason):
    staged = stage(FILES / name)

    assert staged.titles == []
    assert [finding.reason for finding in staged.findings] == [reason] * 18


def test_columns_that_are_not_read_are_named():
    (sheet,) = stage(FILES / "L6-tax-office.xlsx").sheets

    assert sheet.unknown_columns == ["序号", "主管税务所（科、分局）", "登记状态", "利润总额"]


@pytest.mark.parametrize("words", ["2025年上半年", "2025年1-6月", "2025年第三季度", "2025Q3", "202506月"])
def test_a_part_of_a_year_is_no_year(staged, words):
    read = staged({"经营指标": [["单位：万元"], FIGURES, [NAME, CODE, words, 5]]})

    assert read.figures == []
    assert notes(read) == [("row 3", "part_of_a_year")]


def test_cells_merged_over_several_rows_belong_to_each_of_them(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("经营指标")
        sheet.write_row(0, 0, FIGURES)
        sheet.merge_range(1, 0, 2, 0, NAME)
        sheet.merge_range(1, 1, 2, 1, CODE)
        sheet.write_row(1, 2, [2024, 5])
        sheet.write_row(2, 2, [2025, 6])

    assert [(row.uscc, row.year) for row in stage(path).figures] == [(CODE, 2024), (CODE, 2025)]


def test_text_that_is_no_table_is_refused(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_text("只是一段话\n没有表格\n", encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        stage(path)

    assert refused.value.code == "file_no_workbook"

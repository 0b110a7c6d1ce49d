"""What stands around a table counts for its rows: units in a row, years, days of a published list."""

from datetime import date

import pytest

from crm.imports.cells.days import YEAR_OVER_THE_TABLE
from crm.imports.workbook.refusals import Refusal
from crm.money import FEN_IN_WAN, FEN_IN_YUAN
from tests.imports.books import CODE, NAME, notes

FIGURES = ["企业名称", "统一社会信用代码", "营业收入", "研发费用", "从业人员"]
ROW = [NAME, CODE, 5, 2, 3]


def test_a_row_of_units_under_the_header_counts_for_its_columns(staged):
    rows = [["2025年度情况"], FIGURES, [None, None, "千元", "（元）", "人"], ROW]

    (figures,) = staged({"Sheet1": rows}).figures

    assert figures.values["revenue"] == 5_000 * FEN_IN_YUAN
    assert (figures.values["rd_expense"], figures.values["employees"]) == (2 * FEN_IN_YUAN, 3)


@pytest.mark.parametrize(
    "title", ["2025年度企业经营情况表", "企业经营情况（2025年1-12月）", "石景山区2025年企业情况"]
)
def test_a_year_over_the_table_is_that_of_its_rows(staged, title):
    assert [row.year for row in staged({"Sheet1": [[title], FIGURES, ROW]}).figures] == [2025]


@pytest.mark.parametrize("name", ["2025", "2025年", "2025年经营情况"])
def test_the_name_of_a_sheet_may_be_its_year(staged, name):
    assert [row.year for row in staged({name: [FIGURES, ROW]}).figures] == [2025]


@pytest.mark.parametrize(
    "title",
    [
        "2026年第三季度经营情况",
        "2026年上半年情况",
        "填报日期：2026年1月15日",
        "2026年1-6月",
        "2024年至2025年情况",
        "2025年第一批",
    ],
)
def test_a_quarter_a_day_or_a_batch_over_the_table_is_no_year(staged, title):
    with pytest.raises(Refusal) as refused:
        staged({"Sheet1": [[title], FIGURES, ROW]})

    assert refused.value.code == "column_missing"


def test_the_day_on_which_a_list_was_filled_in_is_not_its_year(staged):
    rows = [["2025年度企业经营情况表"], ["填报日期：2026年1月15日"], FIGURES, ROW]

    assert [row.year for row in staged({"Sheet1": rows}).figures] == [2025]


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("（认定时间：2024年5月8日，有效期至2027年5月7日）", date(2027, 5, 7)),
        ("公告日期：2024年5月8日 有效期：2024年5月8日至2027年5月7日", date(2027, 5, 7)),
        ("发证日期2024-05-08", date(2027, 5, 7)),
    ],
)
def test_the_days_over_a_published_list_are_those_of_its_titles(staged, line, last):
    rows = [
        ["2024年度第一季度北京市专精特新中小企业名单"],
        [line],
        ["序号", "企业名称", "统一社会信用代码", "主导产品"],
        [1, NAME, CODE, "稀土"],
    ]

    (title,) = staged({"Sheet1": rows}).titles

    assert (title.tier, title.granted_on, title.expires_on) == ("srdi", date(2024, 5, 8), last)


def test_a_day_without_a_year_is_in_the_year_over_the_table_and_said_so(staged):
    heading = ["走访时间", "企业名称", "统一社会信用代码", "走访人", "走访形式"]

    book = staged({"Sheet1": [["2026年走访台账"], heading, ["3月15日上午", NAME, CODE, "赵敏", "走访"]]})

    assert [visit.on for visit in book.visits] == [date(2026, 3, 15)]
    assert notes(book) == [("A3", YEAR_OVER_THE_TABLE)]


def test_rows_of_a_short_table_are_no_notes_below_it(staged):
    rows = [["2025年度情况"], FIGURES, ["北京人民币元宝有限公司", CODE, 5, 2, 3]]

    (figures,) = staged({"Sheet1": rows}).figures

    assert figures.values["revenue"] == 5 * FEN_IN_WAN

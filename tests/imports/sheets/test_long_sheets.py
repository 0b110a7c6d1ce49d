"""One row for each enterprise, indicator and year: what goes by a figure is read, everything else is named."""

import pytest

from tests.imports.books import CODE, NAME, OTHER_CODE, notes

LONG = ["企业名称", "统一社会信用代码", "指标名称", "年度", "数值", "单位"]
YUAN = 100


def read(staged, *rows, heading=LONG):
    return staged({"Sheet1": [heading, *rows]})


def figures_of(staged):
    return {
        (row.uscc, row.year, name): value for row in staged.figures for name, value in row.values.items() if value
    }


def test_each_row_is_one_figure_in_its_own_unit(staged):
    book = read(
        staged,
        [NAME, CODE, "营业收入", 2024, 100, "万元"],
        [NAME, CODE, "营业收入", 2025, "200", "千元"],
        [NAME, CODE, "研发费用", "2025年", 300_000, "元"],
        [NAME, CODE, "从业人员", 2025, 33, "人"],
        ["北京星博有限公司", OTHER_CODE, "资产总计", 2025, 5, "百万元"],
    )

    assert figures_of(book) == {
        (CODE, 2024, "revenue"): 1_000_000 * YUAN, (CODE, 2025, "revenue"): 200_000 * YUAN,
        (CODE, 2025, "rd_expense"): 300_000 * YUAN, (CODE, 2025, "employees"): 33,
        (OTHER_CODE, 2025, "total_assets"): 5_000_000 * YUAN,
    }  # fmt: skip
    assert book.findings == []
    assert book.sheets[0].unknown_columns == []


def test_indicators_without_a_figure_are_named_with_how_often_they_stand_there(staged):
    rows = [[NAME, CODE, "用电量", year, 5, "千瓦时"] for year in (2024, 2025)]

    book = read(staged, *rows, [NAME, CODE, "营业收入", 2025, 5, "万元"])

    (finding,) = book.findings
    assert (finding.reason, finding.text, finding.values["count"]) == ("indicator_unknown", "用电量", 2)


def test_an_amount_in_another_currency_is_not_read_and_named(staged):
    book = read(staged, [NAME, CODE, "营业收入", 2025, 5, "万美元"], [NAME, CODE, "从业人员", 2025, 5, "人"])

    assert figures_of(book) == {(CODE, 2025, "employees"): 5}
    assert [(each.reason, each.text) for each in book.findings] == [("unit_unknown", "营业收入")]


def test_the_unit_may_stand_beside_the_indicator_and_the_year_over_the_table(staged):
    heading = ["信用代码", "单位名称", "指标", "本期值"]

    book = staged({"Sheet1": [["2025年度主要指标"], heading, [CODE, NAME, "营业收入（千元）", 7]]})

    assert figures_of(book) == {(CODE, 2025, "revenue"): 7_000 * YUAN}


def test_an_indicator_told_twice_is_merged_or_left_for_a_person(staged):
    row = [NAME, CODE, "营业收入", 2025, 5, "万元"]

    assert [reason for _, reason in notes(read(staged, row, row))] == ["repeated"]
    assert [reason for _, reason in notes(read(staged, row, [*row[:4], 6, "万元"]))] == ["year_twice"]


@pytest.mark.parametrize("heading", [["指标", "值"], ["项目", "金额"], ["统计指标", "本年累计"]])
def test_a_long_sheet_goes_by_many_words(staged, heading):
    book = read(staged, [NAME, CODE, 2025, "营业收入（万元）", 5], heading=[*LONG[:2], "年份", *heading])

    assert figures_of(book) == {(CODE, 2025, "revenue"): 50_000 * YUAN}


def test_an_indicator_of_which_nothing_names_the_unit_waits_for_an_answer(staged):
    heading = [*LONG[:2], "年份", "指标", "值"]

    book = read(staged, [NAME, CODE, 2025, "营业收入", 5], heading=heading)

    assert [(each.note, each.reason, each.text) for each in book.findings] == [("held", "unit_unnamed", "营业收入")]


def test_years_may_head_the_columns_of_values(staged):
    heading = ["单位详细名称", "统一社会信用代码", "指标名称", "代码", "2025年", "2024年", "2025年1-6月"]
    rows = [[NAME, CODE, "营业收入", "301", 61_222, 5_000, 9], [NAME, CODE, "从业人员", "303", 60, 50, 9]]

    book = staged({"Sheet1": [["计量单位：千元"], heading, *rows]})

    assert figures_of(book) == {
        (CODE, 2025, "revenue"): 61_222_000 * YUAN, (CODE, 2024, "revenue"): 5_000_000 * YUAN,
        (CODE, 2025, "employees"): 60, (CODE, 2024, "employees"): 50,
    }  # fmt: skip
    assert book.sheets[0].unknown_columns == ["代码", "2025年1-6月"]

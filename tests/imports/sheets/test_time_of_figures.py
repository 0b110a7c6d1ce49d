"""The time of figures: this year and the one before, plans and what came of them, parts of a year."""

from __future__ import annotations

import pytest

from crm.money import FEN_IN_WAN
from tests.imports.books import CODE, NAME, notes

OWN = ["企业名称", "统一社会信用代码"]
OVER = ["2025年企业经营情况（单位：万元）"]


def figures(read):
    return {
        (row.year, field): value // FEN_IN_WAN
        for row in read.figures
        for field, value in row.values.items()
        if value is not None
    }


def read_columns(staged, headings, cells, *, over=OVER, groups=None):
    rows = [over, *([["", "", *groups]] if groups else []), [*OWN, *headings], [NAME, CODE, *cells]]
    return staged({"Sheet1": rows})


@pytest.mark.parametrize(
    "headings",
    [
        ["营业收入本年", "营业收入上年"],
        ["本年营业收入", "去年营业收入"],
        ["营业收入（本期）", "营业收入（上年同期）"],
        ["营业收入本年累计", "营业收入上年同期"],
    ],
)
def test_this_year_and_the_year_before_stand_side_by_side(staged, headings):
    read = read_columns(staged, headings, [500, 400])

    assert figures(read) == {(2025, "revenue"): 500, (2024, "revenue"): 400}
    assert read.sheets[0].unknown_columns == []


def test_they_may_stand_below_their_figures_or_over_them(staged):
    below = read_columns(
        staged, ["本年", "上年", "本年", "上年"], [500, 400, 30, 20], groups=["营业收入", "", "净利润", ""]
    )
    over = read_columns(
        staged, ["营业收入", "净利润", "营业收入", "净利润"], [500, 30, 400, 20], groups=["本年", "", "上年", ""]
    )

    assert figures(below) == figures(over)
    assert figures(below) == {
        (2025, "revenue"): 500, (2024, "revenue"): 400, (2025, "net_profit"): 30, (2024, "net_profit"): 20,
    }  # fmt: skip


def test_the_year_before_counts_back_from_the_year_of_the_row(staged):
    read = read_columns(staged, ["年度", "本年营业收入", "上年营业收入"], [2023, 5, 4], over=["单位：万元"])

    assert figures(read) == {(2023, "revenue"): 5, (2022, "revenue"): 4}


def test_what_stood_when_a_year_began_is_that_of_the_year_before(staged):
    groups = ["资产总额", "", "营业收入", ""]
    read = read_columns(staged, ["年初数", "期末数", "年初", "本年"], [3, 4, 1, 2], groups=groups)

    assert figures(read) == {(2024, "total_assets"): 3, (2025, "total_assets"): 4, (2025, "revenue"): 2}
    assert read.sheets[0].unknown_columns == ["年初"]


@pytest.mark.parametrize(
    ("planned", "done"),
    [("营业收入计划", "营业收入完成"), ("营业收入（目标）", "营业收入（实际）"), ("预计营业收入", "营业收入")],
)
def test_of_a_plan_and_what_came_of_it_only_the_second_is_read(staged, planned, done):
    read = read_columns(staged, [planned, done, "营业收入完成率"], [500, 400, 0.8])

    assert figures(read) == {(2025, "revenue"): 400}
    assert read.sheets[0].unknown_columns == [planned, "营业收入完成率"]


def test_a_plan_may_stand_below_its_figure(staged):
    read = read_columns(staged, ["计划", "完成", "同比"], [500, 400, 3], groups=["营业收入", "", ""])

    assert figures(read) == {(2025, "revenue"): 400}
    assert read.sheets[0].unknown_columns == ["计划", "同比"]


@pytest.mark.parametrize(
    "words",
    [
        "2025年营业收入（1-9月）", "2025年营业收入（上半年）", "2025年营业收入（预计）", "营业收入（一季度）",
        "营业收入（1-6月）", "营业收入（增速）", "营业收入（前年）", "营业收入（上上年）",
        "营业收入（三年平均）", "12月营业收入", "营业收入（境外）",
    ],
)  # fmt: skip
def test_what_is_no_figure_of_a_whole_year_is_named(staged, words):
    read = read_columns(staged, ["2024年净利润", words], [1, 500])

    assert figures(read) == {(2024, "net_profit"): 1}
    assert read.sheets[0].unknown_columns == [words]


@pytest.mark.parametrize("group", ["2025年上半年", "2025年三季度", "2025年1-9月", "2025年计划"])
def test_a_group_may_be_a_part_of_a_year(staged, group):
    headings = ["营业收入", "净利润", "营业收入", "净利润"]
    read = read_columns(staged, headings, [1, 2, 3, 4], over=["单位：万元"], groups=[group, "", "2024年", ""])

    assert figures(read) == {(2024, "revenue"): 3, (2024, "net_profit"): 4}
    assert read.sheets[0].unknown_columns == [f"{group} 营业收入", f"{group} 净利润"]


@pytest.mark.parametrize(
    "over", ["2025年上半年企业经营情况", "2025年1-9月主要指标", "2025年企业经营计划", "2025年第三季度"]
)
def test_the_lines_over_a_table_may_say_that_its_year_is_a_part_or_planned(staged, over):
    rows = [[f"{over}（单位：万元）"], [*OWN, "年度", "营业收入"], [NAME, CODE, 2025, 5], [NAME, CODE, 2024, 9]]
    read = staged({"Sheet1": rows})

    assert figures(read) == {(2024, "revenue"): 9}
    assert notes(read) == [("row 3", "figures_of_a_part")]


def test_december_and_the_whole_of_a_year_are_no_parts(staged):
    read = read_columns(
        staged, ["营业收入（1-12月）", "资产总额（12月末）"], [5, 6], over=["2025年1-12月（单位：万元）"]
    )

    assert figures(read) == {(2025, "revenue"): 5, (2025, "total_assets"): 6}


@pytest.mark.parametrize(
    "over", ["2025年度企业情况（2025年12月）", "2025年度经营目标完成情况", "“十四五”发展计划重点企业2025年经营数据"]
)
def test_a_date_of_printing_and_what_came_of_a_plan_leave_a_year_whole(staged, over):
    read = read_columns(staged, ["年度", "营业收入"], [2025, 5], over=[f"{over}（单位：万元）"])

    assert figures(read) == {(2025, "revenue"): 5}

"""Wherever a sheet says its unit, amounts are read in it; where nobody can calculate with it, nothing is read."""

import pytest

from crm.config.settings import ROOT
from crm.imports.cells.units import UnknownUnit, read_stated_unit, read_unit_word, without_unit
from crm.money import FEN_IN_WAN
from tests.imports.books import CODE, FIGURES, NAME, OTHER_CODE, notes, stage

FILES = ROOT / "tests" / "fixtures" / "imports" / "unit-words"
YUAN = 100
OTHER = "北京星博有限公司"
SENT = 52_000_000
UNITS = {
    "a-元不含税": 1,
    "b-人民币：元": 1,
    "c-百万元": 1_000_000,
    "d-slash": 1,
    "f-space": 1,
    "i-百万元above": 1_000_000,
    "k-元": 1,
    "l-计量单位": 1,
    "m-（元）in title": 1,
    "n-paren": 1,
    "o-unit space": 1,
    "p-金额单位为": 1,
}


@pytest.mark.parametrize("name", UNITS)
def test_an_amount_is_read_in_the_unit_the_sheet_says(name):
    staged = stage(FILES / f"{name}.xlsx")

    assert [figures.values["revenue"] for figures in staged.figures] == [SENT * UNITS[name] * YUAN] * 2
    assert [figures.values["employees"] for figures in staged.figures] == [120] * 2


def test_a_currency_without_a_unit_leaves_the_columns_unread_and_says_so():
    staged = stage(FILES / "h-RMB.xlsx")

    assert {figures.values["revenue"] for figures in staged.figures} == {None}
    assert [figures.values["employees"] for figures in staged.figures] == [120] * 2
    assert [reason for _, reason in notes(staged)].count("unit_unknown") == 6


NAMED = {
    "元": 1, "元，不含税": 1, "人民币：元": 1, "单位：万元": 10_000, "万元，合并口径": 10_000, "RMB 千元": 1_000,
    "亿元": 100_000_000, "千万元": 10_000_000, "百万元": 1_000_000, "百万": 1_000_000, "千": 1_000, "亿": 100_000_000,
    "千万，含税": 10_000_000, "元、角分": 1, "以元为单位": 1, "元/年": 1, "保留两位小数，万元": 10_000,
    "人民币万圆": 10_000,
}  # fmt: skip


@pytest.mark.parametrize("words", NAMED)
def test_words_name_a_unit(words):
    assert read_unit_word(words) == NAMED[words] * YUAN


@pytest.mark.parametrize(
    "words",
    [
        *(
            "美元",
            "万美元",
            "USD",
            "港币万元",
            "RMB",
            "人民币",
            "元/万元",
            "%",
            "占比",
            "千欧元",
            "K元",
            "M",
            "十亿元",
        ),
        *("角", "CNY'000", "thousand yuan", "百分比", "¥"),
    ],
)
def test_other_currencies_shares_and_two_units_are_no_unit_to_calculate_with(words):
    assert isinstance(read_unit_word(words), UnknownUnit)


@pytest.mark.parametrize(
    "words", ["不含税", "合并口径", "上年度", "经审计", "人", "多元化业务", "元器件类", "百强企业", "第十批"]
)
def test_words_about_something_else_name_no_unit(words):
    assert read_unit_word(words) is None


@pytest.mark.parametrize(
    ("line", "yuan"),
    [
        ("单位：元、人", 1),
        ("（单位：人民币元）", 1),
        ("金额单位均为万元", 10_000),
        ("2025 年度经营指标（亿元）", 100_000_000),
        ("2025年度经营指标（元，不含税）", 1),
        ("编制单位：北京某公司 单位：元", 1),
        ("填报单位：区科委    金额单位：千元", 1_000),
        ("本表以元为单位", 1),
        ("以下金额均为人民币元", 1),
        ("金额：千元", 1_000),
        ("单位：元；从业人员单位：人", 1),
    ],
)
def test_a_line_states_the_unit_of_a_sheet(line, yuan):
    assert read_stated_unit(line) == yuan * YUAN


@pytest.mark.parametrize(
    "line",
    [
        *("填报单位：某某元器件公司", "单位负责人：万元华", "主管单位：区经信局", "责任单位", "企业经营情况表"),
        *("石景山区企业名单（第十批）", "注册资本5000万元以上的企业", "2026年元旦走访", "多元化企业名单"),
    ],
)
def test_the_name_of_a_body_states_no_unit(line):
    assert read_stated_unit(line) is None


@pytest.mark.parametrize("line", ["金额单位：元 金额单位：万元", "Unit: RMB 1,000", "经营情况表（美元）"])
def test_a_line_that_states_no_unit_to_calculate_with_leaves_the_amounts_unread(line):
    assert isinstance(read_stated_unit(line), UnknownUnit)


@pytest.mark.parametrize("mark", ["：元", "，元", "—元", "|元", "〔元〕", "｛元｝", "<元>", "《元》", "·元", "元"])
def test_a_heading_may_name_its_unit_in_any_brackets_or_behind_any_mark(staged, mark):
    heading = [*FIGURES[:3], f"营业收入{mark}"]

    (figures,) = staged({"经营指标": [heading, [NAME, CODE, 2025, 5_000_000]]}).figures

    assert figures.values["revenue"] == 5_000_000 * YUAN


def test_the_unit_of_a_column_goes_before_that_of_its_group(staged):
    rows = [[*FIGURES[:2], "2025年（万元）", None], [*FIGURES[:2], "营业收入（元）", "研发费用"], [NAME, CODE, 5, 5]]

    (figures,) = staged({"经营指标": rows}).figures

    assert (figures.values["revenue"], figures.values["rd_expense"]) == (5 * YUAN, 50_000 * YUAN)


def test_a_unit_behind_a_heading_is_parted_from_it():
    assert without_unit("营业收入/元") == ("营业收入", YUAN)
    assert without_unit("营业收入 万元") == ("营业收入", 10_000 * YUAN)
    assert without_unit("营业收入") == ("营业收入", None)


def test_tables_below_each_other_have_units_of_their_own(staged):
    headings = ["企业名称", "统一社会信用代码", "年度"]
    rows = [
        ["表一 收入情况（单位：万元）"], [*headings, "营业收入"], [NAME, CODE, 2025, 500], [],
        ["表二 资产情况（单位：元）"], [*headings, "资产总额"], [NAME, CODE, 2025, 7_000_000],
        ["合计", "", "", 7_000_000], [],
        ["单位：亿元"], [*headings, "资产总额"], [OTHER, OTHER_CODE, 2025, 2],
    ]  # fmt: skip
    read = staged({"Sheet1": rows})

    assert [(each.uscc, each.values["revenue"], each.values["total_assets"]) for each in read.figures] == [
        (CODE, 500 * FEN_IN_WAN, 700 * FEN_IN_WAN), (OTHER_CODE, None, 20_000 * FEN_IN_WAN),
    ]  # fmt: skip
    assert [(sheet.header_row, sheet.kind) for sheet in read.sheets] == [
        (2, "经营指标"),
        (6, "经营指标"),
        (11, "经营指标"),
    ]
    assert [each.reason for each in read.findings if each.note != "merged"] == []


def test_the_rows_of_a_second_table_are_never_read_under_the_headings_of_the_first(staged):
    headings = ["企业名称", "统一社会信用代码", "年度"]
    rows = [
        ["单位：万元"], [*headings, "营业收入"], [NAME, CODE, 2025, 500], [],
        [*headings, "资产总额"], [OTHER, OTHER_CODE, 2025, 5_000], [None, "123", 2025, 8],
    ]  # fmt: skip
    read = staged({"Sheet1": rows})

    assert [(each.uscc, each.values["revenue"], each.values["total_assets"]) for each in read.figures] == [
        (CODE, 500 * FEN_IN_WAN, None), (OTHER_CODE, None, 5_000 * FEN_IN_WAN),
    ]  # fmt: skip
    assert [each.reason for each in read.findings] == ["unit_unnamed", "code_length"]


def test_a_header_printed_again_on_the_next_page_is_no_second_table(staged):
    headings = ["企业名称", "统一社会信用代码", "年度", "营业收入"]
    rows = [["单位：元"], headings, [NAME, CODE, 2025, 500], ["续表"], headings, [OTHER, OTHER_CODE, 2025, 5_000]]
    read = staged({"Sheet1": rows})

    assert [each.values["revenue"] for each in read.figures] == [500 * 100, 5_000 * 100]
    assert len(read.sheets) == 1

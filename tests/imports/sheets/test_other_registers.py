"""What the cases show, in other layouts and words: each is read as a person reads it, or named."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from crm.imports.sheets.staged import StagedRegister
from crm.imports.workbook.refusals import Refusal
from crm.money import FEN_IN_WAN
from tests.imports.books import CODE, ENTERPRISES, NAME, OTHER_CODE, VISITS, notes, stage

WAN, YI, YUAN, QIAN = FEN_IN_WAN, 10_000 * FEN_IN_WAN, 100, 100_000
UNREAD = None
UNITS = {
    "营业收入（仟元）": QIAN,
    "营业收入/佰万元": 100 * WAN,
    "营业收入（10万元）": 10 * WAN,
    "营业收入（Mn）": UNREAD,
    "营业收入(万元,含税)": WAN,
    "营业收入【万元】": WAN,
    "营业收入（单位:千元）": QIAN,
    "营业收入_亿元": YI,
    "营业收入（以万元计）": WAN,
    "营业收入〔百万元〕": 100 * WAN,
    "营业收入\n单位：百万元": 100 * WAN,
    "营业收入单位：元": YUAN,
    "营业收入（万元/年）": WAN,
    "营业收入（亿元，保留两位小数）": YI,
    "营业收入（万美元）": UNREAD,
    "营业收入（港币万元）": UNREAD,
    "营业收入（k）": UNREAD,
    "营业收入（万元/人）": UNREAD,
    "营业收入（元／户）": UNREAD,
    "营业收入（万元/人·年）": UNREAD,
    "营业收入（人均，万元）": UNREAD,
    "营业收入（万元每人）": UNREAD,
}
AROUND = {
    "金额单位：仟元": QIAN,
    "单位：萬元": WAN,
    "币种：美元 单位：万": UNREAD,
    "单位：万元、%": WAN,
    "单位：千元；%": QIAN,
    "单位：人、万元": WAN,
    "以下金额均以千元为单位": QIAN,
    "单 位：千元": QIAN,
    "货币单位：元": YUAN,
    "单位：美元": UNREAD,
    "Unit: RMB'000": UNREAD,
}
SHOWN = {
    (5_000_000, '0.00,,"亿"'): 5 * YI,
    (5, '0"亿元"'): 5 * YI,
    (5000, '0!.0,"万"'): WAN // 2,
    (0.5, "# ?/?"): WAN // 2,
    (0.035, "0.0%"): UNREAD,
    (500, "$#,##0"): UNREAD,
    (500, '"保密"'): UNREAD,
    (45000, "yyyy-mm-dd"): UNREAD,
}
COMPANY, FORMER = "北京蓝京有限公司", "北京旧名有限公司"
NOTHING_ASKED = ["无明显诉求", "无；", "未提出", "目前无", "企业暂无诉求", "无诉求，运行正常", "没有其他问题。"]
ASKED = ["无厂房可租", "未拿到补贴", "没有资金", "融资困难"]
NO_ENTERPRISES = [
    ["单位负责人（签字）：", "", "填表人：", "", "2026年1月5日"],
    ["本页小计", 1],
    ["古城街道小计", 1],
    ["其中：规上", 3],
    ["2026年1月5日"],
    ["（续上表）"],
    ["分管领导：", "", "填表日期：2026年1月5日"],
    ["承办人：张三 联系电话：68870000"],
    [2, None, None, None, None],
]


Made = Callable[[dict[str, list[list[Any]]]], StagedRegister]


@pytest.fixture
def shown(tmp_path):
    """Reads one figure under a heading, a line over the table and a number format."""

    def read(heading="营业收入", cell: Any = 500, shape="General", over="", sheet="经营指标") -> int | None:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, [over])
            page.write_row(1, 0, ["企业名称", "统一社会信用代码", "年度", heading])
            page.write_row(2, 0, [NAME, CODE, 2025])
            page.write(2, 3, cell, book.add_format({"num_format": shape}))
        staged = stage(path)
        value = staged.figures[0].values["revenue"]
        assert value is not None or [each for each in staged.findings if each.note == "unreadable"]
        return value

    return read


def test_units_in_headings_and_around_the_table(shown):
    assert {words: shown(words, 1) for words in UNITS} == UNITS
    assert {words: shown(over=words, cell=1) for words in AROUND} == AROUND


def test_a_unit_in_the_name_of_the_sheet_counts_where_no_line_states_one(shown):
    assert shown(sheet="经营指标（千元）", cell=1) == QIAN
    assert shown(sheet="经营指标（千元）", cell=1, over="单位：元") == YUAN
    assert shown("营业收入（亿元）", sheet="经营指标（千元）", cell=1) == YI


def test_a_cell_is_read_as_it_shows(shown):
    assert {key: shown(cell=key[0], shape=key[1]) for key in SHOWN} == SHOWN


def test_a_remark_behind_a_name_is_left_out_and_named(staged: Made):
    read = staged({"企业台账": [ENTERPRISES, [f"{COMPANY}（异常）", CODE, "古城"]]})

    assert read.enterprises[0].name == COMPANY
    assert notes(read) == [("A2", "name_without_remark")]


def test_a_ditto_mark_with_nothing_above_it_is_nobody(staged: Made):
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE, "古城", None, "同上"]]})

    assert read.enterprises[0].steward is None
    assert notes(read) == [("row 2", "ditto_of_nothing")]


def test_a_number_too_short_to_be_called_is_named(staged: Made):
    headings = ["企业名称", "统一社会信用代码", "街道", "联系人", "移动电话"]
    read = staged({"企业台账": [headings, [NAME, CODE, "古城", "张三", "1380013800"]]})

    assert notes(read) == [("E2", "not_a_number")]


def test_rows_below_a_register_that_are_no_enterprises(staged: Made):
    headings = ["序号", "企业名称", "统一社会信用代码", "所属街道", "服务管家"]
    read = staged({"企业台账": [headings, [1, NAME, CODE, "古城", "张三"], *NO_ENTERPRISES]})

    assert [each.uscc for each in read.enterprises] == [CODE]
    assert {each.note for each in read.findings} <= {"remark"}


def test_a_visit_asks_for_something_or_for_nothing(staged: Made):
    rows = [["2026-03-05", NAME, CODE, "面谈", "张三", None, None, said, None] for said in [*NOTHING_ASKED, *ASKED]]
    headings = [{"情况记录": "沟通内容", "服务管家": "走访干部"}.get(each, each) for each in VISITS]

    visits = staged({"走访记录": [headings, *rows]}).visits

    assert [visit.demand for visit in visits] == [*(None for _ in NOTHING_ASKED), *ASKED]
    assert {visit.steward for visit in visits} == {"张三"}


@pytest.mark.parametrize("word", ["暂", "暂时", "企业", "无", "没有", "提出", "生产经营"])
def test_a_word_that_is_repeated_holds_no_reader_up(staged: Made, word: str):
    said = f"{word * (26 // len(word))}停，请协调"
    began = time.process_time()

    row = ["2026-03-05", NAME, CODE, "面谈", "张三", None, None, said, None]
    [visit] = staged({"走访记录": [VISITS, row]}).visits

    assert visit.demand == said
    assert time.process_time() - began < 1


def test_a_sheet_that_bears_its_name_needs_no_more_than_whom_it_lists(staged: Made):
    read = staged({"企业台账": [["企业名称", "统一社会信用代码"], [NAME, CODE], ["北京星博有限公司", OTHER_CODE]]})

    assert [each.uscc for each in read.enterprises] == [CODE, OTHER_CODE]


def test_other_headings_of_a_list_of_titles(staged: Made):
    rows = [
        ["企业名称", "统一社会信用代码", "资质类型", "获得时间", "到期时间"],
        [NAME, CODE, "专精特新", "二〇二四年三月一日", None],
    ]

    assert [each.granted_on for each in staged({"称号": rows}).titles] == [date(2024, 3, 1)]


def test_the_street_may_stand_over_the_table_or_with_a_count_in_the_name_of_the_sheet(staged: Made):
    headings = ["企业名称", "统一社会信用代码", "主导产品"]
    over = [["石景山区鲁谷街道企业台账"], headings, [NAME, CODE, None]]
    read = staged({"Sheet1": over, "老山街道（1家）": [headings, ["北京星博有限公司", OTHER_CODE, None]]})

    assert [each.street for each in read.enterprises] == ["鲁谷", "老山"]


@pytest.mark.parametrize(
    ("heading", "tier"),
    [
        ("2024年度第三批北京市“专精特新”中小企业公告名单", "srdi"),
        ("关于公布北京市2024年度第一批创新型中小企业名单的通知", "innovative"),
        ("专精特新企业名录", "srdi"),
        ("2024年拟认定北京市专精特新中小企业名单", None),
        ("2024年未通过复核的专精特新中小企业名单", None),
    ],
)
def test_the_heading_over_a_list_names_a_title_only_where_it_was_granted(
    staged: Made, heading: str, tier: str | None
):
    rows = [[heading], ["企业名称", "统一社会信用代码", "公布日期"], [NAME, CODE, "2024-05-08"]]
    try:
        titles = staged({"Sheet1": rows}).titles
    except Refusal:
        titles = []

    assert [each.tier for each in titles] == ([tier] if tier else [])


def test_columns_beside_a_title_say_whether_it_stands_at_which_level_and_by_a_review(staged: Made):
    headings = ["企业名称", "统一社会信用代码", "称号", "级别", "状态", "认定类型", "认定日期"]
    said = [
        ("专精特新", "市级", "有效", "首次认定", "2021-05-08"),
        ("专精特新", "市级", "正常", "复核", "2024-05-08"),
        ("小巨人", "国家级", "已撤销", None, "2024-05-08"),
        ("创新型", "区级", None, None, "2024-05-08"),
        ("创新型", "市级", "公示中", None, "2024-05-08"),
        ("小巨人", "市级", None, None, "2024-05-08"),
    ]
    read = staged({"称号": [headings, *([NAME, CODE, *row] for row in said)]})

    assert [(each.tier, each.granted_on, each.reviewed_on) for each in read.titles] == [
        ("srdi", date(2021, 5, 8), date(2024, 5, 8))
    ]
    left_out = [each.reason for each in read.findings if each.note == "rejected"]
    assert left_out == ["title_not_in_force", "title_unknown", "title_not_in_force", "title_unknown"]


def test_a_patent_that_lapsed_or_was_sold_is_none(staged: Made):
    headings = ["企业名称", "统一社会信用代码", "类型", "名称", "法律状态"]
    states = ["有效", "专利权维持", None, "失效", "实质审查", "已转让", "未缴年费终止"]
    read = staged({"知识产权": [headings, *([NAME, CODE, "发明专利", f"装置{state}", state] for state in states)]})

    assert [each.values["title"] for each in read.items["知识产权"]] == ["装置有效", "装置专利权维持", "装置None"]
    assert {each.reason for each in read.findings} == {"property_not_granted"}


def test_a_column_of_states_alone_makes_no_list_of_titles(staged: Made):
    side = [["企业名称", "统一社会信用代码", "状态"], [NAME, CODE, "正常"]]
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE, "古城"]], "附表": side})

    assert [sheet.kind for sheet in read.sheets] == ["企业台账", None]

"""Sheets as people lay them out: headers anywhere, columns renamed, rows repeated, totals and remarks between."""

from __future__ import annotations

from datetime import date

import pytest

from crm.enterprises.models import FigureName
from crm.imports.sheets.staged import StagedFigures
from crm.imports.sheets.unnamed_units import UNIT_UNNAMED
from crm.imports.workbook.refusals import Refusal
from crm.money import FEN_IN_WAN, FEN_IN_YUAN
from tests.imports.books import CODE, ENTERPRISES, FIGURES, NAME, OTHER_CODE, TITLES, notes


def test_a_header_is_found_below_titles_and_blank_rows(staged):
    read = staged({"台账": [["某区企业台账"], [], ["填报单位：某局"], [], ENTERPRISES, [NAME, CODE, "古城街道"]]})

    assert read.sheets[0].header_row == 5
    assert [(each.row, each.uscc, each.street) for each in read.enterprises] == [(6, CODE, "古城")]


def test_headings_are_matched_by_their_words_in_any_order(staged):
    headings = [
        "统一社会信用代码\n（18位）",
        " 单位名称 ",
        "年份",
        "研发投入(万元)",
        "营业收入\u00a0（万元）",
        "其他",
    ]

    read = staged({"数据": [headings, [CODE, NAME, "2025年", "12.5", "1,234"]]})

    assert read.figures == [
        StagedFigures(
            sheet="数据",
            row=2,
            uscc=CODE,
            year=2025,
            values=dict.fromkeys(FigureName) | {"revenue": 1234 * FEN_IN_WAN, "rd_expense": 125 * FEN_IN_WAN // 10},
        )
    ]
    assert read.sheets[0].unknown_columns == ["其他"]


def test_the_unit_above_the_header_or_in_a_heading_is_heeded(staged):
    headings = ["企业名称", "统一社会信用代码", "年度", "营业收入", "研发费用（万元）"]

    read = staged({"指标": [["单位：元"], headings, [NAME, CODE, 2025, 52_000_000, 12]]})

    assert read.figures[0].values["revenue"] == 52_000_000 * FEN_IN_YUAN
    assert read.figures[0].values["rd_expense"] == 12 * FEN_IN_WAN


def test_a_sheet_that_starts_in_another_column_keeps_its_addresses(staged):
    read = staged({"指标": [[None, None, *FIGURES], [None, None, NAME, CODE, 2025, "约5", 1]]})

    assert notes(read) == [("G1", UNIT_UNNAMED), ("F2", "about")]


def test_blank_rows_totals_and_remarks_are_no_enterprises(staged):
    rows = [ENTERPRISES, [NAME, CODE], [], ["", " "], ["合计", 2], ["注：空白表示未掌握"], ["填表人：某某"]]

    read = staged({"企业台账": rows})

    assert len(read.enterprises) == 1
    assert notes(read) == []


def test_a_header_printed_again_on_the_next_page_is_passed_over(staged):
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE], ENTERPRISES, ["北京星博有限公司", OTHER_CODE]]})

    assert len(read.enterprises) == 2
    assert notes(read) == [("row 3", "header_again")]


def test_a_repeated_row_fills_gaps_and_tells_differences(staged):
    rows = [ENTERPRISES, [NAME, CODE, "古城", None, "赵敏"], [NAME, CODE.lower(), "老山", "新材料", "赵敏"]]

    read = staged({"企业台账": rows})

    assert [(each.street, each.product, each.steward) for each in read.enterprises] == [("古城", "新材料", "赵敏")]
    merged = next(finding for finding in read.findings if finding.note == "merged")
    assert merged.reason == "repeated_with_differences"
    assert (merged.values["first"], merged.values["fields"]) == (2, "所属街道")


def test_the_same_year_twice_is_merged_when_equal_and_rejected_when_not(staged):
    rows = [FIGURES, [NAME, CODE, 2024, 5], [NAME, CODE, 2024, 5], [NAME, CODE, 2025, 5], [NAME, CODE, 2025, 6]]

    read = staged({"经营指标": rows})

    assert [(each.year, each.row) for each in read.figures] == [(2024, 2), (2025, 4)]
    assert notes(read) == [("D1", UNIT_UNNAMED), ("B3", "repeated"), ("row 5", "year_twice")]


def test_figures_that_leap_a_hundredfold_are_read_with_a_warning(staged):
    read = staged({"经营指标": [FIGURES, [NAME, CODE, 2024, 5200, 10], [NAME, CODE, 2025, 52000000, 11]]})

    assert len(read.figures) == 2
    assert notes(read) == [("D1", UNIT_UNNAMED), ("E1", UNIT_UNNAMED), ("D3", "leaps")]


def test_a_row_of_an_enterprise_the_file_does_not_list_waits_for_the_record(staged):
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE]], "经营指标": [FIGURES, [NAME, OTHER_CODE, 2025, 5]]})

    assert [each.uscc for each in read.figures] == [OTHER_CODE]


def test_a_row_without_a_code_is_never_matched_by_its_name(staged):
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE]], "经营指标": [FIGURES, [NAME, None, 2025, 5]]})

    assert read.figures == []
    assert notes(read) == [("D1", UNIT_UNNAMED), ("row 2", "code_missing")]


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("创新型", "innovative"),
        ("创新型中小企业", "innovative"),
        ("北京市“专精特新”中小企业", "srdi"),
        ("市级 专精特新", "srdi"),
        ("国家级专精特新“小巨人”", "little_giant"),
        ("科技型中小企业", "tech_sme"),
    ],
)
def test_a_title_is_known_by_its_names(staged, name, tier):
    read = staged({"称号": [TITLES, [NAME, CODE, name, "2024.3.15", None]]})

    last = date(2024, 12, 31) if tier == "tech_sme" else date(2027, 3, 14)
    assert [(each.tier, each.expires_on) for each in read.titles] == [(tier, last)]


def test_a_title_granted_on_a_leap_day_lasts_through_the_end_of_february(staged):
    read = staged({"称号": [TITLES, [NAME, CODE, "小巨人", "2024-02-29", None]]})

    assert read.titles[0].expires_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["高新技术", "2024-03-15", None], "title_unknown"),
        (["拟认定小巨人", "2024-03-15", None], "title_not_in_force"),
        (["小巨人", None, "2027-03-14"], "grant_day_missing"),
        (["小巨人", "2024-03-15", "2024-03-14"], "ends_before_it_begins"),
    ],
)
def test_a_title_that_cannot_be_is_rejected(staged, cells, reason):
    read = staged({"称号": [TITLES, [NAME, CODE, *cells]]})

    assert read.titles == []
    assert reason in [why for _, why in notes(read)]


def test_of_two_columns_that_mean_the_same_the_more_usual_is_read_and_the_other_named(staged):
    read = staged({"经营指标": [["营业总收入", *FIGURES], [7, NAME, CODE, 2025, 5]]})

    assert read.figures[0].values["revenue"] == 5 * FEN_IN_WAN
    assert ("A1", "column_again") in notes(read)


def test_the_same_heading_twice_is_refused(staged):
    with pytest.raises(Refusal) as refused:
        staged({"经营指标": [[*FIGURES, "营业收入"], [NAME, CODE, 2025, 5]]})

    assert refused.value.code == "column_twice"
    assert refused.value.values["columns"] == "D、H"


def test_a_register_sheet_without_its_columns_is_refused_by_name(staged):
    with pytest.raises(Refusal) as refused:
        staged({"称号": [["企业名称", "批次", "认定日期", "有效期至"], [NAME, "一", "2024-01-01", None]]})

    assert (refused.value.code, refused.value.values["headings"]) == ("column_missing", "统一社会信用代码、称号")


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"说明": [["一、每季度更新。"]]}, "no_register_sheet"),
        ({"Sheet1": []}, "no_register_sheet"),
        ({"企业台账": []}, "header_missing"),
        ({"企业台账": [["序号"], [1]]}, "header_missing"),
    ],
)
def test_a_workbook_without_a_register_in_it_is_refused(staged, sheets, code):
    with pytest.raises(Refusal) as refused:
        staged(sheets)

    assert refused.value.code == code


def test_two_sheets_of_one_kind_are_read_one_after_the_other(staged):
    other = ["北京星博有限公司", OTHER_CODE]

    read = staged({"一": [ENTERPRISES, [NAME, CODE]], "二": [ENTERPRISES, other, [NAME, CODE]]})

    assert [(each.uscc, each.sheet) for each in read.enterprises] == [(CODE, "一"), (OTHER_CODE, "二")]
    assert notes(read) == [("B3", "repeated")]


def test_a_header_without_rows_is_an_empty_register(staged):
    assert staged({"企业台账": [ENTERPRISES]}).enterprises == []


def test_hostile_text_is_kept_as_text_without_its_invisible_signs(staged):
    formula, reversed_text = "=cmd|' /C calc'!A0", "备\u202e注\u200b\x07 "

    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE, None, formula, "𠮷野\u00a0家", reversed_text]]})

    enterprise = read.enterprises[0]
    assert (enterprise.product, enterprise.steward, enterprise.remark) == (formula, "𠮷野家", "备注")


def test_a_text_too_long_for_its_field_is_left_out_and_told(staged):
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE, None, "长" * 5_000], ["名" * 30_000, OTHER_CODE]]})

    assert read.enterprises[0].product is None
    assert ("D2", "text_too_long") in notes(read)
    assert ("row 3", "name_missing") in notes(read)

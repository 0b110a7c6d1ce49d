"""Whole sheets as people keep them: ditto marks, rows that are no enterprises, reviews, personal numbers."""

from datetime import date

from crm.config.settings import ROOT
from tests.imports.books import CODE, ENTERPRISES, NAME, OTHER_CODE, TITLES, notes, stage

FILES = ROOT / "tests" / "fixtures" / "imports"


def test_two_names_are_nobodys_and_ditto_marks_read_upward():
    staged = stage(FILES / "steward-cell" / "stewards.xlsx")

    stewards = [enterprise.steward for enterprise in staged.enterprises]
    assert stewards[:3] == [None, None, None]
    assert stewards[3:8] == ["曾晓东"] * 5
    assert stewards[8:11] == [None, None, None]  # the two ditto marks stand under a cell with two names
    assert [reason for _, reason in notes(staged)].count("several_stewards") == 6


def test_a_ditto_mark_repeats_one_name(staged):
    rows = [ENTERPRISES, [NAME, CODE, "古城", None, "赵敏"], ["北京星博有限公司", OTHER_CODE, "同上", None, "〃"]]

    read = staged({"企业台账": rows})

    assert [(each.street, each.steward) for each in read.enterprises] == [("古城", "赵敏")] * 2


def test_rows_that_are_no_enterprise_are_neither_taken_nor_rejected():
    staged = stage(FILES / "rows-that-are-no-enterprise" / "noise.xlsx")

    assert [enterprise.street for enterprise in staged.enterprises] == ["古城", "八宝山"]
    assert {finding.note for finding in staged.findings} == {"remark"}


def test_a_passed_review_renews_and_is_no_second_award():
    staged = stage(FILES / "review-row-as-new-grant" / "review.xlsx")

    (title,) = staged.titles
    assert (title.granted_on, title.expires_on) == (date(2021, 9, 30), date(2027, 9, 29))
    assert title.reviewed_on == date(2024, 10, 11)


def test_a_review_without_an_end_lasts_from_the_old_end(staged):
    rows = [
        TITLES,
        [NAME, CODE, "专精特新", "2021-03-01", None],
        [NAME, CODE, "专精特新（复核通过）", "2024-05-06", None],
    ]

    (title,) = staged({"称号": rows}).titles

    assert title.expires_on == date(2027, 2, 28)


def test_one_title_written_by_its_month_and_by_its_day_is_one(staged):
    rows = [TITLES, [NAME, CODE, "小巨人", "2023年7月", None], [NAME, CODE, "小巨人", "2023-07-14", "2026-07-13"]]

    (title,) = staged({"称号": rows}).titles

    assert (title.granted_on, title.expires_on) == (date(2023, 7, 14), date(2026, 7, 13))


def test_a_personal_number_in_the_column_of_codes_is_refused_and_kept_nowhere():
    staged = stage(FILES / "codes" / "codes.xlsx")

    assert ("row 4", "code_resident_id") in notes(staged)
    assert "362322198709086409" not in staged.to_json()


def test_the_log_of_a_park_names_its_authors_and_asks_for_nothing_where_it_says_so():
    log = stage(FILES / "visit-log" / "log.xlsx")
    asked = stage(FILES / "visit-log" / "demand-none.xlsx")

    assert len(log.visits) == 25
    assert {visit.steward for visit in log.visits} == {"曾晓东"}
    assert [visit.demand for visit in asked.visits] == [None, None, "融资难（已解决）"]

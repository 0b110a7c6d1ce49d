"""What is read is what the cell shows to a person, whatever number lies under it."""

from datetime import date

import pytest
import xlsxwriter

from crm.config.settings import ROOT
from crm.imports.workbook.container import Limits, inspect
from crm.imports.workbook.formats import appearance, changes_what_is_read
from crm.imports.workbook.sheets import read_workbook
from crm.money import FEN_IN_WAN
from tests.imports.books import notes, stage

FILES = ROOT / "tests" / "fixtures" / "imports"
SHOWN = [
    ("0.00%", 0.035, "3.5%"),
    ("#,##0", 1234.5, 1234.5),
    ("0!.0,", 52_000_000, "5200"),
    ('0!.0,"万"', 52_000_000, "5200万"),
    ('0.00"万元"', 5200, "5200万元"),
    ("#,##0,", 5_200_000, "5200"),
    ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0, 0),
    (";;;", 5, None),
    ('[>=10000]0!.0,"万";0', 52_000, "5.2万"),
    ('[>=10000]0!.0,"万";0', 52, 52),
    ("[$￥-804]#,##0.00", 5, 5),
    ("[$$-409]#,##0.00", 5, "$5"),
    ('0"年"', 2025, "2025年"),
    ("General", 5, 5),
    ("#,##0.00_);[Red](#,##0.00)", -5, -5),
    ('0.0"万元"', -5, "-5万元"),
    ("@", 5, 5),
    ("00000", 12, 12),
    ("yyyy", date(2025, 3, 14), "2025"),
    ('yyyy"年"m"月"', date(2025, 3, 14), "2025年3月"),
    ('m"月"d"日"', date(2025, 3, 14), "3月14日"),
    ("yyyy-mm-dd", date(2025, 3, 14), date(2025, 3, 14)),
]


@pytest.mark.parametrize(("code", "cell", "shown"), SHOWN)
def test_a_cell_is_read_as_it_shows(code, cell, shown):
    assert appearance(code, cell) == shown
    assert changes_what_is_read(code) or shown == cell


@pytest.mark.parametrize("code", ["General", "#,##0.00", "0", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "@", "[Red]0.0"])
def test_what_merely_groups_or_rounds_costs_nothing(code):
    assert not changes_what_is_read(code)


def test_a_share_in_the_column_of_an_amount_is_no_amount():
    staged = stage(FILES / "percent-cell" / "rd-as-percent.xlsx")

    first, second = staged.figures
    assert (first.values["revenue"], first.values["rd_expense"], first.values["rd_staff"]) == (
        5000 * FEN_IN_WAN,
        None,
        None,
    )
    assert (
        second.values["main_revenue"],
        second.values["rd_expense"],
        second.values["net_profit"],
        second.values["total_liabilities"],
    ) == (None,) * 4
    assert [reason for _, reason in notes(staged)].count("percent") == 5


def test_a_format_of_the_sheet_reaches_the_cell_it_stands_on(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_number("B3", 52_000_000, book.add_format({"num_format": "#,##0,"}))
        sheet.write_number("C3", 52_000_000)

    read = read_workbook(path, inspect(path, Limits())).sheets[0]

    assert [row.cells for row in read.rows if not row.is_blank] == [(None, "52000", 52_000_000)]


def test_a_row_that_is_struck_out_is_warned_of():
    assert ("row 3", "struck_row_read") in notes(stage(FILES / "remark-and-strikeout" / "struck-out.xlsx"))

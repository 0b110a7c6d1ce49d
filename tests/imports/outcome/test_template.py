"""The template reads back without a question: its example as facts, each of its choices as a value."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from crm.config.service_rules import service_rules
from crm.imports.cells.codes import EXAMPLE_CODE
from crm.imports.outcome.template_book import EXAMPLE_AMOUNT, choices_of, columns_of, heading_of, write_template
from crm.imports.sheets.findings import FindingKind
from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.layout import KINDS, LAYOUTS, SAYING_MORE, SheetKind
from crm.money import FEN_IN_WAN
from tests.conftest import TODAY
from tests.imports.books import CODE, stage

QUESTIONS = {FindingKind.REJECTED, FindingKind.UNREADABLE, FindingKind.WARNING, FindingKind.ASSUMED, FindingKind.HELD}


@pytest.fixture(scope="module")
def template() -> bytes:
    return write_template(service_rules().streets, on=TODAY)


def read_filled(template: bytes, folder: Path, code: str = CODE) -> StagedRegister:
    """The register as somebody sends it who put a real code in place of the example's."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = code if cell.value == EXAMPLE_CODE else cell.value
    book.save(folder / "filled.xlsx")
    return stage(folder / "filled.xlsx")


def test_the_example_reads_back_as_it_stands_there(template, tmp_path):
    staged = read_filled(template, tmp_path)

    assert [finding for finding in staged.findings if finding.note in QUESTIONS] == []
    assert {kind: len(staged.rows(kind)) for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert staged.figures[0].values["revenue"] == EXAMPLE_AMOUNT * FEN_IN_WAN
    assert (staged.figures[0].year, staged.titles[0].tier) == (2025, "innovative")
    assert staged.items["股权融资"][0].values["amount"] == 500 * FEN_IN_WAN
    assert all(sheet.unknown_columns == [] for sheet in staged.sheets)


def test_the_example_itself_is_never_imported_and_that_is_said(template, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template)

    staged = stage(path)

    assert list(staged.every_row()) == []
    assert {finding.sheet for finding in staged.findings if finding.reason == "example_row"} == set(KINDS)


def test_every_column_a_register_can_have_is_in_the_template_but_what_another_column_says_as_well(template):
    book = openpyxl.load_workbook(io.BytesIO(template))

    for kind in KINDS:
        assert [cell.value for cell in book[kind][1]] == [heading_of(column) for column in columns_of(kind)]
        assert {each.field for each in LAYOUTS[kind]} - {each.field for each in columns_of(kind)} <= {
            "period_from",
            "period_to",
            *SAYING_MORE,
        }


def test_every_choice_is_read_as_a_value(template, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template))
    streets, offered = service_rules().streets, 0
    for kind in KINDS:
        for place, column in enumerate(columns_of(kind), start=1):
            for number, word in enumerate(choices_of(kind, column.field, streets, TODAY)):
                offered += 1
                sheet = book[kind]
                for other in range(1, sheet.max_column + 1):
                    if sheet.cell(3 + number, other).value is None:
                        sheet.cell(3 + number, other).value = sheet.cell(2, other).value
                sheet.cell(3 + number, place).value = word
    book.save(tmp_path / "choices.xlsx")

    staged = read_filled((tmp_path / "choices.xlsx").read_bytes(), tmp_path)

    wrong = {FindingKind.REJECTED, FindingKind.UNREADABLE}
    unread = [finding for finding in staged.findings if finding.note in wrong and finding.reason != "year_twice"]
    assert unread == []
    assert offered > 40
    assert {title.tier for title in staged.titles} == {"innovative", "tech_sme", "srdi", "little_giant"}
    assert {visit.kind for visit in staged.visits} == {"visit", "call", "meeting", "message", "briefing"}


def test_choices_are_offered_below_the_headings(template):
    sheet = openpyxl.load_workbook(io.BytesIO(template))[SheetKind.ENTERPRISES]

    offered = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}

    assert '"八宝山,老山,八角,古城,苹果园,金顶街,广宁,五里坨,鲁谷"' in offered.values()
    assert '"是,否"' in offered.values()


def test_the_manager_downloads_it_from_the_page_of_imports(signed_in):
    maria = signed_in("maria")

    assert "/imports/template" in maria.get("/imports").text
    answer = maria.get("/imports/template")

    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames == list(KINDS)
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]

"""What a person takes a column for goes before what its words say; everything else of the table stays as it is read."""

import pytest

from crm.imports.sheets.register import read_register
from crm.imports.tables.blocks import find_block
from crm.imports.tables.choices import CHOSEN_UNITS, LEFT_OUT, MEANINGS, ColumnChoice, apply_choices, list_twins
from crm.imports.tables.headers import find_headers
from crm.imports.workbook.excerpts import take_excerpts
from crm.imports.workbook.files import read_file
from crm.imports.workbook.refusals import Refusal
from crm.money import FEN_IN_WAN, FEN_IN_YUAN
from tests.imports.books import CODE, NAME, TERMS

ODD = [["单位", "代码", "主营", "合同额", "拿到牌子"], [NAME, CODE, "稀土", 5, "2024-05-08"]]
READ = [
    ColumnChoice(0, "name"),
    ColumnChoice(1, "uscc"),
    ColumnChoice(2, "enterprises.product"),
    ColumnChoice(3, "figures.revenue", 2025, "元"),
    ColumnChoice(4, "title.srdi.granted_on"),
]


@pytest.fixture
def book(workbook):
    return read_file(workbook({"随便": ODD}))


def test_headings_nobody_knows_are_read_as_a_person_says(book):
    maps = {find_block(book.sheets[0]).fingerprint: READ}

    staged = read_register(book, TERMS, maps)

    (enterprise,), (figures,), (title,) = staged.enterprises, staged.figures, staged.titles
    assert (enterprise.name, enterprise.product) == (NAME, "稀土")
    assert (figures.year, figures.values["revenue"]) == (2025, 5 * FEN_IN_YUAN)
    assert (title.tier, title.granted_on.isoformat()) == ("srdi", "2024-05-08")
    assert staged.sheets[0].unknown_columns == []
    assert len(staged.mapped) == 1


def test_without_a_word_of_a_person_such_a_sheet_is_no_register(book):
    with pytest.raises(Refusal) as refused:
        read_register(book, TERMS)

    assert refused.value.code == "no_register_sheet"
    assert [excerpt.samples for excerpt in take_excerpts(book.sheets)] == [[2]]


def test_a_column_set_to_nothing_is_left_out_and_named(staged, workbook):
    sheet = read_file(
        workbook({"企业台账": [["企业名称", "统一社会信用代码", "主导产品"], [NAME, CODE, "稀土"]]})
    ).sheets[0]
    maps = {
        find_block(sheet).fingerprint: [ColumnChoice(0, "name"), ColumnChoice(1, "uscc"), ColumnChoice(2, LEFT_OUT)]
    }

    (header,) = find_headers(sheet, maps)

    assert header.columns == {"name": 0, "uscc": 1}
    assert header.unknown == ("主导产品",)


def test_an_unset_unit_stays_as_the_file_says(workbook):
    rows = [["企业名称", "统一社会信用代码", "年度", "营业收入（亿元）"], [NAME, CODE, 2025, 2]]
    sheet = read_file(workbook({"经营指标": rows})).sheets[0]
    columns = [
        ColumnChoice(0, "name"),
        ColumnChoice(1, "uscc"),
        ColumnChoice(2, "figures.year"),
        ColumnChoice(3, "figures.revenue"),
    ]

    (header,) = find_headers(sheet, {find_block(sheet).fingerprint: columns})

    assert header.unit("revenue") == 10_000 * FEN_IN_WAN


def test_other_headings_are_another_table(workbook):
    one, other = ([["甲", "乙", words], [NAME, CODE, 1]] for words in ("丙", "丁"))
    sheets = read_file(workbook({"一": one, "二": other, "三": one})).sheets

    prints = [find_block(sheet).fingerprint for sheet in sheets]

    assert prints[0] == prints[2] != prints[1]


def test_one_field_twice_is_seen_but_a_figure_may_stand_in_two_years():
    years = [ColumnChoice(3, "figures.revenue", 2024), ColumnChoice(4, "figures.revenue", 2025)]

    assert list_twins([*years, ColumnChoice(5, LEFT_OUT), ColumnChoice(6, LEFT_OUT)]) == []
    assert list_twins([*years, ColumnChoice(7, "figures.revenue", 2025)]) == [
        {"field": "营业收入", "columns": "E、H"}
    ]


@pytest.mark.parametrize("code", MEANINGS)
def test_every_meaning_makes_a_heading_of_its_own_field(workbook, code):
    block = find_block(read_file(workbook({"随便": ODD})).sheets[0])

    heading = apply_choices(block.headings, [ColumnChoice(3, code, 2025, CHOSEN_UNITS[0])])[3]

    assert heading.fields or heading.title or heading.long_part
    assert (heading.year is not None) == MEANINGS[code].takes_year


def test_a_column_without_a_heading_is_named_when_something_stands_in_it(workbook):
    rows = [["企业名称", "统一社会信用代码", "主导产品"], [NAME, CODE, "稀土", None, "另附说明"]]

    (header,) = find_headers(read_file(workbook({"企业台账": rows})).sheets[0])

    assert header.unknown == ("E 列（没有表头）",)


def test_an_excerpt_covers_what_somebody_is_reached_by(workbook):
    rows = [["企业名称", "统一社会信用代码", "手机", "营业收入"], [NAME, CODE, "13800138000", 13800138000]]

    (excerpt,) = take_excerpts(read_file(workbook({"企业台账": rows})).sheets)

    assert excerpt.rows[-1].texts[2:] == ["138****8000", "13800138000"]

"""Headings in groups over two or three rows: years, indicators, and whose name or number a column holds."""

import pytest

from crm.money import FEN_IN_WAN
from tests.imports.books import CODE, NAME

WHO = ["企业名称", "统一社会信用代码"]
CARD = ["张三", "13800138000"]


def read(staged, *rows):
    return staged({"Sheet1": rows})


def figures_of(staged):
    return {(row.year, name): value for row in staged.figures for name, value in row.values.items() if value}


def test_a_name_and_a_number_belong_to_the_person_over_them(staged):
    groups = [*WHO, "服务管家", None, "企业联系人", None, None, "备注"]
    names = [None, None, "姓名", "手机", "姓名", "职务", "手机", None]

    book = read(staged, groups, names, [NAME, CODE, "赵敏", "13900139000", "张三", "经理", "13800138000", "好"])

    (enterprise,) = book.enterprises
    assert (enterprise.steward, enterprise.contact, enterprise.position) == ("赵敏", "张三", "经理")
    assert (enterprise.phone, enterprise.remark) == ("13800138000", "好")
    assert book.sheets[0].unknown_columns == ["服务管家 手机"]


@pytest.mark.parametrize("word", ["管家电话", "法人电话", "法定代表人手机", "财务负责人电话"])
def test_a_number_of_somebody_else_is_not_that_of_the_contact(staged, word):
    book = read(staged, [*WHO, "所属街道", "联系人", "联系电话", word], [NAME, CODE, "古城", *CARD, "13900139000"])

    assert book.enterprises[0].phone == "13800138000"
    assert book.sheets[0].unknown_columns == [word]


@pytest.mark.parametrize("word", ["联系人电话", "联系人手机号", "企业联系电话", "联系人手机号码"])
def test_a_number_of_the_contact_may_say_whose_it_is(staged, word):
    book = read(staged, [*WHO, "所属街道", "联系人", word], [NAME, CODE, "古城", *CARD])

    assert book.enterprises[0].phone == "13800138000"


@pytest.mark.parametrize("years", [("2024年", "2025年"), (2024, 2025), ("2024年度", "2025年末")])
def test_years_may_stand_below_their_indicator(staged, years):
    groups = [*WHO, "营业收入（元）", None, "从业人员", None]

    book = read(staged, groups, [None, None, *years, *years], [NAME, CODE, 100, 200, 3, 4])

    assert figures_of(book) == {
        (2024, "revenue"): 10_000, (2025, "revenue"): 20_000, (2024, "employees"): 3, (2025, "employees"): 4,
    }  # fmt: skip


def test_groups_may_stand_in_three_rows(staged):
    rows = [
        [*WHO, "经营情况（千元）", None, None, None],
        [None, None, "2024年", None, "2025年", None],
        [None, None, "营业收入", "研发费用", "营业收入", "研发费用"],
    ]

    book = read(staged, *rows, [NAME, CODE, 1, 2, 3, 4])

    assert figures_of(book) == {
        (2024, "revenue"): 100_000, (2024, "rd_expense"): 200_000,
        (2025, "revenue"): 300_000, (2025, "rd_expense"): 400_000,
    }  # fmt: skip


def test_figures_beside_names_and_codes_alone_make_no_register_of_enterprises(staged):
    book = read(staged, [*WHO, "2025年营业收入（万元）", "2024年营业收入（万元）"], [NAME, CODE, 5, 4])

    assert book.enterprises == []
    assert figures_of(book) == {(2024, "revenue"): 4 * FEN_IN_WAN, (2025, "revenue"): 5 * FEN_IN_WAN}

"""Credit codes: repaired where no digit has to be guessed, refused with a reason otherwise."""

from __future__ import annotations

import pytest
from stdnum.cn import uscc

from crm.imports.cells.codes import BadCode, CreditCode, read_code
from crm.imports.cells.people_names import enterprise_name, person_name
from tests.imports.books import CODE


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        f" {CODE[:8]} {CODE[8:]} ",
        "９１１１０１０７MADEM７００１Q",
        f"{CODE}\u00a0",
        f"\u200b{CODE}",
        f"{CODE}\n",
    ],
)
def test_case_blanks_and_width_are_put_right(typed):
    assert read_code(typed) == CreditCode(CODE, repaired=True)


def test_a_sound_code_stays_as_it_is():
    assert read_code(CODE) == CreditCode(CODE, repaired=False)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (None, "code_missing"),
        ("", "code_missing"),
        (" — ", "code_missing"),
        ("无", "code_missing"),
        ("91110107MADEM72", "code_length"),
        (CODE + "0", "code_length"),
        (CODE[:-1] + "0", "code_check_digit"),
        ("9111O107MADEM7001Q", "code_unused_letter"),
        ("91110107MADEM7OO1Q", "code_unused_letter"),
        ("91110107-MADEM700", "code_foreign_character"),
        (9.13201e17, "code_as_number"),
        (911101071234567890, "code_as_number"),
        ("代码", "code_foreign_character"),
    ],
)
def test_a_code_that_would_have_to_be_guessed_is_refused(typed, reason):
    code = read_code(typed)

    assert isinstance(code, BadCode)
    assert code.reason == reason


@pytest.mark.parametrize(
    ("typed", "name"), [(" 王 伟 ", "王伟"), ("欧阳　娜", "欧阳娜"), ("Anna Li", "Anna Li"), ("王伟\u200b", "王伟")]
)
def test_the_blanks_that_pad_a_short_name_are_dropped(typed, name):
    assert person_name(typed) == name


@pytest.mark.parametrize("typed", ["", "-", "无", "待定", " — "])
def test_a_cell_that_names_nobody_is_nobody(typed):
    assert person_name(typed) is None


def test_an_enterprise_has_the_brackets_of_its_licence():
    assert enterprise_name("北京通安技术(北京)有限公司 ") == "北京通安技术（北京）有限公司"


def test_a_code_that_is_no_enterprises_is_told_apart():
    body = "12110000400000000"

    assert read_code(body + uscc.calc_check_digit(body)).reason == "code_not_enterprise"

"""What a cell shows to a person is what its text is compared by, whatever characters lie under it."""

import pytest

from crm.imports.cells.characters import clean, compact, one_line
from tests.imports.books import CODE, ENTERPRISES, NAME


@pytest.mark.parametrize(
    ("copied", "shown"),
    [
        ("统⼀社会信⽤代码", "统一社会信用代码"),
        ("北京⻰⽯⻋辆⻛⼒", "北京龙石车辆风力"),
        ("⾃动化⻔业⻩⾦", "自动化门业黄金"),
        ("\uf900\uf90a", "豈金"),
        ("⺠营⻬全⻘年", "民营齐全青年"),
    ],
)
def test_a_radical_copied_from_a_pdf_is_the_character_it_shows(copied, shown):
    assert clean(copied) == shown


@pytest.mark.parametrize(
    "mark", ["\u200b", "\ufe0f", "\u3164", "\U000e0100", "\u034f", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u2800"]
)
def test_a_mark_that_nobody_sees_makes_no_difference(mark):
    assert compact(f"所属{mark}街道") == "所属街道"
    assert one_line(f"{mark}赵{mark}敏{mark}") == "赵敏"


def test_rare_characters_stay_as_they_are():
    assert clean("𠮷野㐂") == "𠮷野㐂"


def test_a_register_copied_from_a_pdf_is_read_as_it_shows(staged):
    heading = ["企业名称", "统⼀社会信⽤代码", "所属\ufe0f街道", "主导产品", "服务管家", "备注"]

    (enterprise,) = staged(
        {"企业台账": [heading, ["北京⻰⽯有限公司", CODE, "⽼⼭街道", "⻋床", "赵敏", None]]}
    ).enterprises

    assert (enterprise.name, enterprise.street, enterprise.product) == ("北京龙石有限公司", "老山", "车床")


def test_a_row_of_unseen_marks_is_blank(staged):
    read = staged({"企业台账": [ENTERPRISES, [NAME, CODE, None, None, None, None], ["\u200b", "\ufeff", "\u3164"]]})

    assert len(read.enterprises) == 1
    assert read.findings == []

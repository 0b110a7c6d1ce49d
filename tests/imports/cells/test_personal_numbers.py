"""A personal number is covered however it is written and whatever column it stands in."""

import pytest

from crm.imports.cells.people_names import read_enterprise_name
from crm.imports.cells.personal import WITHHELD, without_personal_numbers
from crm.imports.cells.phones import read_numbers
from tests.imports.books import CODE, NAME, TITLES, VISITS

MOBILE, RESIDENT = "13800138000", "110101199003074258"
SPELLINGS = [
    *(MOBILE, "138-0013-8000", "138 0013 8000", "13800 138000", "1380013 8000", "138.0013.8000", "+86 13800138000"),
    *("１３８００１３８０００", "86-13800138000", "138·0013·8000"),
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_mobile_is_found_and_covered_in_every_spelling(spelling):
    assert read_numbers(f"电话{spelling}。").mobiles == (MOBILE,)
    assert without_personal_numbers(f"找张三{spelling}谈").endswith("138****8000谈")


@pytest.mark.parametrize(
    "text", [CODE, "2026.3.15 13.8001", "账号6222021380013800000", "1,380,013.80", "010-68870000"]
)
def test_what_is_no_personal_number_stays(text):
    assert without_personal_numbers(text) == text


def test_the_number_of_an_identity_card_is_withheld_in_any_width():
    wide = RESIDENT.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})

    assert without_personal_numbers(f"证件{wide}号") == f"证件{WITHHELD}号"


@pytest.mark.parametrize("text", [f"{NAME}（电话：{MOBILE}）", f"{NAME}{MOBILE}", f"{NAME} 手机138-0013-8000"])
def test_a_number_beside_a_name_is_no_part_of_it(text):
    assert read_enterprise_name(without_personal_numbers(text)).name == NAME
    assert read_enterprise_name(text).name == NAME


@pytest.mark.parametrize("place", range(3, 14))
def test_no_text_of_an_enterprise_holds_a_number_but_the_card(staged, place):
    heading = [
        *(
            "企业名称",
            "统一社会信用代码",
            "所属街道",
            "主导产品",
            "职务",
            "服务管家",
            "备注",
            "行业代码",
            "产品领域",
            "联系人",
        ),
        *("电话", "研发机构", "战新产业", "序号"),
    ]
    row = [NAME, CODE, "古城", "轴承", "经理", "赵敏", "好", "C3563", None, "张三", None, None, None, None]
    row[place] = f"{row[place] or ''} 138 0013 8000"

    (enterprise,) = staged({"企业台账": [heading, row]}).enterprises

    texts = {
        name: str(getattr(enterprise, name)) for name in enterprise.__slots__ if name not in ("phone", "contact")
    }
    assert [name for name, text in texts.items() if read_numbers(text).mobiles] == []
    assert (MOBILE in read_numbers(enterprise.phone or "").mobiles) == (place in (4, 6, 9, 10))


def test_no_other_sheet_holds_a_number(staged):
    heading = [*TITLES, "批次"]
    titles = [heading, [NAME, CODE, "专精特新", "2024-05-08", None, f"第一批{MOBILE}"]]
    visits = [
        VISITS,
        ["2026-03-01", NAME, CODE, "走访", "赵敏", "政策", f"电{MOBILE}", f"找{MOBILE}", f"科委{MOBILE}"],
    ]

    book = staged({"称号": titles, "走访记录": visits})

    assert MOBILE not in repr((book.titles, book.visits, book.findings))

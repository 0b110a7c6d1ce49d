"""What the lines of a pasted list say: names, codes and the numbers of certificates."""

import pytest

from crm.cultivation.recognitions.reading import MOST_LINES, PrintedLine, read_lines
from crm.enterprises.identity.credit_codes import made_up_code
from crm.errors import CrmError

CODE = made_up_code(41)
PASTED = f"""序号	企业名称	统一社会信用代码
1	北京甲科技有限公司	{CODE}
2	北京乙（集团）有限公司

3. 北京丙有限公司    石景山区
北京丁有限公司|{CODE.lower()}
"""


def test_a_paste_is_read_line_by_line_with_its_codes():
    assert read_lines(PASTED) == [
        PrintedLine("北京甲科技有限公司", CODE),
        PrintedLine("北京乙（集团）有限公司"),
        PrintedLine("北京丙有限公司"),
        PrintedLine("北京丁有限公司", CODE),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("序号\t企业名称\t证书编号\n1\t北京甲有限公司\t2026ZJTX0041", "2026ZJTX0041"),
        ("编号|企业名称\n2026ZJTX0041|北京甲有限公司", "2026ZJTX0041"),
        ("企业名称\t信用代码\t证书编号\n北京甲有限公司\t\t2026ZJTX0041", "2026ZJTX0041"),
        ("编号\t企业名称\n1\t北京甲有限公司", None),
        ("企业名称\t证书编号\n北京甲有限公司", None),
        ("北京甲有限公司\t石景山区", None),
    ],
)
def test_the_number_of_a_certificate_is_read_under_its_heading(text, printed):
    assert read_lines(text) == [PrintedLine("北京甲有限公司", certificate=printed)]


@pytest.mark.parametrize("name", ["360数科有限公司", "58同城信息技术有限公司", "3M中国有限公司"])
def test_a_name_that_begins_with_a_number_keeps_it(name):
    assert read_lines(f"12. {name}\n{name}") == [PrintedLine(name), PrintedLine(name)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("序号 企业名称\n1\n2", "list_empty"),
        ("\n".join(f"北京{n}号有限公司" for n in range(MOST_LINES + 1)), "list_too_long"),
    ],
)
def test_a_paste_without_names_or_with_too_many_is_refused(text, code):
    with pytest.raises(CrmError, match=code):
        read_lines(text)

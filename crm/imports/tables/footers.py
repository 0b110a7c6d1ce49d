"""Lines below or between the rows of a table that are no rows: totals, signatures, dates and remarks."""

import re

from crm.imports.cells.characters import compact

# Fewer letters and digits in the column of codes are a count under a total, or a date beside a signature.
_SHORTEST_CODE = 8
_NOT_OF_A_CODE = re.compile(r"[^0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_WHO_SIGNS = (
    r"填表人?|填报人?|制表人?|审核人?|审批人?|(?:单位|分管)?(?:负责人|领导)|经办人|承办人|联系人|联系电话|抄送"
)
_FOOTER = re.compile(
    r"^(?:[^\d,。:]{0,12}(?:合计|总计|小计)|累计|共计|其中[:：]|注[:\d]|注$|说明$|备注$|续表|\(续\)|\(?以下空白"
    r"|第\d+页|共\d+[页家户条]"
    r"|[(]?(?:(?:金额|计量|货币)?单位|币种)[:：]"
    rf"|(?:备注|说明|数据来源|资料来源|{_WHO_SIGNS}"
    r"|(?:填报|填表|制表|报送|打印|统计)(?:日期|时间|单位)|截至|截止)(?:\([^()]*\))?[:至])"
)


def is_footer(text: str) -> bool:
    """Whether the first words of a line say that it is no row."""
    return bool(_FOOTER.match(compact(text)))


def is_like_a_code(text: str) -> bool:
    """Whether a text has so many letters and digits that it may be meant as a credit code."""
    return len(_NOT_OF_A_CODE.sub("", text)) >= _SHORTEST_CODE

"""Names of people and of enterprises as a register writes them, brought to one spelling each."""

import re

from crm.imports.cells.characters import compact, one_line

_NOBODY = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无", "待定", "未定", "待分配", "未分配", "空缺"})
_BETWEEN_CHINESE = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")
_TO_CHINESE_BRACKETS = str.maketrans("()", "（）")


def person_name(text: str) -> str | None:
    """A person's name without the blanks that pad short Chinese names; None where the cell names nobody."""
    name = _BETWEEN_CHINESE.sub("", one_line(text))
    return None if compact(name) in _NOBODY else name


def enterprise_name(text: str) -> str:
    """An enterprise's name with the full-width brackets of its licence and no blanks inside Chinese text."""
    return _BETWEEN_CHINESE.sub("", one_line(text)).translate(_TO_CHINESE_BRACKETS)

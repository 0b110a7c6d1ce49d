"""The words a register uses for fixed choices (levels, fields, yes and no), each with the value it stands for."""

from collections.abc import Mapping
from typing import TypeVar

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact
from crm.rules.law import fields

Value = TypeVar("Value")


def _own_words(choices: tuple[fields.Choice, ...]) -> dict[str, str]:
    """The words pages and exports use for the choices of a fact."""
    return {compact(choice.zh).lower(): str(choice.value) for choice in choices}


YES_OR_NO: Mapping[str, bool] = {
    **dict.fromkeys(("是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "对"), True),
    **dict.fromkeys(("否", "无", "×", "✗", "✘", "x", "n", "no", "0", "false", "不是", "没有"), False),
}
PRODUCT_FIELDS: Mapping[str, str] = {
    **_own_words(fields.PRODUCT_FIELDS),
    **dict.fromkeys(("补短板", "锻长板", "填空白", "补短板锻长板填空白"), "fills_gap"),
    **dict.fromkeys(("六基", "工业六基", "中华老字号", "老字号", "配套链主", "关键配套"), "key_supporting"),
    **dict.fromkeys(("其他", "其它", "一般"), "other"),
}
RD_LEVELS: Mapping[str, str] = {
    **_own_words(fields.INSTITUTIONS),
    **dict.fromkeys(("国家级", "国家"), "national"),
    **dict.fromkeys(("省级", "省部级", "省"), "provincial"),
    **dict.fromkeys(("市级", "市"), "municipal"),
    **dict.fromkeys(("区级", "市级以下", "区县级", "企业级", "区"), "below_municipal"),
    **dict.fromkeys(("无", "没有", "否"), "none"),
}
PURPOSES = ("规划", "政策", "项目", "资源", "宣传")


def read_word(cell: Cell, words: Mapping[str, Value]) -> Value | None | Unreadable:
    """The value a word stands for; None for an empty cell."""
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    text = compact(show_cell(cell)).lower()
    if not text:
        return None
    return words[text] if text in words else Unreadable("unknown_word")


def read_purposes(cell: Cell) -> list[str]:
    """The purposes of a contact that the cell names, in their fixed order."""
    text = compact(show_cell(cell))
    return [purpose for purpose in PURPOSES if purpose in text]

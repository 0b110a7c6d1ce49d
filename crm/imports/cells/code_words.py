"""The words a register uses for fixed choices (titles, levels, yes and no), each with the value it stands for."""

from collections.abc import Mapping
from typing import TypeVar

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, shown
from crm.imports.cells.characters import compact

Value = TypeVar("Value")
YES_OR_NO: Mapping[str, bool] = {
    **dict.fromkeys(("是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "对"), True),
    **dict.fromkeys(("否", "无", "×", "✗", "✘", "x", "n", "no", "0", "false", "不是", "没有"), False),
}
PRODUCT_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("补短板", "锻长板", "填空白", "补短板锻长板填空白"), "fills_gap"),
    **dict.fromkeys(("六基", "工业六基", "中华老字号", "老字号", "配套链主", "关键配套"), "key_supporting"),
    **dict.fromkeys(("其他", "其它", "一般"), "other"),
}
RD_LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("国家级", "国家"), "national"),
    **dict.fromkeys(("省级", "省部级", "省"), "provincial"),
    **dict.fromkeys(("市级", "市"), "municipal"),
    **dict.fromkeys(("区级", "市级以下", "区县级", "企业级", "区"), "below_municipal"),
    **dict.fromkeys(("无", "没有", "否"), "none"),
}
PROPERTY_CLASSES: Mapping[str, str] = {
    **dict.fromkeys(("i", "ⅰ", "一", "1", "i类", "ⅰ类", "一类", "1类", "第一类"), "I"),
    **dict.fromkeys(("ii", "ⅱ", "二", "2", "ii类", "ⅱ类", "二类", "2类", "第二类"), "II"),
}
VISIT_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("走访", "实地走访", "上门", "上门走访", "现场走访", "拜访"), "visit"),
    **dict.fromkeys(("电话", "电话沟通", "来电", "去电"), "call"),
    **dict.fromkeys(("微信", "短信", "邮件", "微信沟通", "消息"), "message"),
    **dict.fromkeys(("座谈会", "座谈", "会议", "会谈"), "meeting"),
    **dict.fromkeys(("宣讲", "宣讲会", "培训", "政策宣讲", "简报"), "briefing"),
}
PURPOSES = ("规划", "政策", "项目", "资源", "宣传")
_NOT_A_TITLE = ("拟", "未", "培育", "申报", "潜力", "种子", "撤销", "取消")
# The first that is contained wins: a little giant is also called 专精特新.
_TITLES = (("小巨人", "little_giant"), ("专精特新", "srdi"), ("科技型", "tech_sme"), ("创新型", "innovative"))


def read_word(cell: Cell, words: Mapping[str, Value]) -> Value | None | Unreadable:
    """The value a word stands for; None for an empty cell."""
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    text = compact(shown(cell)).lower()
    if not text:
        return None
    return words[text] if text in words else Unreadable("unknown_word")


def read_title(cell: Cell) -> str | None | Unreadable:
    """The tier a title's name stands for, under any of the names it goes by."""
    text = compact(shown(cell))
    if not text:
        return None
    if any(word in text for word in _NOT_A_TITLE):
        return Unreadable("not_a_title")
    return next((tier for word, tier in _TITLES if word in text), Unreadable("not_a_title"))


def read_purposes(cell: Cell) -> list[str]:
    """The purposes of a contact that the cell names, in their fixed order."""
    text = compact(shown(cell))
    return [purpose for purpose in PURPOSES if purpose in text]

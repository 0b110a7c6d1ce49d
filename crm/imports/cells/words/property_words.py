"""Intellectual property as registers write it: by class, by kind, or by both; what counts is the engine's business."""

import re

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact

_CLASS_1 = re.compile(r"(?:^|第|[(])(?:i|ⅰ|一|1)(?:类|级|$|[)(])", re.IGNORECASE)
_CLASS_2 = re.compile(r"(?:^|第|[(])(?:ii|ⅱ|二|2)(?:类|级|$|[)(])", re.IGNORECASE)
_KINDS_1 = re.compile(r"发明(?:专利|授权|$|[(/])|国防专利|植物新品种|农作物品种|新药|中药保护|布图(?:设计|$)")
_KINDS_2 = re.compile(r"实用新型|外观设计|外观(?:专利|$)|软件著作|软著|软件登记")
_NOT_GRANTED = re.compile(r"申请|受理|实审|实质审查|公开$|失效|终止|驳回|撤回|无效|放弃")

_NOT_HELD = re.compile(r"到期|过期|届满|审(?!定)|转出|已转让|无权|未授权|^否$")


def read_property_state(cell: Cell) -> str | None | Unreadable:
    """What a column of states says of an item; one that lapsed, was sold or is still examined is none."""
    text = compact(show_cell(cell))
    is_none = _NOT_GRANTED.search(text) or _NOT_HELD.search(text)
    return Unreadable("property_not_granted") if is_none else text or None


def read_property_class(cell: Cell) -> str | None | Unreadable:
    """Class I or II; None for an empty cell. An item that is only applied for, and words for both, are neither."""
    text = compact(show_cell(cell))
    if not text:
        return None
    if _NOT_GRANTED.search(text):
        return Unreadable("property_not_granted")
    is_first = bool(_CLASS_1.search(text) or _KINDS_1.search(text))
    is_second = bool(_CLASS_2.search(text) or _KINDS_2.search(text))
    if is_first == is_second:
        return Unreadable("class_unknown")
    return "I" if is_first else "II"

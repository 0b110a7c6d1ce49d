"""How a contact took place, as stewards write it in their logs."""

import re

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact

_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
# What was planned or did not come about is no contact, whatever way it names.
_NOT_DONE = re.compile(
    r"未(?:能|曾)?(?:走访|上门|联系|接通|接听|回复|见|成)|没有?(?:走访|联系|接)|无人接听|取消|改期|推迟|(?:^|[(])(?:拟|计划|待)"
)
# The first that fits wins: a visit with a talk is a visit, a video conference is a meeting, not a visit.
_WAYS = (
    ("briefing", re.compile(r"宣讲|培训|简报|路演|说明会|讲座")),
    ("meeting", re.compile(r"座谈|会议|会谈|线上|视频|来访|到访|来局|来委|接待|约谈|沙龙|对接会|见面|面谈|当面")),
    ("visit", re.compile(r"走访|上门|实地|现场|入企|拜访|调研|线下|下沉|到企|驻企|陪同")),
    ("call", re.compile(r"电话|来电|去电|致电|电联|通话|回访")),
    ("message", re.compile(r"微信|短信|邮件|消息|钉钉|飞书|qq|传真|平台留言|函")),
)


def read_visit_way(cell: Cell) -> str | None | Unreadable:
    """The channel of a contact; None for an empty cell. Of two ways in one cell the closer one stands."""
    whole = compact(show_cell(cell)).lower()
    text = _BRACKETS.sub("", whole)
    if not text:
        return None
    if _NOT_DONE.search(whole):
        return Unreadable("visit_not_done")
    return next((way for way, words in _WAYS if words.search(text)), Unreadable("visit_kind_unknown"))

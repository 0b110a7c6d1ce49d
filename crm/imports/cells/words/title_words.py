"""Titles as registers write them: level, state and tier are read apart, and only what stands recognised is a title."""

import re
from dataclasses import dataclass

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact

_QUOTES = re.compile(r"[“”\"「」『』‘’'《》]")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
# Whoever is proposed, shown or struck from the list holds nothing.
_NOT_IN_FORCE = re.compile(
    r"拟|推荐|公示(?!后|期满)|申报|培育|潜力|种子|入库|出库|库|终止|撤销|撤消|取消|注销|不再|未通过|不通过|未认定|过期|到期(?!复核)"
    r"|失效|届满|迁出|放弃|候选|储备|暂停|中止|暂缓"
)
# To be entered into the national base is how a 科技型中小企业 is recognised.
_ENTERED = re.compile(
    r"(?:已|评价)?入库(?:登记)?(?=.*科技型中小)|(?<=科技型中小企业)[(（]?(?:已|评价)?入库(?:登记)?(?:企业)?[)）]?$"
)
_OF_THE_DISTRICT = re.compile(r"区级|区县级")
_REVIEWED = re.compile(r"复核(?:通过|合格)?|到期复核")
_NATIONAL = re.compile(r"国家级?|工信部|部级")
_LOCAL = re.compile(r"北京市|省市级|市级|省级|区级|[一-龥]{2,4}[省市区](?=级|专精|小巨|创新|科技)")
_BATCH = re.compile(
    r"第[一二三四五六七八九十\d]+批次?|\d{4}年?度?(?:第[一二三四五六七八九十\d]+批)?|名单|称号|资质|荣誉|认定"
)
_CORES = {
    "专精特新小巨人": "little_giant",
    "专精特新重点小巨人": "little_giant",
    "重点小巨人": "little_giant",
    "小巨人": "little_giant",
    "专精特新": "srdi",
    "专精特新中小": "srdi",
    "创新型": "innovative",
    "创新型中小": "innovative",
    "科技型中小": "tech_sme",
    "科技型中小微": "tech_sme",
}


@dataclass(frozen=True, slots=True)
class TitleWord:
    """The tier a name stands for, and whether it tells of a passed review rather than a first recognition."""

    tier: str
    is_review: bool = False


def read_title(cell: Cell) -> TitleWord | None | Unreadable:
    """The title a cell names; None for an empty cell.

    A little giant is a national title: with a local level the words mean another one. A name that says more than
    a tier (科技小巨人, 创新型领军企业) is another title too; 科技和创新型中小企业 leaves its tier open.
    """
    text = _ENTERED.sub("", _QUOTES.sub("", compact(show_cell(cell))))
    if not text:
        return None
    if _NOT_IN_FORCE.search(text):
        return Unreadable("title_not_in_force")
    level = "local" if _LOCAL.search(text) else "national" if _NATIONAL.search(text) else ""
    tier = _CORES.get(_core(text))
    is_of_its_level = level != "local" if tier == "little_giant" else level != "national"
    if tier is None or not is_of_its_level or _OF_THE_DISTRICT.search(text):
        return Unreadable("title_unknown")
    return TitleWord(tier, is_review=bool(_REVIEWED.search(text)))


def _core(text: str) -> str:
    for words in (_BRACKETS, _LOCAL, _NATIONAL, _BATCH, _REVIEWED):
        text = words.sub("", text)
    return text.removesuffix("企业").strip("-—:：、,，_/")

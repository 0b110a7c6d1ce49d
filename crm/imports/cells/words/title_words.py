"""Titles as registers write them: level, state and tier are read apart, and only what stands recognised is a title."""

import re
from dataclasses import dataclass

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact

_QUOTES = re.compile(r"[“”\"「」『』‘’'《》]")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
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
_REVIEWED = re.compile(r"(?:到期)?复[核审](?:通过|合格)?的?")
_NATIONAL = re.compile(r"国家级?|工信部|部级")
_LOCAL = re.compile(r"北京市|省市级|市级|省级|区级|[一-龥]{2,4}[省市区](?=级|专精|小巨|创新|科技)")
# A title of another city or province is none of the four.
_ELSEWHERE = re.compile(r"[一-龥]{2,4}(?:省|市|自治区)(?=专精|小巨|创新|科技)")
# What brackets may say beside a level, a batch and a review and leave the title what it is.
_IN_FORCE = re.compile(
    r"(?:在|尚在)?有效期?内?|(?:公示期满|公示后)|首次|新认定|正常|现行|存续|是|中小|企业|市经信局|北京|[省市]|部|[\d年月日.\-/~至到第号]+"
)
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
    a tier (科技小巨人, 创新型领军企业) is another title too; 科技和创新型中小企业 leaves its tier open. Brackets that
    say anything else of it (移出, 待复核, 预备) leave open whether it stands.
    """
    text = _ENTERED.sub("", _QUOTES.sub("", compact(show_cell(cell))))
    if not text:
        return None
    if _NOT_IN_FORCE.search(text):
        return Unreadable("title_not_in_force")
    level = "local" if _LOCAL.search(text) else "national" if _NATIONAL.search(text) else ""
    tier = _CORES.get(_core(text))
    is_of_its_level = level != "local" if tier == "little_giant" else level != "national"
    is_elsewhere = _ELSEWHERE.search(text.replace("北京市", "")) or _OF_THE_DISTRICT.search(text)
    if tier is None or not is_of_its_level or is_elsewhere:
        return Unreadable("title_unknown")
    return TitleWord(tier, is_review=bool(_REVIEWED.search(text)))


def _core(text: str) -> str:
    """The words of the tier alone; what brackets say beside it stays, unless it says nothing against the title."""
    text = _BRACKETS.sub(lambda inside: _without_known(inside[1], _IN_FORCE), text)
    return _without_known(text)


def _without_known(text: str, *also: re.Pattern[str]) -> str:
    for words in (_BATCH, _LOCAL, _NATIONAL, _REVIEWED, *also):
        text = words.sub("", text)
    return text.removesuffix("企业").strip("-—:：、,，_/")

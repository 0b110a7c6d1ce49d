"""Names of people and of enterprises as a register writes them, brought to one spelling each."""

import re
from dataclasses import dataclass
from functools import lru_cache

from crm.imports.cells.characters import compact, one_line

_REMEMBERED = 20_000  # a register names each of its enterprises on several sheets
_NOBODY = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "无",
        "暂无",
        "待定",
        "未定",
        "待分配",
        "未分配",
        "空缺",
        "空岗",
        "待补充",
        "待明确",
        "待确定",
    }
)
_BETWEEN_CHINESE = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")
_TO_CHINESE_BRACKETS = str.maketrans("()[]【】〔〕", "（）（）（）（）")
_MIDDLE_DOTS = re.compile(r"(?<=[㐀-鿿])[•‧∙⋅・．.](?=[㐀-鿿])")
_NUMBERS = re.compile(r"[:：]?\+?\d[\d\- ]{5,}\d")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_ROLE = re.compile(
    r"(?:^|[\s、,，;；/])?[A-Za-z主副辅][角岗]?[:：]|(?:主责|协办|组长|组员|(?:服务|企业)?(?:管家|专员))[:：]"
)
_BETWEEN_NAMES = re.compile(r"[/、,，;；\n→>＞&＆+]|(?<=[㐀-鿿]{2})[和与及](?=[㐀-鿿]{2})|\s{2,}")
_OF_A_BODY = re.compile(r"^[㐀-鿿]{1,8}?(?:街道|[科室处局办股组])\s*(?=[㐀-鿿]{2,4}$)")
# Two names set apart by one blank, unless the first is a family name of two characters: 欧阳 娜娜 is one person.
_TWO_NAMES = re.compile(r"(?<![㐀-鿿])([㐀-鿿]{2,3}) (?=[㐀-鿿]{2,3}(?![㐀-鿿]))")
_LONG_FAMILY_NAMES = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|长孙|宇文|端木|南宫|独孤|申屠|呼延|轩辕"
)
_POSITION = re.compile(
    r"(?<=[㐀-鿿]{2})\s*(?:同志|老师|先生|女士|[科处部局所]长)$"
    r"|(?<=[㐀-鿿]{2})\s+(?:[㐀-鿿]{0,6}(?:总监|经理|主任|主管|会计|出纳|董事长?|总裁|助理|秘书|专员|负责人)|[男女])$"
)
_MARKS = re.compile(
    r"^(?:[*＊※★☆●○▲△◆◇■□▪►√✓✔#《“\"]+|[①-⑳]|（(?:\d{1,4}|[一二三四五六七八九十]{1,3}|新增?)）"
    r"|(?:\d{1,4}|[一二三四五六七八九十]{1,3})[.、)）]\s*|\d{1,4}\s+(?=[㐀-鿿]{4}))"
    r"|(?:\s*[*＊※★☆●○▲△◆◇■□▪►√✓✔#》”\"]|[。.,，;；])+$"
)
_FOOTNOTE = re.compile(r"(?<=[司心团厂所院社部])[\d①-⑳⁰¹²³⁴-⁹]{1,2}$")
_FORMER = re.compile(
    r"[（(](?:原(?:企业)?(?:名称?)?|曾用名称?|更名前)[:：为]?(?P<name>[^（）()]{4,})[）)]"
    r"|(?<=[司厂所院社部心])[,，、;；\s]*(?:曾用名称?|原名称?|更名前|原[:：])[:：为]?(?P<behind>[^（）()]{4,})$"
)
# What a register writes behind the form of a company says something of it and belongs to no name.
_REMARK = re.compile(r"(?<=公司)（(?P<remark>[^（）]*)）$")
# A number beside a name, also with its middle covered.
_A_NUMBER = re.compile(r"[（(]?(?:(?:联系)?电话|手机号?)?[:：]?\s*\+?1[3-9]\d[\d*\- ]{4,8}\d{4}[）)]?")
_LEFT = re.compile(
    r"[（(][^（）()]*(?P<how>迁出|注销|吊销|停业|歇业)[^（）()]*[）)]"
    r"|(?<=[司厂所院社部心])[-—–]+\s*(?:已|拟)?(?P<behind>迁出|注销|吊销|停业|歇业)$"
)


@dataclass(frozen=True, slots=True)
class NamedEnterprise:
    """A name as on the licence, a former name written beside it, and what was said of the enterprise's having left.

    `remark` is what else stood behind it and is left out.
    """

    name: str
    former: str | None = None
    left: str | None = None
    remark: str | None = None


def person_name(text: str) -> str | None:
    """A person's name without the blanks that pad short Chinese names; None where the cell names nobody."""
    name = _MIDDLE_DOTS.sub("·", _BETWEEN_CHINESE.sub("", one_line(text)))
    return None if compact(name) in _NOBODY else name


def read_people(text: str) -> list[str]:
    """Every person a cell names, without the numbers, roles, departments and remarks written beside them."""
    plain = _NUMBERS.sub("", _IN_BRACKETS.sub("、", _ROLE.sub("、", text.strip())))
    if _is_padded(plain):
        plain = re.sub(r"\s", "", plain)
    parts = (_POSITION.sub("", _OF_A_BODY.sub("", part.strip())) for part in _BETWEEN_NAMES.split(plain))
    names = (person_name(name) for part in parts for name in _TWO_NAMES.sub(_parted, part).split("、"))
    return list(dict.fromkeys(name for name in names if name))


def _parted(match: re.Match[str]) -> str:
    return match[0] if _LONG_FAMILY_NAMES.fullmatch(match[1]) else f"{match[1]}、"


def enterprise_name(text: str) -> str:
    """An enterprise's name with the full-width brackets of its licence and no blanks inside Chinese text."""
    return _BETWEEN_CHINESE.sub("", one_line(text)).translate(_TO_CHINESE_BRACKETS)


@lru_cache(maxsize=_REMEMBERED)
def read_enterprise_name(text: str) -> NamedEnterprise:
    """The name a cell gives an enterprise, without marks, numbers and remarks; a former name in brackets is kept."""
    name = enterprise_name(text)
    former, left = _FORMER.search(name), _LEFT.search(name)
    for beside in (_FORMER, _LEFT, _A_NUMBER, _MARKS, _FOOTNOTE):
        name = beside.sub("", name).strip()
    remark = _REMARK.search(name)
    earlier = [each.strip() for each in re.split("[、,，;；]", former["name"] or former["behind"])] if former else []
    return NamedEnterprise(
        _REMARK.sub("", name),
        earlier[0] if earlier else None,
        (left["how"] or left["behind"]) if left else None,
        remark["remark"] if remark else "、".join(earlier[1:]) or None,
    )


def _is_padded(text: str) -> bool:
    """Single characters set apart, as in 曾 晓 东: one name, not three."""
    return bool(re.fullmatch(r"\s*[㐀-鿿](?:[ 　]+[㐀-鿿]){1,3}\s*", text))

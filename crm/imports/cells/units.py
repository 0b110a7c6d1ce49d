"""Which unit of money the words around a table name: in a heading, above or below the rows, in the title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm.imports.cells.characters import compact
from crm.money import FEN_IN_WAN, FEN_IN_YUAN

UNITS = {
    "元": FEN_IN_YUAN,
    "百元": 100 * FEN_IN_YUAN,
    "千元": 1_000 * FEN_IN_YUAN,
    "万": FEN_IN_WAN,
    "万元": FEN_IN_WAN,
    "十万元": 10 * FEN_IN_WAN,
    "百万元": 100 * FEN_IN_WAN,
    "千万元": 1_000 * FEN_IN_WAN,
    "亿": 10_000 * FEN_IN_WAN,
    "亿元": 10_000 * FEN_IN_WAN,
}
_MANY = {word.removesuffix("元"): fen for word, fen in UNITS.items()}
# A unit stands alone: 元旦, 多元 and 元器件 name none, nor does an amount such as 注册资本5000万元.
_NAMED = re.compile(
    r"(?<![\d.多公单十百千万亿])(?P<many>[一二三四五六七八九十百千万亿兆kw]*+)[元圆](?![旦器件素宵月化老首])"
)
_BARE = re.compile(r"(?<![\d.第十百千万亿])(?P<many>[十百千万亿]++)(?![元圆人家户项件个分强大米吨台套次平位克瓦])")
# 人民币 and RMB alone say whose money it is, not how much of it one stands for.
_CURRENCY = re.compile(r"人民币|rmb|cny|yuan|[¥￥]|^[角分]$")
# A unit in the characters of cheques and of traditional script is the same unit.
_WRITTEN_OTHERWISE = str.maketrans("仟佰拾萬億圓", "千百十万亿圆")
_ROUND_NUMBER = re.compile(r"(?P<number>10{0,7})(?P<many>[十百千万亿]*)[元圆]?(?<=[元圆十百千万亿])", re.ASCII)
_OF_WHAT_MONEY = re.compile(r"币种|币别|货币")
_FOREIGN = re.compile(
    r"[美欧日港韩澳加]元|港币|英镑|卢布|欧|usd|eur|jpy|hkd|gbp|[$€£]|%|‰|[百千万]分|比例|占比|[吨件台套]$"
    r"|thousand|million|billion|['’]?000|^(?:[kmw]|mn|mm|bn|mil)$"
)
# What one head or one of anything comes to is not the amount: 万元/人, 元每户, 人均. A year's is: 万元/年.
_RATIO = re.compile(
    r"[元圆十百千万亿](?:[/／∕÷]|每)(?!年度?(?:$|[,;:)、]))(?![元圆十百千万亿%‰])[^\W\d_]"
    r"|(?:人|户|家|企|亩|地|月|日)均|每[人户家企亩月日]"
)
_BODIES = ("填报", "填表", "报送", "主管", "责任", "承办", "建设", "编制", "制表", "监制", "牵头", "申报")
_OF_A_BODY = re.compile(r"^(?:名称|负责人|盖章|公章|\((?:盖章|公章))")
_COUNTED_IN = re.compile(r"[以按](?P<words>[^,;。]{1,8}?)(?:为单位|计价|计算|计$|计[,;。)])")
_SPOKEN_OF = re.compile(r"金额|人民币|货币|币种|面额|均为|rmb|cny|unit")
_IN_BRACKETS = re.compile(r"[(\[【〔{<《｟]([^()\[\]【】〔〕{}<>《》｟｠]*)[)\]】〕}>》｠]")
# Beside the unit of amounts a line names the others of its table: 单位：万元、%.
_SHARES_BESIDE = re.compile(r"[、,，/;；和及][%‰]|[%‰][、,，/;；和及]")
# A line of so many characters is a note; in a longer text a unit may stand for anything.
_LONGEST_NOTE = 60
_SEPARATORS = r"/·_|:,、;—–-"
_SUFFIX = re.compile(
    rf"^(?P<rest>.+?)[{_SEPARATORS}]*(?:单位[{_SEPARATORS}]*)?(?P<unit>[十百千万亿]*元|(?<=[{_SEPARATORS}])[十百千万亿]+)$"
)


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """Words that name a unit, but none that amounts could be read in: another currency, a share,
    so much for each head, or two units."""

    words: str


Unit = int | UnknownUnit | None
"""The fen of one; a unit nobody can calculate with; or None where none is named."""


def list_brackets(text: str) -> list[str]:
    """What stands in brackets of any shape."""
    return [inside for inside in _IN_BRACKETS.findall(compact(text)) if inside]


def without_brackets(text: str) -> str:
    """A compact text without its brackets and what stands in them."""
    return _IN_BRACKETS.sub("", compact(text))


def read_unit_word(words: str) -> Unit:
    """The unit that these words name, such as those inside the brackets of a heading."""
    text = _plain(words)
    number = _ROUND_NUMBER.fullmatch(text)
    if number and (of_one := _MANY.get(number["many"])):
        return int(number["number"]) * of_one
    if _FOREIGN.search(text) or _RATIO.search(text):
        return UnknownUnit(text)
    named = {match["many"] for pattern in (_NAMED, _BARE) for match in pattern.finditer(text)}
    known = {_MANY.get(many) for many in named}
    if len(known) == 1 and (fen := known.pop()) is not None:
        return fen
    return UnknownUnit(text) if named or _CURRENCY.search(text) else None


def read_stated_unit(line: str) -> Unit:
    """The unit that a line outside the rows states, as in 单位：元、人 or in a title that ends with （元）."""
    text = _plain(line)
    if len(text) > _LONGEST_NOTE:
        return None
    if _OF_WHAT_MONEY.search(text) and _FOREIGN.search(_SHARES_BESIDE.sub("", text)):
        return UnknownUnit(text)
    named = (_SHARES_BESIDE.sub("", words) for words in _statements(text))
    stated = {unit for words in named if (unit := read_unit_word(words)) is not None}
    return UnknownUnit(text) if len(stated) > 1 else next(iter(stated), None)


def _statements(line: str) -> Iterator[str]:
    """The parts of a line that may speak of money: behind the word 单位, in brackets, or a short note about amounts."""
    before, *parts = line.split("单位")
    for part in parts:
        if not before.endswith(_BODIES) and not _OF_A_BODY.match(part):
            yield re.split(r"[)\]】]", part)[0]
        before = part
    yield from (match["words"] for match in _COUNTED_IN.finditer(line))
    if parts:
        return
    inside = [words for words in list_brackets(line) if _NAMED.search(words) or words in _MANY]
    yield from inside or ([line] if _SPOKEN_OF.search(line) else ())


def _plain(words: str) -> str:
    return compact(words).lower().translate(_WRITTEN_OTHERWISE)


def without_unit(heading: str) -> tuple[str, Unit]:
    """A heading that ends with a unit outside brackets, as in 营业收入/元 or 营业收入 元, parted in two."""
    parted = _SUFFIX.match(compact(heading).translate(_WRITTEN_OTHERWISE))
    unit = _MANY.get(parted["unit"].removesuffix("元")) if parted else None
    return (parted["rest"], unit) if parted and unit else (heading, None)

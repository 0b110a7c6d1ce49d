"""Years as registers, tax offices and statisticians write them; a part of a year is never taken for the whole."""

import re
from dataclasses import dataclass
from datetime import date

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.cells.characters import compact

FIRST_YEAR, LAST_YEAR = 1990, 2100
PART_OF_A_YEAR = "part_of_a_year"
_WHOLE = re.compile(
    r"(\d{4})(?:年?度?|财年|年?全年|年[末底])?(?:[(]?0?1月?[-—–~～至到]12月?[)]?)?(?:累计)?", re.ASCII
)
_SPAN = re.compile(
    r"(?P<first>\d{4})[-/.年]?(?P<from>\d{1,2})(?:[-/.月]?(?P<since>\d{1,2})日?|月)?"
    r"[-—–~～至到]+(?:(?P<last>\d{4})[-/.年]?)?(?P<to>\d{1,2})(?:[-/.月]?(?P<until>\d{1,2})日?|月)?",
    re.ASCII,
)
_PART = re.compile(r"\d{4}.*(?:季|半年|月|[qQ][1-4])|\d{4}(?:0[1-9]|1[0-2])")
# What words beside a figure say of its time, and those after which it is no figure of a year at all.
_A_PART = re.compile(
    r"[上下]半年|半年度?|前?第?[一二三四1-4]+季度?|季度|Q[1-4]|前[一二三四五六七八九十\d]+个?月|[当本]月|本季|月度"
    r"|(?<!\d)(?!0?1月?份?[-—–~至到]12月)\d{1,2}月?份?[-—–~至到]\d{1,2}月份?"
    r"|(?<![\d年\-—–~至到])\d{1,2}月份?(?!\d|[末底])",
    re.ASCII | re.IGNORECASE,
)
_PLANNED = re.compile(r"计划|目标|预计|预测|预期|预算|预估|估计|力争")
_COMPARED = re.compile(
    r"上上年|前年|第[一二三四五]年|[近前][一二两三四五\d]年|[两三]年|平均(?!从业)|年均|增速|增幅|增长(?!情况)|增减|同比|环比|变动|差额|率$|率[)]|[(](?:境[外内]|海外|国内|出口|其他|委外|委托)"
)
_YEAR_BEFORE = re.compile(
    r"(?:(?:上一?年|去年|上期)(?:同期|度|累计|全年|末|实际|完成)*|(?<!上年)(?<!去年)同期|(?:年初|期初))[数额]?"
)
_YEAR_ITSELF = re.compile(
    r"(?:(?:本年|本期|当年|当期|今年)(?:度|累计|实际|完成|末)*|[年期]末|全年|累计|实际完成|实际|完成(?:情况)?)[数额值]?"
)
_AT_ITS_BEGIN = re.compile(r"年初|期初")
_PLANS_OVER = re.compile(
    r"(?:经营|生产|收入|产值|指标|营收|利润)(?:目标|计划|预测|预计|预算)|(?:目标|计划|预测|预计|预算)(?:表|数|值|情况)"
)
_CAME_OF_IT = re.compile(r"完成|实际|执行")
_A_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """The time for which a heading has its figure: so many years before the one of the row, or no whole year that has
    come to be, such as a half, a plan, or how much it grew. `is_opening` is what stood when a year began."""

    years_back: int = 0
    is_no_year: bool = False
    is_opening: bool = False


def read_span(words: str) -> FigureSpan:
    """What a heading with its groups says of the time of its figure; without a word about it, the year of the row."""
    text = compact(words)
    if any(pattern.search(text) for pattern in (_A_PART, _PLANNED, _COMPARED)):
        return FigureSpan(is_no_year=True)
    return FigureSpan(int(bool(_YEAR_BEFORE.search(text))), is_opening=bool(_AT_ITS_BEGIN.search(text)))


def without_span(words: str) -> str:
    """The words without those about the time of a figure."""
    text = compact(words)
    for pattern in (_A_PART, _PLANNED, _YEAR_BEFORE, _YEAR_ITSELF):
        text = pattern.sub("", text)
    return text.strip(":-—_/")


def list_partial_years(line: str) -> set[int]:
    """The years of which a line over a table says that its figures are those of a part, or planned."""
    text = compact(line)
    years = [(int(year[1]), text[year.end() : year.end() + 12].lstrip("年度第")) for year in _A_YEAR.finditer(text)]
    is_plan = bool(_PLANS_OVER.search(text) and not _CAME_OF_IT.search(text))
    return {year for year, behind in years if is_plan or (_A_PART.match(behind) and not behind.startswith("12月"))}


def read_year(cell: Cell) -> int | None | Unreadable:
    """A calendar year between 1990 and 2100: 2025, 2025年度, 2025年1-12月, 2025-01-01至2025-12-31."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return _from_text(compact(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Unreadable(PART_OF_A_YEAR) if _PART.fullmatch(str(cell)) else _within(cell)
    return Unreadable("not_a_year")


def whole_year(first: date | None, last: date | None) -> int | None | Unreadable:
    """The year that two days span from end to end; a quarter or a half is no year."""
    if first is None or last is None:
        return None
    is_whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return _within(first.year) if is_whole else Unreadable(PART_OF_A_YEAR)


def _from_text(text: str) -> int | None | Unreadable:
    if not text:
        return None
    text = text.translate(_DIGITS)
    span, whole = _SPAN.fullmatch(text), _WHOLE.fullmatch(text)
    if whole:
        return _within(int(whole[1]))
    if span:
        return _spanned(span)
    return Unreadable(PART_OF_A_YEAR if _PART.match(text) else "not_a_year")


def _spanned(span: re.Match[str]) -> int | Unreadable:
    """The year of a span from January to December, by month or by day."""
    begins = int(span["from"]) == 1 and int(span["since"] or 1) == 1
    ends = int(span["to"]) == 12 and int(span["until"] or 31) == 31
    is_one_year = span["first"] == (span["last"] or span["first"])
    return _within(int(span["first"])) if begins and ends and is_one_year else Unreadable(PART_OF_A_YEAR)


def _within(year: float) -> int | Unreadable:
    if year != year or not FIRST_YEAR <= year <= LAST_YEAR or int(year) != year:
        return Unreadable("not_a_year")
    return int(year)

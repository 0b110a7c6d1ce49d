"""What the headings over a table say: fields, years, titles and units, from one row or from groups over several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import compact
from crm.imports.cells.periods import read_span, without_span
from crm.imports.cells.units import Unit, UnknownUnit, list_brackets, read_unit_word, without_brackets, without_unit
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.tables.column import LONG_WORDS, Column
from crm.imports.tables.layout import LAYOUTS, SheetKind
from crm.imports.workbook.sheets import Sheet, SheetRow
from crm.rules.law.fields import FIGURES

_REMEMBERED = 10_000
_LEADING = re.compile(r"^(?:其中|\d{1,2}[.、])[:：]?|^[*※#]+")
_YEAR = re.compile(r"(?:20|19)\d{2}(?:年度?)?")
_TITLE_COLUMN = re.compile(
    r"^(?P<title>.+?)(?:(?P<granted>认定时间|认定日期|认定|公布时间|公布日期|授予时间|发证日期|获批时间|时间|日期)"
    r"|(?P<expires>有效期至|有效期|到期日期|到期时间))$"
)
_ONLY_A_YEAR = re.compile(r"(?:20|19)\d{2}(?:年度?|年[末底])?")
_AMOUNT_WORDS = frozenset({"金额", "数额", "数值", "全年", "全年数", "年末数", "期末数"})
_OF_SOMEBODY = re.compile(
    r"(?P<whose>.+?)??(?P<what>姓名|名字|手机号?码?|联系电话|联系方式|电话号码|电话|职务|职位|部门|邮箱|微信号?)"
)
_KINDS_OF_TELEPHONE = frozenset({"移动", "办公", "固定", "常用"})
# Whose name or number it is, by the words before it or over it; the first that fits wins.
_ROLES = {
    "steward": re.compile(r"管家|专员|走访|服务人员"),
    "contact": re.compile(r"联系人|联络人|联络员|^企业$|^单位$|^公司$"),
    "other": re.compile(r"法定代表|法人|负责人|财务|控制人|董事|总经理|监事|人事"),
}
FIGURE_FIELDS = frozenset(figure.id for figure in FIGURES)
_STANDING = frozenset(figure.id for figure in FIGURES if figure.stands)
_NAMES_OF = {"steward": "服务管家", "contact": "联系人", "other": ""}


@dataclass(frozen=True, slots=True)
class TitleColumn:
    """A title that stands as a column: the words it is named by, what they mean, and which day the cells state."""

    words: str
    title: TitleWord
    field: str


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """The heading of one column: its own words, those of the group it stands in, the year it names, and its field.

    `fields` has the field of each kind of sheet in which these words mean one; `title` is set where the words name a
    title and the cells below are its days. `unit_set` is the unit a person gave the column, whatever its words say.
    A figure counts for so many years before the one of its row; `no_year` names one of a part of a year, or planned,
    which is not read. `long_part` is what the column has of a sheet with one figure a row.
    """

    index: int
    words: str
    group: str
    year: int | None
    fields: dict[str, Column]
    title: TitleColumn | None = None
    unit_set: int | UnknownUnit | None = None
    years_back: int = 0
    no_year: str = ""
    long_part: str = ""

    def unit(self, default: Unit) -> Unit:
        """The unit in the heading's brackets or behind it; without one, that of the sheet; None where none is named."""
        if self.unit_set is not None:
            return self.unit_set
        own = self.own_unit()
        return default if own is None else own

    def own_unit(self) -> Unit:
        """The unit that the words of the column name, or else those of its group."""
        for words in (self.words, self.group):
            named = read_unit_word("、".join(list_brackets(words))) or without_unit(without_brackets(words))[1]
            if named is not None:
                return named
        return None

    def place(self, kind: str) -> int:
        """How usual these words are among those the field goes by; 0 is the most usual, and what a person chose."""
        words = [heading.lower() for heading in self.fields[kind].headings]
        return next((words.index(each) for each in _spellings(self.words) if each in words), 0)


def heading_words(cell: Cell) -> str:
    """A heading without brackets, marks, blanks and line ends: what synonyms are compared with."""
    return _LEADING.sub("", without_brackets(show_cell(cell))).strip(":*、,").lower()


def read_headings(sheet: Sheet, rows: Sequence[SheetRow]) -> list[ColumnHeading]:
    """The headings in these rows, the last of which names the columns; the rows above it name groups of columns."""
    width = max(len(row.cells) for row in rows)
    return [heading for index in range(width) if (heading := _heading(sheet, rows, index)) is not None]


def _heading(sheet: Sheet, rows: Sequence[SheetRow], index: int) -> ColumnHeading | None:
    own = _own(sheet, rows, index)
    over = [_over(sheet, row, index) for row in rows[:-1]]
    groups = list(dict.fromkeys(text for text in over if text and text != own))
    group = "".join(groups)
    if not own.strip():
        return None
    year = _YEAR.search(compact(own)) or _YEAR.search(compact(group))
    meant = _meant(own, groups)
    fields = dict(find_fields(meant))
    heading = ColumnHeading(
        index=index,
        words=own,
        group=group,
        year=int(year[0][:4]) if year else None,
        fields=fields,
        title=None if fields else _title(own),
        long_part=next((part for part, known in LONG_WORDS.items() if heading_words(own) in known), ""),
    )
    figure = _figure(meant)
    return heading if figure is None else _in_time(heading, figure)


def _figure(words: str) -> Column | None:
    """The yearly figure these words mean, with or without words about its time."""
    found = (dict(find_fields(each)).get(SheetKind.FIGURES) for each in (words, without_span(words)))
    return next((column for column in found if column and column.field in FIGURE_FIELDS), None)


def _in_time(heading: ColumnHeading, figure: Column) -> ColumnHeading:
    """The heading of a figure with the year it stands for; a half, a plan or a growth is no figure of a year."""
    span = read_span(heading.group + heading.words)
    others = {kind: column for kind, column in heading.fields.items() if kind is not SheetKind.FIGURES}
    if span.is_no_year or (span.is_opening and figure.field not in _STANDING):
        return replace(heading, fields=others, no_year=figure.field)
    year, back = (heading.year - span.years_back, 0) if heading.year else (None, span.years_back)
    return replace(heading, fields={**others, SheetKind.FIGURES: figure}, year=year, years_back=back)


def _own(sheet: Sheet, rows: Sequence[SheetRow], index: int) -> str:
    """The words of a column: those of the last row, or the nearest above them where that is left blank."""
    return next((text for row in reversed(rows) if (text := sheet.text(row, index)).strip()), "")


def _meant(own: str, groups: Sequence[str]) -> str:
    """The words a column is meant by: its own, unless they only say something about the group it stands in.

    Under an indicator stands a year or an amount, under a person a name or a number: 手机 of a steward is nobody's
    number here, and 姓名 alone says of nobody whose it is.
    """
    plain = heading_words(own)
    if (_is_only_time(plain) or plain in _AMOUNT_WORDS) and groups:
        return next((group for group in reversed(groups) if not _is_only_time(heading_words(group))), own)
    of_somebody = _OF_SOMEBODY.fullmatch(plain)
    if of_somebody is None or of_somebody["whose"] in _KINDS_OF_TELEPHONE:
        return own
    whose = of_somebody["whose"] or "".join(map(heading_words, groups))
    role = next((role for role, words in _ROLES.items() if words.search(whose)), None)
    if role is None:
        return own
    if of_somebody["what"] in ("姓名", "名字"):
        return _NAMES_OF[role]
    return of_somebody["what"] if role == "contact" else ""


def _is_only_time(words: str) -> bool:
    """Whether words name a year, or the time of a figure, and nothing besides."""
    return not _ONLY_A_YEAR.sub("", without_span(words)).strip("年度")


def _over(sheet: Sheet, row: SheetRow, index: int) -> str:
    """The text over a column: its own, or that of the group which began further to the left."""
    return next((text for place in range(index, -1, -1) if (text := sheet.text(row, place).strip())), "")


def _spellings(words: str) -> list[str]:
    plain = heading_words(words)
    without_year = _YEAR.sub("", plain).strip("年度:：-—_/")
    return [plain, without_unit(plain)[0], without_year, without_unit(without_year)[0]]


@lru_cache(maxsize=_REMEMBERED)
def find_fields(words: str) -> tuple[tuple[str, Column], ...]:
    """The field of each kind of sheet in which these words mean one."""
    spellings = _spellings(words)
    means = ((kind, by_heading[each]) for kind, by_heading in _headings() for each in spellings if each in by_heading)
    first: dict[str, Column] = {}
    for kind, column in means:
        first.setdefault(kind, column)
    return tuple(first.items())


@cache
def _headings() -> list[tuple[str, dict[str, Column]]]:
    """The columns of each kind by every heading they go by."""
    return [
        (kind, {heading.lower(): column for column in columns for heading in column.headings})
        for kind, columns in LAYOUTS.items()
    ]


def _title(words: str) -> TitleColumn | None:
    parted = _TITLE_COLUMN.match(compact(words))
    named = read_title(parted["title"]) if parted else None
    if parted is None or named is None or isinstance(named, Unreadable):
        return None
    return TitleColumn(parted["title"], named, "expires_on" if parted["expires"] else "granted_on")

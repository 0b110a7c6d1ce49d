"""What a person takes a column for: a field, a year and a unit, or nothing; and the headings that follow from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from crm.imports.cells.cell import column_letters
from crm.imports.cells.units import UNITS
from crm.imports.cells.words.title_words import TitleWord
from crm.imports.tables.column import IDENTITY, INDICATOR, UNIT, VALUE, Column
from crm.imports.tables.headings import FIGURE_FIELDS, ColumnHeading, TitleColumn
from crm.imports.tables.layout import LAYOUTS, code_of
from crm.rules.law.fields import TITLE_TIERS

LEFT_OUT = "-"
YEAR_BEFORE = -1
# The units a column can be set to; a file may name others, which are read as they stand.
CHOSEN_UNITS = ("元", "千元", "万元", "百万元", "亿元")
LONG = "long"
_LONG_LABELS = {INDICATOR: "指标名称", VALUE: "指标数值", UNIT: "指标的单位"}
_DAYS = {"granted_on": "认定日期", "expires_on": "有效期至"}


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What one column is read as: a code of `MEANINGS` or LEFT_OUT; a year only for a yearly figure, a unit (a word
    of CHOSEN_UNITS, or nothing: as the file says) only for an amount. YEAR_BEFORE is that before the year of a row."""

    index: int
    meaning: str
    year: int | None = None
    unit: str | None = None


ColumnMaps = Mapping[str, Sequence[ColumnChoice]]
"""The choices for each header by its fingerprint."""
NO_MAPS: ColumnMaps = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Meaning:
    """Something a column can be taken for: a field of one kind of sheet or of several, a day of a title, or a part of a
    sheet with one figure a row."""

    code: str
    label: str
    group: str
    fields: Mapping[str, Column] = field(default_factory=dict)
    title: TitleColumn | None = None
    long_part: str = ""

    @property
    def takes_year(self) -> bool:
        return self.long_part == VALUE or any(column.field in FIGURE_FIELDS for column in self.fields.values())

    @property
    def takes_unit(self) -> bool:
        return self.long_part == VALUE or any(column.is_amount for column in self.fields.values())


def _meanings() -> Iterator[Meaning]:
    columns = [(kind, column) for kind, layout in LAYOUTS.items() for column in layout]
    for code, names in (("name", {"name", "enterprise"}), ("uscc", {"uscc"})):
        own = {kind: column for kind, column in columns if column.field in names}
        yield Meaning(code, next(iter(own.values())).label, "企业", own)
    for kind, column in columns:
        if column.field not in IDENTITY:
            yield Meaning(f"{code_of(kind)}.{column.field}", column.label, str(kind), {kind: column})
    for part, label in _LONG_LABELS.items():
        yield Meaning(f"{LONG}.{part}", label, "一行一项指标", long_part=part)
    for tier in TITLE_TIERS:
        for day, label in _DAYS.items():
            title = TitleColumn(tier.zh, TitleWord(str(tier.value)), day)
            yield Meaning(f"title.{tier.value}.{day}", f"{tier.zh}{label}", "称号（一列一种）", title=title)


MEANINGS: Mapping[str, Meaning] = MappingProxyType({meaning.code: meaning for meaning in _meanings()})


def apply_choices(headings: Sequence[ColumnHeading], choices: Sequence[ColumnChoice]) -> list[ColumnHeading]:
    """The headings as a person takes them; a column nobody spoke of is left out."""
    by_index = {choice.index: choice for choice in choices}
    return [_as_chosen(each, by_index.get(each.index, ColumnChoice(each.index, LEFT_OUT))) for each in headings]


def list_twins(choices: Sequence[ColumnChoice]) -> list[dict[str, str]]:
    """The fields that several columns are set to, with the letters of those; a figure may stand once for each year."""
    places: dict[tuple[str, int | None], list[int]] = {}
    for choice in choices:
        if choice.meaning != LEFT_OUT:
            places.setdefault((choice.meaning, choice.year), []).append(choice.index)
    return [
        {"field": MEANINGS[code].label, "columns": "、".join(map(column_letters, sorted(columns)))}
        for (code, _), columns in places.items()
        if len(columns) > 1
    ]


def _as_chosen(heading: ColumnHeading, choice: ColumnChoice) -> ColumnHeading:
    if choice.meaning == LEFT_OUT:
        return replace(heading, fields={}, title=None, year=None, years_back=0, long_part="")
    meaning = MEANINGS[choice.meaning]
    unit = UNITS[choice.unit] if choice.unit and meaning.takes_unit else None
    year = choice.year if meaning.takes_year else None
    back = 1 if year == YEAR_BEFORE else 0
    chosen = replace(heading, fields=dict(meaning.fields), title=meaning.title, unit_set=unit)
    return replace(chosen, year=None if back else year, years_back=back, long_part=meaning.long_part)

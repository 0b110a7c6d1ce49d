"""What a register says, row by row and typed, between reading it and writing it; ready to be kept as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from crm.imports.sheets.findings import RegisterFinding
from crm.imports.tables.layout import KINDS, SheetKind
from crm.imports.workbook.excerpts import Excerpt
from crm.rules.law.fields import FIGURES, FactKind

PlainValue = str | int | bool | None
MONEY_FIELDS = tuple(figure.id for figure in FIGURES if figure.kind is FactKind.MONEY)
COUNT_FIELDS = tuple(figure.id for figure in FIGURES if figure.kind is FactKind.COUNT)


@dataclass(frozen=True, slots=True)
class StagedEnterprise:
    """One enterprise of the register; None is what the register does not say."""

    row: int
    uscc: str
    name: str
    former_name: str | None = None
    street: str | None = None
    industry: str | None = None
    product: str | None = None
    niche_started_on: date | None = None
    product_field: str | None = None
    strategic_emerging: bool | None = None
    rd_institution: str | None = None
    steward: str | None = None
    contact: str | None = None
    position: str | None = None
    phone: str | None = None
    remark: str | None = None
    sheet: str = ""
    blanked: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StagedFigures:
    """One enterprise's year by figure: amounts in fen, heads as counted; None is what the register does not say."""

    row: int
    uscc: str
    year: int
    values: dict[str, int | None] = field(default_factory=dict)
    source: str | None = None
    sheet: str = ""
    blanked: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StagedTitle:
    """One title with its last day of validity; `reviewed_on` when a passed review moved that day."""

    row: int
    uscc: str
    tier: str
    granted_on: date
    expires_on: date
    batch: str | None = None
    by_month: bool = False
    end_given: bool = False
    reviewed_on: date | None = None
    sheet: str = ""
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class StagedItem:
    """One item of a sheet that lists facts, by the fields of its list; a day is its ISO text."""

    row: int
    uscc: str
    values: dict[str, PlainValue] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class StagedVisit:
    """One recorded contact, with its author where the register names one."""

    row: int
    uscc: str
    on: date
    kind: str
    steward: str | None = None
    purposes: list[str] = field(default_factory=list)
    summary: str | None = None
    demand: str | None = None
    department: str | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """What stands around the rows of a sheet: the rows down to the header from row 1, and lines below with a unit."""

    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet as it was read: which kind it was taken for, and where its header and hidden rows are.

    Of several tables below each other each is one, with the rows from its first to its last.
    """

    name: str
    kind: str | None
    header_row: int | None = None
    hidden_rows: list[int] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    frame: SheetFrame = field(default_factory=SheetFrame)
    rows: tuple[int, int] | None = None

    def has(self, row: int) -> bool:
        """Whether a row of the file belongs to it."""
        return self.rows is None or self.rows[0] <= row <= self.rows[1]


_OWN_ROWS: Mapping[str, str] = {
    SheetKind.ENTERPRISES: "enterprises",
    SheetKind.FIGURES: "figures",
    SheetKind.TITLES: "titles",
    SheetKind.VISITS: "visits",
}
"""Where a staged register has the rows of the sheets that do not just list facts."""


@dataclass(frozen=True, slots=True)
class StagedRegister:
    """The whole register."""

    sheets: list[SheetRead]
    hidden_sheets: list[str]
    enterprises: list[StagedEnterprise]
    figures: list[StagedFigures]
    titles: list[StagedTitle]
    visits: list[StagedVisit]
    findings: list[RegisterFinding]
    items: dict[str, list[StagedItem]] = field(default_factory=dict)
    excerpts: list[Excerpt] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        return _adapter().dump_json(self, warnings=False).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> "StagedRegister":
        """Read back what `to_json` wrote; anything else raises ValueError."""
        return _adapter().validate_json(text)

    def rows(self, kind: str) -> list[Any]:
        """The rows of one kind of sheet."""
        rows: list[Any] = getattr(self, _OWN_ROWS[kind]) if kind in _OWN_ROWS else self.items.get(kind, [])
        return rows

    def every_row(self) -> Iterator[Any]:
        """The rows of all sheets, each with the credit code it belongs to."""
        return (row for kind in KINDS for row in self.rows(kind))

    def with_rows(self, rows: Mapping[str, list[Any]]) -> "StagedRegister":
        """The register with these rows in place of those it has of the same kinds."""
        own = {_OWN_ROWS[kind]: rows[kind] for kind in rows if kind in _OWN_ROWS}
        listed = {kind: rows[kind] for kind in rows if kind not in _OWN_ROWS}
        return replace(self, **own, items={**self.items, **listed})

    def kinds(self) -> list[str]:
        """The register sheets the file has."""
        return list(dict.fromkeys(kind for sheet in self.sheets if sheet.kind for kind in (sheet.kind, *sheet.also)))

    def signature(self) -> list[str]:
        """The register sheets, and what people took their columns for: what a file is read as."""
        return [*self.kinds(), *self.mapped]


@cache
def _adapter() -> TypeAdapter[StagedRegister]:
    return TypeAdapter(StagedRegister)

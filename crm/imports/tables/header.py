"""What one table of a sheet is: its kind, where its columns are named, and what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm.imports.cells.cell import Cell
from crm.imports.cells.units import UnknownUnit
from crm.money import FEN_IN_WAN


@dataclass(frozen=True, slots=True)
class Header:
    """One table of a sheet: its kind, the row its columns are named in, and what the columns mean.

    A unit is the fen of one, or words that are no unit; `unstated` has the amounts of which nothing names a unit, read
    in 万元 until a person says otherwise. `fixed` holds what stands over the table and counts for every
    row: a year, a title, a street. A derived table is read from the same rows as another. `rows` has the numbers of the
    rows that belong to it where that is not every one; `unread_indicators` what those of a long sheet name besides.
    Its figures count for so many years before the one of a row; of `partial_years` the sheet has a part only, or plans.
    """

    kind: str
    row: int
    columns: Mapping[str, int]
    units: Mapping[str, int | UnknownUnit]
    words: Mapping[int, str]
    unknown: tuple[str, ...] = ()
    also: Mapping[int, str] = field(default_factory=dict)
    fixed: Mapping[str, Cell] = field(default_factory=dict)
    is_derived: bool = False
    rows: frozenset[int] | None = None
    unread_indicators: tuple[tuple[str, int], ...] = ()
    unstated: frozenset[str] = frozenset()
    years_back: int = 0
    partial_years: frozenset[int] = frozenset()

    def unit(self, name: str) -> int | UnknownUnit:
        return self.units.get(name, FEN_IN_WAN)

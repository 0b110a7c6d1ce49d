"""What a sheet that lists facts says of itself: its name, the list it fills, and the headings its fields go by."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell
from crm.imports.tables.column import CODE, NAME_BESIDE_ITEMS, Column
from crm.rules.law.fields import FIELDS, Choice, FactKind

INCOMPLETE = "item_incomplete"
CellReader = Callable[[Cell], str | None | Unreadable]


@dataclass(frozen=True)
class ListColumn:
    """A field of the list, as the vocabulary of facts names it, and the other headings registers give it.

    The kind of the fact says how its cells are read; `read` reads them where registers use words of their own. `word`
    names what only people read, which the vocabulary does not know. Without a needed field a row is no item and left
    out, for the reason `missing`.
    """

    field: str
    also: tuple[str, ...] = ()
    word: str = ""
    needed: bool = False
    missing: str = INCOMPLETE
    read: CellReader | None = None


@dataclass(frozen=True)
class ListSheet:
    """A sheet by the name reports use, and the list of facts whose items its rows are. Required columns come first.

    A report names it where the file has it, and one that is `promised` also where it has not: programs read reports.
    `state` are the headings of a column that says whether an item stands; `read_state` tells by it why one does not.
    """

    name: str
    list_id: str
    fields: tuple[ListColumn, ...]
    promised: bool = False
    state: tuple[str, ...] = ()
    read_state: CellReader | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns as they are looked for: whose row it is, then the fields."""
        state = (Column("state", self.state),) if self.state else ()
        return (NAME_BESIDE_ITEMS, CODE, *(self._column(each) for each in self.fields), *state)

    def kind(self, column: ListColumn) -> FactKind:
        """How the cells of a column are read."""
        return FactKind.TEXT if column.word else FIELDS[self.fact(column)].kind

    def choices(self, column: ListColumn) -> tuple[Choice, ...]:
        """The words the vocabulary knows for a column."""
        return FIELDS[self.fact(column)].choices

    def fact(self, column: ListColumn) -> str:
        """The field in the vocabulary of facts."""
        return f"{self.list_id}.{column.field}"

    def _column(self, column: ListColumn) -> Column:
        usual = column.word or FIELDS[self.fact(column)].zh
        headings = (usual, *(heading for heading in column.also if heading != usual))
        return Column(column.field, headings, column.needed, self.kind(column) is FactKind.MONEY)

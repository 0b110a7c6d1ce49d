"""Reads the sheet of intellectual property; whether an item counts for a title is the engine's business."""

from collections.abc import Sequence

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.words.code_words import YES_OR_NO
from crm.imports.cells.words.property_words import read_property_class
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.staged import StagedProperty
from crm.imports.tables.table import SheetLine, Table, lines_of


def read_property(tables: Sequence[Table], roll: Roll) -> list[StagedProperty]:
    """Every row is an item of its own: items carry no number, and two alike may both be real."""
    return [item for line in lines_of(tables) if (item := _read(line, roll)) is not None]


def _read(line: SheetLine, roll: Roll) -> StagedProperty | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    category = read_property_class(line.cell("class"))
    if category is None or isinstance(category, Unreadable):
        line.reject("class_unknown" if category is None else category.reason)
        return None
    return StagedProperty(
        sheet=line.sheet,
        row=line.number,
        uscc=uscc,
        category=category,
        title=line.text("title"),
        related=line.word("related", YES_OR_NO),
        benefit=line.word("benefit", YES_OR_NO),
        own=line.word("own", YES_OR_NO),
        high_value=line.word("high_value", YES_OR_NO),
        granted_on=line.day("granted_on"),
        transferred_on=line.day("transferred_on"),
        rank=line.count("rank", least=1),
    )

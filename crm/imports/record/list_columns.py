"""How an item of a list sheet stands in the table that keeps the list."""

from datetime import date
from typing import Any

from crm.enterprises.facts.lists.listings import LISTINGS
from crm.imports.lists.list_sheet import ListSheet
from crm.imports.sheets.staged import StagedItem
from crm.rules.law.fields import FactKind


def table_columns(sheet: ListSheet) -> tuple[str, ...]:
    """The columns of the table, in the order of the sheet's fields."""
    listing = LISTINGS[sheet.list_id]
    return tuple(listing.column(column.field) for column in sheet.fields)


def column_values(sheet: ListSheet, item: StagedItem) -> dict[str, Any]:
    """The item by the columns of the table, its days as days."""
    values = (
        date.fromisoformat(str(text)) if text and sheet.kind(column) is FactKind.DATE else text
        for column in sheet.fields
        for text in [item.values.get(column.field)]
    )
    return dict(zip(table_columns(sheet), values, strict=True))

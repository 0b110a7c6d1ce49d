"""Every sheet that lists facts, by name: a new one is its file and its line here."""

from collections import Counter

from crm.imports.lists.equity import EQUITY
from crm.imports.lists.list_sheet import ListSheet
from crm.imports.lists.property import PROPERTY
from crm.registry import Registry
from crm.rules.law.fields import FIELDS


def register_lists(*sheets: ListSheet) -> Registry[ListSheet]:
    """The sheets by name; ValueError for a name listed twice, a heading that means two fields, and an unknown fact."""
    _refuse_unknown(sheets)
    twice = [
        f"{sheet.name}/{heading}"
        for sheet in sheets
        for heading, number in Counter(each for column in sheet.columns for each in column.headings).items()
        if number > 1
    ]
    if twice:
        raise ValueError(f"named twice: {', '.join(twice)}")
    return Registry("list sheet", ((sheet.name, sheet) for sheet in sheets))


def _refuse_unknown(sheets: tuple[ListSheet, ...]) -> None:
    facts = [sheet.fact(column) for sheet in sheets for column in sheet.fields if not column.word]
    unknown = [fact for fact in (*(sheet.list_id for sheet in sheets), *facts) if fact not in FIELDS]
    if unknown:
        raise ValueError(f"no such fact: {', '.join(unknown)}")


LIST_SHEETS = register_lists(PROPERTY, EQUITY)

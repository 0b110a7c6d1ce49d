"""Reads the sheet of titles: which tier each name stands for, and how long a title without an end date lasts."""

from collections.abc import Mapping
from datetime import date, timedelta

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.code_words import read_title
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import Note
from crm.imports.sheets.staged import StagedTitle
from crm.imports.workbook.table import Line, Table
from crm.rules.law.dates import anniversary


def read_titles(table: Table, roll: Roll, terms: Mapping[str, int]) -> list[StagedTitle]:
    """Every title once; `terms` gives the years a title of each tier lasts."""
    read: dict[tuple[str, str, date], StagedTitle] = {}
    for line in table.lines():
        title = _read(line, roll, terms)
        if title is None:
            continue
        first = read.setdefault((title.uscc, title.tier, title.granted_on), title)
        if first is not title:
            differing = "有效期至" if first.expires_on != title.expires_on else ""
            reason = "repeated_with_differences" if differing else "repeated"
            line.note(Note.MERGED, "uscc", reason, first=first.row, fields=differing)
    return list(read.values())


def _read(line: Line, roll: Roll, terms: Mapping[str, int]) -> StagedTitle | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    tier = read_title(line.cell("tier"))
    if tier is None or isinstance(tier, Unreadable):
        line.reject("title_unknown", text=line.text("tier") or "")
        return None
    granted_on = line.day("granted_on")
    if granted_on is None:
        line.reject("grant_day_missing")
        return None
    expires_on = line.day("expires_on") or anniversary(granted_on, terms[tier]) - timedelta(days=1)
    if expires_on < granted_on:
        line.reject("ends_before_it_begins", granted=granted_on.isoformat(), expires=expires_on.isoformat())
        return None
    batch = line.text("batch")
    return StagedTitle(line.number, uscc, tier, granted_on=granted_on, expires_on=expires_on, batch=batch)

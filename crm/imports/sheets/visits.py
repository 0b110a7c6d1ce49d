"""Reads the sheet of recorded contacts; their author is the steward named in the row, or nobody."""

from crm.imports.cells.code_words import VISIT_KINDS, read_purposes
from crm.imports.cells.people_names import person_name
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import Note
from crm.imports.sheets.staged import StagedVisit
from crm.imports.workbook.table import Line, Table


def read_visits(table: Table, roll: Roll) -> list[StagedVisit]:
    """Every contact with a day and a way; several on one day are several contacts."""
    return [visit for line in table.lines() if (visit := _read(line, roll)) is not None]


def _read(line: Line, roll: Roll) -> StagedVisit | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    on, kind = line.day("on"), line.word("kind", VISIT_KINDS)
    if on is None or kind is None:
        line.reject("visit_day_missing" if on is None else "visit_kind_unknown")
        return None
    steward = line.text("steward")
    return StagedVisit(
        row=line.number,
        uscc=uscc,
        on=on,
        kind=kind,
        steward=person_name(steward) if steward else None,
        purposes=_purposes(line),
        summary=line.prose("summary"),
        demand=line.prose("demand"),
        department=line.text("department"),
    )


def _purposes(line: Line) -> list[str]:
    purposes = read_purposes(line.cell("purposes"))
    if not purposes and line.text("purposes"):
        line.note(Note.UNREADABLE, "purposes", "purpose_unknown")
    return purposes

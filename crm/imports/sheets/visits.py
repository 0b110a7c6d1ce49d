"""Reads the sheet of recorded contacts; their author is the steward named in the row, or nobody."""

from collections.abc import Sequence

from crm.imports.cells.amounts import NONE_GIVEN, Unreadable
from crm.imports.cells.characters import compact
from crm.imports.cells.people_names import read_people
from crm.imports.cells.words.code_words import read_purposes
from crm.imports.cells.words.visit_ways import read_visit_way
from crm.imports.sheets.belonging import owner
from crm.imports.sheets.enterprises import Roll
from crm.imports.sheets.findings import FindingKind
from crm.imports.sheets.staged import StagedVisit
from crm.imports.tables.table import SheetLine, Table, lines_of

NOTHING_ASKED = NONE_GIVEN | {"没有", "无诉求", "暂无诉求", "无。", "暂无。", "没有诉求", "无需求", "暂无需求"}


def read_visits(tables: Sequence[Table], roll: Roll) -> list[StagedVisit]:
    """Every contact with a day and a way; several on one day are several contacts."""
    return [visit for line in lines_of(tables) if (visit := _read(line, roll)) is not None]


def _read(line: SheetLine, roll: Roll) -> StagedVisit | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    on, kind = line.day("on"), read_visit_way(line.cell("kind"))
    if on is None or kind is None or isinstance(kind, Unreadable):
        line.reject("visit_day_missing" if on is None else "visit_kind_unknown")
        return None
    return StagedVisit(
        sheet=line.sheet,
        row=line.number,
        uscc=uscc,
        on=on,
        kind=kind,
        steward=_author(line),
        purposes=_purposes(line),
        summary=line.prose_without_numbers("summary"),
        demand=_demand(line),
        department=line.text("department"),
    )


def _author(line: SheetLine) -> str | None:
    """Who wrote the record; of several who went, the one named first."""
    return next(iter(read_people(line.prose("steward") or "")), None)


def _demand(line: SheetLine) -> str | None:
    """What the enterprise asked for; 无 and its like say that it asked for nothing."""
    text = line.prose_without_numbers("demand")
    return None if text is None or compact(text).lower() in NOTHING_ASKED else text


def _purposes(line: SheetLine) -> list[str]:
    purposes = read_purposes(line.cell("purposes"))
    if not purposes and line.text("purposes"):
        line.note(FindingKind.UNREADABLE, "purposes", "purpose_unknown")
    return purposes

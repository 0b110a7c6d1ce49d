"""Reads the sheet of recorded contacts; their author is the steward named in the row, or nobody."""

import re
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

_NOTHING_ASKED = re.compile(
    r"(?:企业|目前|当前|现阶段|暂时?|尚)*(?:没有?|无|未)(?:有|明显|具体|其他|其它|新的?|提出|反映|提)*"
    r"(?:诉求|需求|问题|困难|要求)?(?:[,，;；。]?(?:企业|生产|经营)*(?:运行|经营|生产|情况)*(?:正常|良好|平稳|稳定))?[,，;；。]?"
)


def read_visits(tables: Sequence[Table], roll: Roll) -> list[StagedVisit]:
    """Every contact with a day and a way; several on one day are several contacts."""
    return [visit for line in lines_of(tables) if (visit := _read(line, roll)) is not None]


def _read(line: SheetLine, roll: Roll) -> StagedVisit | None:
    uscc = owner(line, roll)
    if uscc is None:
        return None
    on, kind = line.day("on"), read_visit_way(line.cell("kind"))
    if on is None or kind is None or isinstance(kind, Unreadable):
        unknown = kind.reason if isinstance(kind, Unreadable) else "visit_kind_unknown"
        line.reject("visit_day_missing" if on is None else unknown)
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
    said = compact(text or "").lower()
    return None if not said or said in NONE_GIVEN or _NOTHING_ASKED.fullmatch(said) else text


def _purposes(line: SheetLine) -> list[str]:
    purposes = read_purposes(line.cell("purposes"))
    if not purposes and line.text("purposes"):
        line.note(FindingKind.UNREADABLE, "purposes", "purpose_unknown")
    return purposes

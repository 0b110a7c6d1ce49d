"""What the rows of a published list announce: by title and day one list each, and the rows that cannot be read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from crm.cultivation.models import Tier
from crm.cultivation.recognitions.heading import ListHeading
from crm.cultivation.recognitions.models import ListPurpose
from crm.cultivation.recognitions.reading import MOST_LINES, PrintedLine
from crm.cultivation.titles.bars import RevocationCause
from crm.cultivation.titles.ending import REVIEWED
from crm.errors import CrmError
from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.cell import Cell, show_cell
from crm.imports.cells.characters import one_line
from crm.imports.cells.codes import BadCode, read_code
from crm.imports.cells.days import read_day
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.imports.published.rows import PublishedRow

_LONGEST_NAME = 200
_LONGEST_CERTIFICATE = 200
Printed = TypeVar("Printed", Tier, date)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be taken, and why."""

    row: int
    error: CrmError


@dataclass(frozen=True, slots=True)
class WorkbookHeading:
    """What a person says of the whole workbook; a title or a day that is left open has to stand in each row."""

    document: str
    purpose: ListPurpose
    tier: Tier | None = None
    decided_on: date | None = None
    cause: RevocationCause | None = None


@dataclass(frozen=True, slots=True)
class PublishedLists:
    """The lines under their headings, in the order of the rows; nothing counts while a row has a problem."""

    lines: dict[ListHeading, list[PrintedLine]]
    problems: tuple[RowProblem, ...]


def read_lists(rows: Sequence[PublishedRow], announced: WorkbookHeading) -> PublishedLists:
    """Every row under the heading it belongs to; raises CrmError when there are none or too many."""
    if not rows:
        raise CrmError("list_empty")
    if len(rows) > MOST_LINES:
        raise CrmError("list_too_long", most=MOST_LINES, count=len(rows))
    lines: dict[ListHeading, list[PrintedLine]] = defaultdict(list)
    problems = []
    for row in rows:
        try:
            lines[_heading(row, announced)].append(_line(row))
        except CrmError as error:
            problems.append(RowProblem(row.number, error))
    return PublishedLists({heading: lines[heading] for heading in lines if lines[heading]}, tuple(problems))


def _line(row: PublishedRow) -> PrintedLine:
    name = one_line(show_cell(row.cells["name"]))
    if not name:
        raise CrmError("published_nameless")
    if len(name) > _LONGEST_NAME:
        raise CrmError("published_name_long", most=_LONGEST_NAME)
    certificate = one_line(show_cell(row.cells["certificate"])) or None
    if certificate and len(certificate) > _LONGEST_CERTIFICATE:
        raise CrmError("published_certificate_long", most=_LONGEST_CERTIFICATE)
    code = read_code(row.cells["uscc"])
    if isinstance(code, BadCode):
        if code.reason != "code_missing":
            raise CrmError("list_code_bad")
        return PrintedLine(name, certificate=certificate)
    return PrintedLine(name, code.text, certificate)


def _heading(row: PublishedRow, announced: WorkbookHeading) -> ListHeading:
    title = _title(row.cells["tier"], announced)
    purpose = announced.purpose
    if title and title.is_review and purpose is ListPurpose.RECOGNISED:
        purpose = ListPurpose.REVIEW_PASSED
    printed = Tier(title.tier) if title else None
    tier = _agree(printed, announced.tier, differs="published_other_title", unsaid="published_title_unsaid")
    if tier not in REVIEWED:
        raise CrmError("published_title_bad")
    day = _day(row.cells["granted_on"])
    day = _agree(day, announced.decided_on, differs="published_other_day", unsaid="published_day_unsaid")
    return ListHeading(announced.document, purpose, tier, day, announced.cause)


def _title(cell: Cell, announced: WorkbookHeading) -> TitleWord | None:
    """The title a row names. A list of those who lost it may say so: then the title is the one that was chosen."""
    title = read_title(cell)
    if not isinstance(title, Unreadable):
        return title
    has_ended = announced.purpose in (ListPurpose.REVIEW_FAILED, ListPurpose.REVOKED)
    if has_ended and announced.tier and title.reason == "title_not_in_force":
        return None
    raise CrmError("published_title_bad")


def _day(cell: Cell) -> date | None:
    day = read_day(cell or None)
    if day is None:
        return None
    if isinstance(day, Unreadable) or day.assumed:
        raise CrmError("published_day_bad")
    return day.date


def _agree(printed: Printed | None, chosen: Printed | None, *, differs: str, unsaid: str) -> Printed:
    """What the row says, or else the person; CrmError where the two differ, and where neither says anything."""
    if printed is not None and chosen is not None and printed != chosen:
        raise CrmError(differs)
    agreed = printed if printed is not None else chosen
    if agreed is None:
        raise CrmError(unsaid)
    return agreed

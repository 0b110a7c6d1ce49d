"""Which rows of a file a person may say something of: those without a valid code, and titles without their day."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.imports.batches.models import BatchState
from crm.imports.cells.codes import UNCHECKED
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.tables.layout import SheetKind

OPEN_STATES = (BatchState.PREVIEWED, BatchState.FAILED)
# Rows that lack nothing but to be known whose they are. A resident's id in place of a code is refused for good.
_WHOSE = frozenset({"code_missing", UNCHECKED, "code_length", "code_foreign_character", "code_unused_letter"})
WITHOUT_DAY = "grant_day_missing"
_NO_REGISTER = frozenset({"no_register_sheet", "column_missing"})


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A row that was left out because its code says not whose it is; `code` is what stands there."""

    sheet: str
    row: int
    name: str
    code: str
    reason: str

    @property
    def place(self) -> str:
        """What its fields on the page are called: another row is never meant by them, whatever was answered before."""
        return f"{self.row}-{self.sheet}"

    @property
    def can_be_confirmed(self) -> bool:
        """Whether only the check digit is wrong: a person may have seen the licence."""
        return self.reason == UNCHECKED and self.code.startswith("9")


def list_questions(findings: Sequence[RegisterFinding]) -> list[RowQuestion]:
    """The rows with a name and without a valid code, in the order of the file."""
    return [
        RowQuestion(each.sheet, each.row, each.values["name"], each.values.get("code", ""), each.reason)
        for each in findings
        if each.note is FindingKind.REJECTED and each.reason in _WHOSE and each.values.get("name")
    ]


def looks_published(findings: Sequence[RegisterFinding], refused: str | None) -> bool:
    """Whether a file may be a list of who was recognised: titles without codes or days, or no sheet of a register."""
    lacking = {each.values.get("kind") for each in findings if each.reason in ("code_missing", WITHOUT_DAY)}
    return refused in _NO_REGISTER or SheetKind.TITLES in lacking


def count_without_day(findings: Sequence[RegisterFinding]) -> int:
    """How many titles were left out because nothing names the day of their grant."""
    return sum(each.note is FindingKind.REJECTED and each.reason == WITHOUT_DAY for each in findings)

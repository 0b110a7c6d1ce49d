"""What was noticed while reading: rows rejected or merged, cells repaired or not readable, things to look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# What is quoted from a cell; a person needs to recognise it, not to read it whole.
QUOTED = 80


class FindingKind(StrEnum):
    """The kinds of findings, in the order in which a person looks at them.

    A row is *held* when it could be read but not written, and a value is *kept* where the record knows better.
    """

    REJECTED = "rejected"
    HELD = "held"
    UNREADABLE = "unreadable"
    KEPT = "kept"
    WARNING = "warning"
    MERGED = "merged"
    REPAIRED = "repaired"
    ASSUMED = "assumed"
    MISSING = "missing"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class RegisterFinding:
    """One finding: where it is, the text found there, and its reason as a code with values."""

    note: FindingKind
    sheet: str
    row: int
    cell: str
    text: str
    reason: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Findings:
    """Collects findings in the order of reading."""

    noted: list[RegisterFinding] = field(default_factory=list)

    def add(
        self, note: FindingKind, sheet: str, row: int, reason: str, *, cell: str = "", text: str = "", **values: Any
    ) -> None:
        """Note one finding; the quoted text is cut to a length one can show."""
        quoted = text if len(text) <= QUOTED else text[:QUOTED] + "…"
        self.noted.append(RegisterFinding(note, sheet, row, cell, quoted, reason, values))

    def of(self, note: FindingKind) -> Iterable[RegisterFinding]:
        return (finding for finding in self.noted if finding.note is note)

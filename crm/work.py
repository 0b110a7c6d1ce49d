"""What a job's step is given and what it hands back; who runs it, and when, is decided elsewhere."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

log = structlog.get_logger()
LISTED = 200  # so many ids are kept beside a number, the rest is only counted


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a step: its business date, its moment, the part it takes, and what was reported before it.

    `acted` is what came of the last thing the step did outside any transaction.
    """

    today: date
    at: datetime
    part: str = ""
    run_id: int | None = None
    so_far: Mapping[str, Any] = field(default_factory=dict)
    acted: Any = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What a step does while it holds no transaction: `read` fetches what `act` needs, `act` knows no database.

    What cannot be taken back, such as a file that is written or deleted, `lasts`; a rehearsal leaves it out.
    """

    read: Callable[[Session, Turn], Any]
    act: Callable[[Any, Turn], Any]
    lasts: bool = False


@dataclass(slots=True)
class ReportLine:
    """Things of one kind that happened, counted, with the first of their ids."""

    kind: str
    values: dict[str, Any]
    count: int = 0
    ids: list[int] = field(default_factory=list)

    def add(self, count: int, ids: list[int]) -> None:
        """More of the same."""
        self.count += count
        self.ids.extend(ids[: LISTED - len(self.ids)])


class Report:
    """Numbers, lines and what was passed over; structured, worded only when somebody reads it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.skipped: list[dict[str, Any]] = []
        self._lines: dict[str, ReportLine] = {}

    @property
    def lines(self) -> list[ReportLine]:
        """The lines in the order in which their kind first happened."""
        return list(self._lines.values())

    def count(self, what: str, number: int = 1) -> None:
        """Add to a number."""
        self.counts[what] += number

    def tell(self, kind: str, about: int, /, **values: Any) -> None:
        """One thing happened to the row `about`; the same kind with the same values is one line."""
        self._line(kind, values).add(1, [about])

    def pass_over(self, what: str, why: str) -> None:
        """Something was not done."""
        self.counts["skipped"] += 1
        if len(self.skipped) < LISTED:
            self.skipped.append({"what": what, "why": why})

    def merge(self, other: "Report") -> None:
        """Take in what another part of the same step reported."""
        self.counts.update(other.counts)
        self.skipped.extend(other.skipped[: LISTED - len(self.skipped)])
        for line in other.lines:
            self._line(line.kind, line.values).add(line.count, line.ids)

    def as_stored(self) -> dict[str, Any]:
        """The report as it is stored."""
        lines = [{"kind": one.kind, "values": one.values, "count": one.count, "ids": one.ids} for one in self.lines]
        return {"counts": dict(self.counts), "lines": lines, "skipped": self.skipped}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Report":
        """A stored report."""
        report = cls()
        report.counts.update(stored.get("counts", {}))
        report.skipped.extend(stored.get("skipped", []))
        for line in stored.get("lines", []):
            report._line(line["kind"], line["values"]).add(line["count"], line["ids"])
        return report

    def _line(self, kind: str, values: dict[str, Any]) -> ReportLine:
        name = json.dumps([kind, values], sort_keys=True, default=str)
        return self._lines.setdefault(name, ReportLine(kind, values))

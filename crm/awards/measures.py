"""The district's measures, read strictly from their policy files; which of them speaks for a clause on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from crm.money import FEN_IN_WAN
from crm.rules.law.catalogue import TIERS
from crm.rules.law.nodes import Text
from crm.rules.law.problems import RulebookError
from crm.rules.reading.policy_words import read_text
from crm.rules.reading.written import PlacedValue, read_file

FIRST_AWARD = "first_award"


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day, both inclusive."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class FirstAward:
    """Clause 1: an amount in 万元 for the first time a title is won; a promotion earns the difference."""

    clause: str
    department: str
    text: Text
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the district, with the digest of its file, under which what was said by it can be found again."""

    id: str
    document: str
    title: str
    valid: Validity
    repeals: str | None
    first_award: FirstAward
    digest: str

    def in_force(self, on: date) -> bool:
        """Whether the measure is valid on a day."""
        return self.valid.since <= on <= self.valid.until


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of an installation, the newest first; for a clause at most one is in force on a day."""

    all: tuple[Measure, ...]

    def measure_for(self, clause: str, on: date) -> Measure | None:
        """The measure whose clause is in force on a day; None where none is."""
        return next((measure for measure in self._with(clause) if measure.in_force(on)), None)

    def latest_for(self, clause: str, on: date) -> Measure | None:
        """The measure in force, or the newest that had begun by a day: its amounts then only indicate."""
        return next((measure for measure in self._with(clause) if measure.valid.since <= on), None)

    def _with(self, clause: str) -> tuple[Measure, ...]:
        """Measures that have the clause; LookupError names what there is instead."""
        if clause != FIRST_AWARD:
            raise LookupError(f"no measure has a clause {clause!r}; there is {FIRST_AWARD!r}")
        return self.all


@cache
def measures_at(path: Path) -> Measures:
    """The measures in a policy folder; raises RulebookError naming file and line of what is not understood.

    Two measures that would both be in force on a day are refused: no order of files may decide between them.
    """
    written = [(read_file(file), file) for file in sorted((path / "measures").glob("*.yaml"))]
    read = [(entry, _measure(entry, file)) for entry, file in written]
    read.sort(key=lambda pair: pair[1].valid.since)
    for (_, before), (entry, after) in pairwise(read):
        if before.id == after.id:
            raise entry.mapping()["id"].fail(f"measure {after.id} is written twice")
        if after.valid.since <= before.valid.until:
            raise entry.mapping()["valid"].fail(f"{before.id} is in force until {before.valid.until}")
    return Measures(tuple(measure for _, measure in reversed(read)))


def amount_of(measure: Measure, tier: str) -> int:
    """The amount for a title in fen; 0 for titles that earn nothing."""
    return measure.first_award.amounts.get(tier, 0) * FEN_IN_WAN


def _measure(written: PlacedValue, file: Path) -> Measure:
    entries = written.section("id document title valid first_award", "repeals")
    if entries["id"].text() != file.stem:
        raise entries["id"].fail(f"must be {file.stem}, as the file is called")
    return Measure(
        id=entries["id"].text(),
        document=entries["document"].text(),
        title=entries["title"].text(),
        valid=_validity(entries["valid"]),
        repeals=entries["repeals"].text() if "repeals" in entries else None,
        first_award=_first_award(entries["first_award"]),
        digest=sha256(file.read_bytes()).hexdigest(),
    )


def _validity(written: PlacedValue) -> Validity:
    entries = written.section("from to")
    valid = Validity(entries["from"].day(), entries["to"].day())
    if valid.until < valid.since:
        raise written.fail("ends before it begins")
    return valid


def _first_award(written: PlacedValue) -> FirstAward:
    entries = written.section("clause department text amounts")
    amounts = {tier: _wan(tier, amount) for tier, amount in entries["amounts"].mapping().items()}
    return FirstAward(entries["clause"].text(), entries["department"].text(), read_text(entries["text"]), amounts)


def _wan(tier: str, written: PlacedValue) -> int:
    if tier not in TIERS:
        raise written.fail(f"unknown title {tier!r}; known: {', '.join(sorted(map(str, TIERS)))}")
    if written.whole() <= 0:
        raise RulebookError(f"{written.file}:{written.line}", "an amount must be more than nothing")
    return written.whole()

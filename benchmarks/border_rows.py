"""Counts the border rows that either interpreter misjudges against the independent reference; it times nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import click

from benchmarks.table import Table
from benchmarks.workers import finish_all
from crm.rules import Dossier, dossier_from
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.engine import columnar, judged, without_days
from tests.rules.reference import Outcome, judge

PURPOSES = ("new", "review")
CHUNK = 2500


@dataclass(frozen=True)
class Chunk:
    """Rows that one worker draws and judges; the seed tells its rows from those of all other chunks."""

    rulebook: str
    as_of: date
    purpose: str
    rows: int
    seed: int


@dataclass
class Tally:
    """What came out of the chunks of one rulebook."""

    rows: int = 0
    by_exact: int = 0
    by_columns: int = 0
    beyond_columns: int = 0

    def add(self, other: Tally) -> None:
        self.rows += other.rows
        self.by_exact += other.by_exact
        self.by_columns += other.by_columns
        self.beyond_columns += other.beyond_columns


def chunks(rows: int, begin: int = 0) -> Iterator[Chunk]:
    """The rows from one on, shared out evenly over rulebooks, days and purposes, in turns so that all advance."""
    for number in range(begin // CHUNK, -(-rows // CHUNK)):
        turn, place = divmod(number, len(BORDERS))
        day, purpose = divmod(turn, len(PURPOSES))
        yield Chunk(
            rulebook=list(BORDERS)[place],
            as_of=AS_OF_DATES[day % len(AS_OF_DATES)],
            purpose=PURPOSES[purpose],
            rows=min(CHUNK, rows - number * CHUNK),
            seed=1_000_003 + number,
        )


def held_against_reference(chunk: Chunk) -> tuple[str, Tally]:
    drawn = list(border_dossiers(chunk.rulebook, chunk.as_of, chunk.rows, chunk.seed))
    expected = [judge(chunk.rulebook, row, chunk.as_of, chunk.purpose) for row in drawn]
    dossiers = [dossier_from(row) for row in drawn]
    in_columns = columnar(chunk.rulebook, dossiers, chunk.as_of, chunk.purpose)
    wrong = [place for place, said in in_columns.items() if said != without_days(expected[place])]
    tally = Tally(
        rows=chunk.rows,
        by_exact=misjudged_exactly(chunk, dossiers, expected),
        by_columns=len(wrong),
        beyond_columns=chunk.rows - len(in_columns),
    )
    return chunk.rulebook, tally


def misjudged_exactly(chunk: Chunk, dossiers: list[Dossier], expected: list[Outcome]) -> int:
    return sum(
        judged(chunk.rulebook, dossier, chunk.as_of, chunk.purpose) != outcome
        for dossier, outcome in zip(dossiers, expected, strict=True)
    )


def count(work: list[Chunk], workers: int) -> dict[str, Tally]:
    tallies = {rulebook: Tally() for rulebook in BORDERS}
    with click.progressbar(finish_all(work, held_against_reference, workers), length=len(work)) as finished:
        for rulebook, tally in finished:
            tallies[rulebook].add(tally)
    return tallies


def shown(tallies: dict[str, Tally]) -> str:
    table = Table("rulebook", "rows", "misjudged, exact", "misjudged, columns", "left to the exact one")
    for rulebook, tally in tallies.items():
        table.add(rulebook, tally.rows, tally.by_exact, tally.by_columns, tally.beyond_columns)
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    table.add("all", whole.rows, whole.by_exact, whole.by_columns, whole.beyond_columns)
    return str(table)


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Rows over all rulebooks.")
@click.option("--begin", default=0, show_default=True, help="Rows before this one are left out, a chunk at a time.")
@click.option("--workers", default=os.cpu_count() or 1, show_default=True, help="Processes side by side.")
def main(rows: int, begin: int, workers: int) -> None:
    """Judge rows on the borders of all rulebooks by both interpreters and by the reference."""
    tallies = count(list(chunks(rows, begin)), workers)
    click.echo(shown(tallies))
    if any(tally.by_exact or tally.by_columns for tally in tallies.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

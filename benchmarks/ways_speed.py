"""Times the search for ways up on border dossiers: what a page waits for; it judges no way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from time import process_time

import click

from benchmarks.table import Table
from crm.rules import dossier_from
from crm.rules.law.dossier import Dossier
from crm.rules.ways.search import ways_up
from tests.rules.border import BORDERS, border_dossiers
from tests.rules.engine import library
from tests.rules.ways.checker.rows import days_of, target_of

WORST_MS, USUAL_MS = 300, 50


def cases(rows: int) -> Iterator[tuple[str, date, Dossier]]:
    """Dossiers on the borders of each rulebook, on the days on which it is in force."""
    days = {book: days_of(book) for book in BORDERS}
    each = -(-rows // sum(map(len, days.values())))
    for book, in_force in days.items():
        for day in in_force:
            for row in border_dossiers(book, day, each, seed=day.toordinal()):
                yield book, day, dossier_from(row)


def milliseconds(rows: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    library()
    taken: dict[str, list[float]] = {book: [] for book in BORDERS}
    cut_off = dict.fromkeys(BORDERS, 0)
    for book, day, dossier in cases(rows):
        begun = process_time()
        found = ways_up(library(), target_of(book), dossier, as_of=day)
        taken[book].append((process_time() - begun) * 1000)
        cut_off[book] += found.is_cut_off
    return taken, cut_off


def share(times: list[float], part: float) -> float:
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


@click.command()
@click.option("--rows", default=3000, show_default=True, help="Dossiers over all rulebooks.")
def main(rows: int) -> None:
    """Search for ways up for border dossiers and show the processor time each search took."""
    taken, cut_off = milliseconds(rows)
    table = Table("rulebook", "searches", "median ms", "99 of 100 ms", "worst ms", "cut off")
    everything = [one for times in taken.values() for one in times]
    for book, times in [*taken.items(), ("all", everything)]:
        numbers = (f"{share(times, part):.1f}" for part in (0.5, 0.99, 1.0))
        table.add(book, len(times), *numbers, cut_off.get(book, sum(cut_off.values())))
    click.echo(str(table))
    if max(everything) > WORST_MS or share(everything, 0.99) > USUAL_MS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

"""Counts the ways up that an independent search by brute force finds fault with; it times nothing."""

from __future__ import annotations

import os
from collections import Counter

import click

from benchmarks.table import Table
from benchmarks.workers import finish_all
from crm.rules import dossier_from
from crm.rules.ways.search import ways_up
from tests.rules.border import BORDERS
from tests.rules.engine import library
from tests.rules.ways.checker import faults_of
from tests.rules.ways.checker.rows import Chunk, chunks


def checked(chunk: Chunk) -> tuple[str, Counter[str], list[str]]:
    """How many dossiers were searched, helped and cut off, and every fault with the dossier it was found in."""
    counted: Counter[str] = Counter()
    faults: list[str] = []
    for question in chunk.questions():
        dossier = dossier_from(question.dossier)
        found = ways_up(library(), question.target, dossier, as_of=question.today, purpose=question.purpose)
        wrong = faults_of(question, found)
        counted.update({"searched": 1, "helped": bool(found.ways), "cut off": found.is_cut_off, "wrong": bool(wrong)})
        faults += [
            f"{chunk.rulebook} {chunk.as_of} {question.dossier['uscc']} (seed {chunk.seed}): {one}" for one in wrong
        ]
    return chunk.rulebook, counted, faults


@click.command()
@click.option("--rows", default=5000, show_default=True, help="Dossiers over all rulebooks.")
@click.option("--seed", default=7_000_003, show_default=True, help="The first chunk's seed.")
@click.option("--purpose", type=click.Choice(["new", "review"]), default="new", show_default=True)
@click.option("--workers", default=os.cpu_count() or 1, show_default=True, help="Processes side by side.")
def main(rows: int, seed: int, purpose: str, workers: int) -> None:
    """Search for ways up for border dossiers, and hold every answer against a search by brute force."""
    tallies: dict[str, Counter[str]] = {book: Counter() for book in BORDERS}
    for book, counted, faults in finish_all(list(chunks(rows, seed, purpose=purpose)), checked, workers):
        tallies[book].update(counted)
        for fault in faults:
            click.echo(fault, err=True)
    table = Table("rulebook", "searched", "helped", "cut off", "wrong")
    tallies["all"] = sum(tallies.values(), Counter())
    for book, tally in tallies.items():
        table.add(book, *(tally[name] for name in ("searched", "helped", "cut off", "wrong")))
    click.echo(str(table))
    if tallies["all"]["wrong"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

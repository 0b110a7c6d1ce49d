"""CPU milliseconds for one enterprise explained for three tiers, with every clause put into words."""

from __future__ import annotations

import time
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

import click

from benchmarks.table import Table
from crm.rules import TARGETS, Dossier, Library, Sight, dossier_from, judge_seen
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers

POLICIES = Path(__file__).parents[1] / "config" / "policies"
AS_OF = AS_OF_DATES[0]


def explained(library: Library, dossier: Dossier) -> int:
    """Everything that a page or a line of output shows; the number of clauses, so that nothing is left undone."""
    sight = Sight(dossier, AS_OF, library.sizing)
    books = [library.rulebook_for(target, "new", AS_OF) for target in TARGETS]
    return sum(len(judge_seen(book, sight).as_mapping()["detail"]) for book in books)


def milliseconds(library: Library, dossiers: list[Dossier]) -> list[float]:
    spent = []
    for dossier in dossiers:
        begun = time.process_time()
        explained(library, dossier)
        spent.append((time.process_time() - begun) * 1000)
    return spent


@click.command()
@click.option("--enterprises", default=2000, show_default=True)
def main(enterprises: int) -> None:
    """Explain enterprises on the borders of all rulebooks, one after the other, each from facts never seen before."""
    library = Library.load(POLICIES)
    drawn = [border_dossiers(rulebook, AS_OF, enterprises, seed=7) for rulebook in BORDERS]
    rows = [next(source) for source, _ in zip(cycle(drawn), range(enterprises), strict=False)]
    spent = milliseconds(library, [dossier_from(row) for row in rows])
    table = Table("one enterprise, three tiers", "median ms", "p95 ms", "slowest ms")
    table.add(f"{enterprises} enterprises", median(spent), quantiles(spent, n=20)[-1], max(spent))
    click.echo(str(table))


if __name__ == "__main__":
    main()

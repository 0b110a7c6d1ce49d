"""Enterprises per CPU second, columnar interpreter against OpenFisca-core: the same rules and pool in one run."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy

from benchmarks.made_up_pool import AS_OF, pool
from benchmarks.openfisca import conditions
from benchmarks.openfisca.columns import arrays
from benchmarks.openfisca.system import SrdiSystem, evaluate
from benchmarks.table import Table
from crm.rules import Library, Verdict
from crm.rules.pool import VERDICTS, judge_pool

POLICIES = Path(__file__).parents[1] / "config" / "policies"
RULEBOOK = "srdi-2022"
CODES = {
    Verdict.FAR: conditions.FAR,
    Verdict.NEAR: conditions.NEAR,
    Verdict.INCOMPLETE: conditions.INCOMPLETE,
    Verdict.ELIGIBLE: conditions.ELIGIBLE,
}


def cpu_seconds(work: Callable[[], Any], rounds: int) -> float:
    """The best of some rounds; CPU time counts all threads of the process."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def verdicts_of_columns(judged: Any) -> Any:
    return numpy.array([CODES[verdict] for verdict in VERDICTS])[judged.frame["verdict"].to_numpy()]


@click.command()
@click.option("--enterprises", default=1_000_000, show_default=True)
@click.option("--rounds", default=3, show_default=True, help="Times that each is run; the best counts.")
def main(enterprises: int, rounds: int) -> None:
    """Judge one made-up pool by the 2022 SRDI rulebook in both engines."""
    library, system = Library.load(POLICIES), SrdiSystem()
    tables = pool(enterprises, seed=2022)
    columns = arrays(tables, AS_OF)

    def ours() -> Any:
        return judge_pool(library.rulebooks[RULEBOOK], tables, as_of=AS_OF, sizing=library.sizing)

    def theirs() -> Any:
        return evaluate(system, columns, AS_OF.year - 1)

    differing = int((verdicts_of_columns(ours()) != theirs()[0]).sum())
    seconds = cpu_seconds(ours, rounds), cpu_seconds(theirs, rounds)
    table = Table("engine", "enterprises / CPU second", "CPU µs each", "ratio")
    names = "columnar interpreter", f"OpenFisca-core {version('openfisca-core')}"
    for name, spent in zip(names, seconds, strict=True):
        table.add(name, round(enterprises / spent), spent / enterprises * 1e6, seconds[1] / spent)
    click.echo(f"{RULEBOOK}, {enterprises:,} enterprises, best of {rounds}\n{table}")
    click.echo(
        f"verdicts that differ: {differing:,} (32-bit floats on one side; none is placed on a limit here)"
    )


if __name__ == "__main__":
    main()

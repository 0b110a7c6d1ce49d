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
from crm.rules.columnar.judging import VERDICTS, PoolJudgement, judge_pool, judge_pool_seen
from crm.rules.columnar.sight import PoolSight

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


def verdicts_of_columns(judged: PoolJudgement) -> Any:
    return numpy.array([CODES[verdict] for verdict in VERDICTS])[judged.frame["verdict"].to_numpy()]


class Contest:
    """One pool, ready for both engines: lists counted on both sides before the clock starts."""

    def __init__(self, enterprises: int) -> None:
        self.library = Library.load(POLICIES)
        self.rulebook = self.library.rulebooks[RULEBOOK]
        self.tables = pool(enterprises, seed=2022)
        self.sight = PoolSight(self.tables, AS_OF, self.library.sizing)
        self.system = SrdiSystem()
        self.columns = arrays(self.tables, AS_OF)

    def ours(self) -> PoolJudgement:
        return judge_pool_seen(self.rulebook, self.sight)

    def ours_from_tables(self) -> PoolJudgement:
        return judge_pool(self.rulebook, self.tables, as_of=AS_OF, sizing=self.library.sizing)

    def theirs(self) -> Any:
        return evaluate(self.system, self.columns, AS_OF.year - 1)

    def differing(self) -> int:
        """Also lets our side gather its columns, which it does only once."""
        return int((verdicts_of_columns(self.ours()) != self.theirs()[0]).sum())


@click.command()
@click.option("--enterprises", default=1_000_000, show_default=True)
@click.option("--rounds", default=5, show_default=True, help="Times that each is run; the best counts.")
def main(enterprises: int, rounds: int) -> None:
    """Judge one made-up pool by the 2022 SRDI rulebook in both engines."""
    contest = Contest(enterprises)
    differing = contest.differing()
    runs = {
        f"OpenFisca-core {version('openfisca-core')}": contest.theirs,
        "columnar interpreter": contest.ours,
        "columnar interpreter, from tables with the lists uncounted": contest.ours_from_tables,
    }
    seconds = {name: cpu_seconds(run, rounds) for name, run in runs.items()}
    theirs = next(iter(seconds.values()))
    table = Table("engine", "enterprises / CPU second", "CPU µs each", "ratio")
    for name, spent in seconds.items():
        table.add(name, round(enterprises / spent), spent / enterprises * 1e6, theirs / spent)
    click.echo(f"{RULEBOOK}, {enterprises:,} enterprises, best of {rounds}\n{table}")
    click.echo(f"verdicts that differ: {differing:,} (32-bit floats on one side; none is placed on a limit here)")


if __name__ == "__main__":
    main()

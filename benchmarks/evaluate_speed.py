"""Times the command `evaluate` on a large dossier file: wall clock, CPU time of all its processes, and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.table import Table
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers

ROOT = Path(__file__).parents[1]
AS_OF = AS_OF_DATES[0]
BAR_SECONDS = 60.0
KB_PER_MB = 1024


@dataclass(frozen=True)
class Run:
    """What one run of the command took; `memory_mb` is that of its largest process."""

    seconds: float
    cpu_seconds: float
    memory_mb: float
    output_lines: int


def dossiers(lines: int) -> Iterator[dict[str, Any]]:
    """Rows on the borders of all rulebooks in turn, no two drawn from the same place."""
    drawn = [border_dossiers(rulebook, AS_OF, -(-lines // len(BORDERS)), seed=11) for rulebook in BORDERS]
    turns = chain.from_iterable(zip(*drawn, strict=True))
    return (row for row, _ in zip(turns, range(lines), strict=False))


def write(file: Path, lines: int) -> None:
    with file.open("w", encoding="utf-8") as written:
        for row in dossiers(lines):
            written.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(file: Path, output: Path) -> Run:
    """The command as people start it; its progress bar is shown when this is run on a terminal."""
    command = [sys.executable, "-m", "flask", "--app", "crm", "evaluate", str(file)]
    begun = time.perf_counter()
    subprocess.run([*command, "--as-of", AS_OF.isoformat(), "--output", str(output)], cwd=ROOT, check=True)
    seconds = time.perf_counter() - begun
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    with output.open("rb") as answers:
        return Run(seconds, spent.ru_utime + spent.ru_stime, spent.ru_maxrss / KB_PER_MB, sum(1 for _ in answers))


@click.command()
@click.option("--lines", default=100_000, show_default=True)
def main(lines: int) -> None:
    """Evaluate a file of border dossiers for the three tiers; a wall clock above the bar ends with status 1."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "dossiers.jsonl")
        write(file, lines)
        done = run(file, Path(folder, "answers.jsonl"))
    table = Table("evaluate", "answers", "seconds", "CPU seconds", "CPU ms a line", "largest process MB")
    each = done.cpu_seconds / lines * 1000
    table.add(f"{lines:,} lines", done.output_lines, done.seconds, done.cpu_seconds, each, done.memory_mb)
    click.echo(str(table))
    raise SystemExit(int(done.seconds > BAR_SECONDS))


if __name__ == "__main__":
    main()

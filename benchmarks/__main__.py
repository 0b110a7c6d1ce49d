"""Runs all measurements one after the other with their usual sizes; each is also a command of its own."""

from __future__ import annotations

import subprocess
import sys

MEASUREMENTS = (
    "benchmarks.explain_speed",
    "benchmarks.ways_speed",
    "benchmarks.ways_checked",
    "benchmarks.evaluate_speed",
    "benchmarks.pool_speed",
    "benchmarks.border_rows",
    "benchmarks.night_speed",
    "benchmarks.pages",
)


def main() -> int:
    """Every measurement in a process of its own; the exit status says whether any of them failed."""
    failed = False
    for name in MEASUREMENTS:
        failed |= subprocess.run([sys.executable, "-m", name], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())

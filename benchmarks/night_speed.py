"""Seconds, CPU and memory of nights over a made-up district on PostgreSQL: the first, a full one, an ordinary one."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import psycopg
from sqlalchemy import text

from benchmarks.pages import data
from benchmarks.table import Table
from crm import clock, create_app
from crm.config.settings import Settings, ensure_secrets
from crm.db import reading
from crm.jobs.models import RunState
from crm.jobs.registry import NIGHT, Job, JobStep
from crm.jobs.running.runner import run
from crm.jobs.running.schedule import Slot
from crm.serving.garbage import collect_seldom
from tests.postgres import address, migrate, own_server

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024
JUDGING = "evaluate-pool"
TOUCH = (
    "UPDATE yearly_figures SET revenue = revenue * 9 / 10 WHERE enterprise_id %% 100 = %(at)s AND year = 2025",
    "INSERT INTO judging_marks (enterprise_id) SELECT id FROM enterprises WHERE id %% 100 = %(at)s",
)
NIGHTS = {"first: everybody is new": 0, "ordinary: 1% touched": 1, "full: weekly check": 8}
"""Each night by how many days after today it runs; before all but the first some are touched."""


@contextmanager
def district(enterprises: int) -> Iterator[dict[str, str]]:
    """A server with the district, its standings derived; yields the environment of an application on it."""
    with own_server(data.SERVER) as admin, tempfile.TemporaryDirectory() as folder:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
        url = address(admin, "bench")
        ensure_secrets(Path(folder))
        migrate(url)
        data.write(url, enterprises, 0, 0, clock.today(), is_searched=False)
        environment = {"CRM_INSTANCE": folder, "CRM_DATABASE_URL": url}
        data.derive_standings(create_app(Settings.load(environment)), url, enterprises)
        yield environment


def timed(job: Job, spent: dict[str, float]) -> Job:
    """The job with a clock at each turn of each step; what the runner does between them is nobody's."""

    def around(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*arguments: Any) -> Any:
            begun = time.perf_counter()
            try:
                return act(*arguments)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - begun

        return measured

    def with_clocks(step: JobStep) -> JobStep:
        outside = [
            replace(each, read=around(f"{step.name}, read", each.read), act=around(f"{step.name}, act", each.act))
            for each in step.before
        ]
        return replace(step, work=around(f"{step.name}, record", step.work), before=tuple(outside))

    return replace(job, steps=tuple(map(with_clocks, job.steps)))


def one_night(day: date) -> dict[str, Any]:
    """Run the night of a day in this process and say what it took."""
    spent: dict[str, float] = {}
    app = create_app(Settings.load(dict(os.environ)))
    collect_seldom()
    with app.app_context():
        with reading() as session:
            server = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        before, begun = server_seconds(server), time.perf_counter()
        outcome = run(app, timed(NIGHT, spent), Slot(day.isoformat(), (day.isoformat(),), "schedule"))
        seconds = time.perf_counter() - begun
        if outcome.state is not RunState.DONE:
            raise SystemExit(f"the night of {day} ended as {outcome.state}: {outcome.error}")
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "seconds": seconds,
            "cpu": used.ru_utime + used.ru_stime,
            "server": server_seconds(server) - before,
            "memory": used.ru_maxrss // MEGABYTE,
            "counts": outcome.counts,
            "steps": {**spent, "between the steps": seconds - sum(spent.values())},
        }


def server_seconds(process: int) -> float:
    """CPU seconds of one process of the server."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(environment: dict[str, str], day: date) -> dict[str, Any]:
    """One night in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.night_speed", "--day", day.isoformat()]
    done = subprocess.run(
        command, check=True, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def touch(url: str, at: int) -> None:
    """Change the figures of one enterprise in a hundred, as a page would: with a mark for the night."""
    with psycopg.connect(url) as connection:
        for statement in TOUCH:
            connection.execute(statement, {"at": at})


@click.command()
@click.option("--enterprises", default=100_000, show_default=True)
@click.option("--day", hidden=True, help="Run one night here and print what it took.")
def main(enterprises: int, day: str | None) -> None:
    """Three nights, one after the other."""
    if day:
        click.echo(json.dumps(one_night(date.fromisoformat(day))))
        return
    today = clock.today()
    with district(enterprises) as environment:
        nights: dict[str, dict[str, Any]] = {}
        for name, days in NIGHTS.items():
            if nights:
                touch(environment["CRM_DATABASE_URL"], 7)
            nights[name] = measured(environment, today + timedelta(days=days))
            click.echo(f"{name}: {nights[name]['seconds']:.1f} s", err=True)
        click.echo(f"{enterprises:,} enterprises, load {os.getloadavg()[0]:.1f} at the end\n{table_of(nights)}")
        click.echo(f"\n{steps_of(nights)}")


def table_of(nights: dict[str, dict[str, Any]]) -> Table:
    """One line a night; the judging is what the bars are about, the rest are checks, counts and notices."""
    table = Table("night", "seconds", "judging s", "CPU s", "server CPU s", "peak MB", "judged", "changed")
    for name, night in nights.items():
        judging = sum(seconds for step, seconds in night["steps"].items() if step.startswith(JUDGING))
        counts = night["counts"]
        cells = (night["seconds"], judging, night["cpu"], night["server"], night["memory"])
        table.add(name, *cells, counts.get("evaluated", 0), counts.get("changed", 0))
    return table


def steps_of(nights: dict[str, dict[str, Any]]) -> Table:
    """Seconds of every step of each night."""
    table = Table("seconds of", *nights)
    for step in next(iter(nights.values()))["steps"]:
        table.add(step, *(night["steps"].get(step, 0.0) for night in nights.values()))
    return table


if __name__ == "__main__":
    main()

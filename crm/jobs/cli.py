"""`flask jobs`: start the scheduler, run one job now, list them all."""

import json
import signal
import sys
from datetime import date, datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from crm import clock
from crm.db import reading
from crm.jobs.models import RunState
from crm.jobs.queries import standings
from crm.jobs.registry import JOBS, Job
from crm.jobs.running import runner, scheduler
from crm.jobs.running.due import asked_slot, due_slot
from crm.jobs.running.runner import RunOutcome, Stop
from crm.jobs.running.schedule import Slot, timetables
from crm.serving.garbage import collect_seldom
from crm.serving.startup import check

jobs_commands = AppGroup("jobs", help="What runs by itself: start the scheduler, run a job, list them.")
EXIT_FAILED, EXIT_NOT_OURS = 1, 3


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app


@jobs_commands.command("start")
def start() -> None:
    """Run every job at its time, until SIGTERM; ends with one line where something is wrong from the start."""
    check(_app())
    click.echo(_("定时任务已启动。"))
    scheduler.start(_app())


@jobs_commands.command("run")
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Do everything and roll it back.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The business date; today without it.")
@click.option("--due", "only_due", is_flag=True, hidden=True, help="Run what the timetable says, if anything.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def run(name: str, *, dry_run: bool, day: datetime | None, only_due: bool, as_json: bool) -> None:
    """Run one job for a business date, now. Exit status 1: it failed; 3: another process is at it."""
    if name not in JOBS:
        raise click.BadParameter(_("没有名为 %(name)s 的任务，可用：%(all)s", name=name, all="、".join(JOBS)))
    job, today = JOBS[name], day.date() if day else clock.today()
    if dry_run:
        _say(job, runner.rehearse(job, today), as_json=as_json, rehearsed=True)
        return
    if today > clock.today():
        raise click.BadParameter(_("%(day)s 还没有到，只能加 --dry-run 试运行。", day=today), param_hint="--date")
    slot = _slot(job, today, only_due=only_due)
    if slot is None:
        return
    stop = Stop()
    signal.signal(signal.SIGTERM, stop.ask)
    collect_seldom()
    _say(job, runner.run(_app(), job, slot, stop=stop), as_json=as_json)


def run_today(name: str, *, stop: Stop) -> None:
    """Run one job for today unless it is done, until somebody asks to stop, and say what it did."""
    job = JOBS[name]
    slot = _slot(job, clock.today(), only_due=False)
    if slot is not None:
        _say(job, runner.run(_app(), job, slot, stop=stop), as_json=False)


@jobs_commands.command("list")
def list_jobs() -> None:
    """Every job: when it runs, how it catches up, when it last succeeded."""
    with reading() as session:
        for one in standings(session, now=clock.now()):
            success = clock.local(one.last_success).strftime("%Y-%m-%d %H:%M") if one.last_success else "—"
            state = one.state.value if one.state else "—"
            columns = (f"{one.name:<18}", f"{one.line:<14}", f"{one.catch_up:<6}", f"{one.wall_seconds:>5} s")
            click.echo("  ".join((*columns, _("上次成功 %(at)s", at=success), state)))


def _slot(job: Job, today: date, *, only_due: bool) -> Slot | None:
    times = timetables()[job.name]
    with reading() as session:
        if only_due:
            return due_slot(session, job, times, now=clock.now())
        return asked_slot(session, job, times, today, now=clock.now())


def _say(job: Job, outcome: RunOutcome, *, as_json: bool, rehearsed: bool = False) -> None:
    if outcome.state is None:
        click.echo(_("%(name)s：另一个进程正在运行，或该期已经完成。", name=job.name), err=True)
        sys.exit(EXIT_NOT_OURS)
    if outcome.state is RunState.FAILED:
        click.echo(_("%(name)s：失败（%(error)s）", name=job.name, error=outcome.error), err=True)
        sys.exit(EXIT_FAILED)
    if as_json:
        click.echo(json.dumps(outcome.report, ensure_ascii=False, indent=1))
        return
    numbers = "，".join(f"{what} {number}" for what, number in outcome.counts.items()) or "0"
    ending = _("（试运行，未写入）") if rehearsed else ""
    click.echo(f"{job.name}：{numbers}{ending}")

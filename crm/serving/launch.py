"""`flask up`: the whole desk from one command, for a trial or a small site; its parts stand elsewhere."""

import gc
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address

import click
from alembic.util import CommandError
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from crm import clock
from crm.config.service_rules import service_rules
from crm.config.settings import ROOT, Settings, SettingsError
from crm.db import reading, transaction
from crm.enterprises.models import Enterprise
from crm.people.departments.queries import all_departments
from crm.people.departments.service import register_named
from crm.people.models import User
from crm.serving.processes import SECONDS_BETWEEN_LOOKS, Household
from crm.serving.startup import check

ACCOUNTS_FILE = "demo-accounts.txt"
LOOPBACK = "127.0.0.1"
SECONDS_TO_START = 30
FLASK = (sys.executable, "-m", "flask", "--app", "crm")
# No control socket, because all instances of a user would share it; no proxy is trusted to name the client.
GUNICORN = (
    sys.executable,
    "-m",
    "gunicorn",
    "--no-control-socket",
    "--forwarded-allow-ips=",
    "--log-level=warning",
    "--logger-class=crm.serving.threads.LineLogger",
    "--worker-class=crm.serving.threads.PatientWorker",
    "--workers=2",
    "--threads=8",
    "--graceful-timeout=30",
    "crm.serving.startup:checked_app()",
)
# Earlier versions can damage the file when several processes write, as web workers and jobs do.
FIRST_SOUND_SQLITE = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class ListeningAddress:
    """Where the desk listens."""

    host: str
    port: int

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_free(self) -> bool:
        return not self.answers()

    def answers(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=1):
                return True
        except OSError:
            return False


@click.command("demo")
@click.option("--night", "with_night", is_flag=True, help="Run the night afterwards.")
@click.pass_context
@with_appcontext
def demo_command(context: click.Context, *, with_night: bool) -> None:
    """Fill an empty desk with made-up enterprises and accounts to try it with."""
    from crm.demo import populate
    from crm.jobs.cli import run

    if not is_empty():
        raise click.ClickException(_("库中已有数据，演示数据只写入空库。"))
    with _keeping_garbage():
        populate(current_app)
    if with_night:
        context.invoke(run, name="night")


@click.command("up")
@with_appcontext
def up_command() -> None:
    """Migrate, fill an empty desk, serve the pages and run the jobs, until Ctrl-C."""
    from crm.demo import write_pool

    settings = Settings.load()
    place = place_for(settings)
    if not place.is_free:
        raise click.ClickException(_("%(place)s 已被占用，请用 CRM_PORT 另选端口。", place=place.bind))
    warn_about_sqlite(settings)
    _migrate()
    is_fresh = not settings.production and is_empty()
    if is_fresh:
        click.echo(_("空库：正在生成演示企业并补记过去两年的夜间评估……"))
        with _keeping_garbage():
            write_pool(current_app)
    household = Household(child_environment(settings, is_fresh=is_fresh))
    household.answer_signals()
    try:
        household.start([*GUNICORN, f"--bind={place.bind}"])
        if is_fresh:
            _judge_the_past(place, household)
        if wait_for(place, household):
            say_where(place, settings)
        # After the pages, for which somebody waits.
        household.lodge([*FLASK, "jobs", "start"])
        code = household.watch()
    finally:
        household.stop()
    sys.exit(code)


def _judge_the_past(place: ListeningAddress, household: Household) -> None:
    """Two years of nights and tonight's beside the pages, which can be opened before the last is over."""
    from crm.demo.history import run_nights
    from crm.jobs.cli import run_today

    is_open = False
    with _keeping_garbage():
        for _night in run_nights(clock.today()):
            if household.stopping.asked:
                return
            if not is_open and place.answers():
                is_open = True
                click.echo(_("页面已可打开：http://%(place)s/ ，夜间评估还需几秒。", place=place.bind))
    run_today("night", stop=household.stopping)


@contextmanager
def _keeping_garbage() -> Iterator[None]:
    """Nothing that is written for the demonstration is thrown away before its end, so nobody looks for it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _migrate() -> None:
    """Bring the database up to this program, unless it is ahead of it or damaged."""
    try:
        upgrade(directory=str(ROOT / "migrations"))
        register_departments()
    except CommandError as error:
        raise SettingsError(f"The database is newer than this program: {error}") from error
    except SQLAlchemyError as error:
        raise SettingsError(f"CRM_DATABASE_URL: the database does not answer ({type(error).__name__})") from error
    check(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def place_for(settings: Settings) -> ListeningAddress:
    """The wanted address; without HTTPS only this machine may reach it, and the terminal says so."""
    if settings.https or is_loopback(settings.host):
        return ListeningAddress(settings.host, settings.port)
    click.echo(_("未设置 CRM_HTTPS=1：不监听 %(host)s，只在本机可访问。", host=settings.host), err=True)
    return ListeningAddress(LOOPBACK, settings.port)


def is_loopback(host: str) -> bool:
    """True for localhost and the loopback addresses; a name is not looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def warn_about_sqlite(settings: Settings) -> None:
    """Several processes write here, which early versions of SQLite's log do not survive with certainty."""
    if not settings.database_url.startswith("sqlite"):
        return
    with reading() as session:
        version = session.scalar(select(func.sqlite_version())) or ""
    if tuple(int(part) for part in version.split(".")) < FIRST_SOUND_SQLITE:
        warning = _("SQLite %(version)s 多进程写入时可能损坏数据，请改用 PostgreSQL。", version=version)
        click.echo(warning, err=True)


def is_empty() -> bool:
    """True while nobody and nothing is recorded."""
    with reading() as session:
        people = session.scalar(select(User.id).limit(1))
        enterprises = session.scalar(select(Enterprise.id).limit(1))
    return people is None and enterprises is None


def register_departments() -> None:
    """A desk that was filled before departments had codes gets those its configuration names; an empty one waits."""
    with transaction() as session:
        if all_departments(session):
            register_named(session, service_rules().departments, by=None)


def child_environment(settings: Settings, *, is_fresh: bool) -> dict[str, str]:
    """The environment of the children: demonstration accounts work where they are being made, or their list is kept."""
    is_demonstration = is_fresh or (settings.instance / ACCOUNTS_FILE).exists()
    return {"CRM_DEMONSTRATION": "1" if is_demonstration and not settings.production else "0", **os.environ}


def wait_for(place: ListeningAddress, household: Household) -> bool:
    """True once the pages are served; False when a child has ended or nothing answers in time."""
    deadline = time.monotonic() + SECONDS_TO_START
    while household.is_whole() and time.monotonic() < deadline:
        if place.answers():
            return True
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return False


def say_where(place: ListeningAddress, settings: Settings) -> None:
    """Tell the person at the terminal where to look and with which account."""
    click.echo(_("管家台已启动：http://%(place)s/ （Ctrl-C 停止）", place=place.bind))
    accounts = settings.instance / ACCOUNTS_FILE
    if accounts.exists():
        click.echo(_("演示账号见 %(path)s", path=accounts))
    if not settings.https:
        click.echo(_("未设置 CRM_HTTPS=1，只监听本机地址。"))

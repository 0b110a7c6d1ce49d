"""Times of the pages people live in, beside a bare Flask page on the same data in the same run; two workers each."""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import event

from benchmarks.pages import data
from benchmarks.table import Table
from crm import clock, create_app
from crm.config.settings import Settings, ensure_secrets
from crm.db import db
from tests.postgres import address, migrate, own_server

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, who asks for it, what it may take (p50 in ms at one and at eight clients, queries), and its bare page."""

    label: str
    user: int
    path: str
    bar: tuple[int, int, int]
    bare: str


STEWARD = data.FIRST_STEWARD
PAGES = (
    Page("overview", data.MANAGER, "/overview", (40, 150, 10), "/overview"),
    Page("今日", STEWARD, "/today", (25, 80, 10), "/list"),
    Page("我的企业", STEWARD, "/mine", (25, 80, 10), "/list"),
    Page("临近晋级", data.MANAGER, "/near", (40, 150, 10), "/list"),
    Page("管家负荷", data.MANAGER, "/load", (40, 150, 10), "/overview"),
    Page("search, name", data.MANAGER, "/search?q=%E5%8D%8E%E5%88%9B00150", (25, 100, 6), "/search?q=00150"),
    Page("search, two words", data.MANAGER, "/search?q=00150%20%E5%8D%8E%E5%88%9B", (25, 100, 6), "/search?q=00150"),
    Page("search, initials", data.MANAGER, "/search?q=xrkj", (25, 100, 6), "/search?q=xrkj"),
    Page("search, code", data.MANAGER, "/search?q=MA0123", (25, 100, 6), "/search?q=0123"),
    Page("list", data.MANAGER, "/enterprises", (15, 60, 6), "/list"),
    Page("list, page 500", data.MANAGER, "/enterprises?page=500", (15, 60, 6), "/list?offset=24950"),
    Page("list, filtered", data.MANAGER, f"/enterprises?steward={STEWARD}&tier=srdi", (15, 60, 6), "/list"),
    Page("enterprise", data.MANAGER, "/enterprises/500", (25, 80, 12), "/enterprise?id=500"),
    Page("enterprise, hot", data.MANAGER, "/enterprises/1", (25, 80, 12), "/enterprise?id=1"),
)


def main() -> int:
    """Make the data, start both servers, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=100_000)
    parser.add_argument("--services", type=int, default=500_000)
    parser.add_argument("--hot", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    with own_server(data.SERVER) as admin, tempfile.TemporaryDirectory() as folder:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
        url, instance = address(admin, "bench"), Path(folder)
        ensure_secrets(instance)
        begun = time.perf_counter()
        migrate(url)
        data.write(url, asked.enterprises, asked.services, asked.hot, clock.today())
        environment = {"CRM_INSTANCE": folder, "CRM_DATABASE_URL": url}
        app = create_app(Settings.load(environment))
        data.derive_standings(app, url, asked.enterprises)
        say(f"{asked.enterprises:,} enterprises made in {time.perf_counter() - begun:.0f} s")
        bare = {"BENCH_URL": url}
        with (
            served("crm.serving.startup:checked_app()", environment) as desk,
            served("benchmarks.pages.bare:create_app()", bare) as plain,
        ):
            say(str(measured(app, desk, plain, asked.rounds)))
    return 0


def say(line: str) -> None:
    """A line for whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(app: Flask, desk: int, plain: int, rounds: int) -> Table:
    """One line a page."""
    table = Table("page", "p50·1", "p95·1", "p50·8", "queries", "bar", "bare p50·1", "bare p50·8", "ratio")
    for page in PAGES:
        cookie = cookie_of(app, page.user)
        queries = queries_of(app, page)
        one, eight = times(desk, page.path, cookie, 1, rounds), times(desk, page.path, cookie, 8, rounds)
        bare_one, bare_eight = times(plain, page.bare, "", 1, rounds), times(plain, page.bare, "", 8, rounds)
        bar = "/".join(map(str, page.bar))
        figures = [statistics.median(one), statistics.quantiles(one, n=20)[-1], statistics.median(eight)]
        beside = [statistics.median(bare_one), statistics.median(bare_eight)]
        table.add(page.label, *figures, queries, bar, *beside, figures[0] / beside[0])
    return table


def cookie_of(app: Flask, user: int) -> str:
    """What a browser of this user would send."""
    serializer = app.session_interface.get_signing_serializer(app)
    name = app.config["SESSION_COOKIE_NAME"]
    return f"{name}={serializer.dumps({'_user_id': data.token_of(user), '_fresh': True})}"


def queries_of(app: Flask, page: Page) -> int:
    """How often the page asks the database, once everything is warm."""
    asked: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    headers = {"Cookie": cookie_of(app, page.user)}
    client = app.test_client(use_cookies=False)
    client.get(page.path, headers=headers)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", keep)
        answer = client.get(page.path, headers=headers)
        event.remove(db.engine, "before_cursor_execute", keep)
    if answer.status_code not in (200, 302) or "sign-in" in answer.headers.get("Location", ""):
        raise SystemExit(f"{page.path} answers {answer.status_code} {answer.headers.get('Location', '')}")
    return len(asked)


def times(port: int, path: str, cookie: str, clients: int, rounds: int) -> list[float]:
    """Milliseconds of each answer, asked by so many clients at once, each on a connection of its own."""

    def ask(number: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        found = []
        for _ in range(number):
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            answer.read()
            found.append((time.perf_counter() - begun) * 1000)
            if answer.status >= 400:
                raise SystemExit(f"{path} answers {answer.status}")
        return found

    ask(4)
    with ThreadPoolExecutor(clients) as pool:
        return [one for found in pool.map(ask, [max(4, rounds // clients * 2)] * clients) for one in found]


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Two gunicorn workers with four threads each; yields the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class=gthread", "--workers=2"]
    command = [*gunicorn, "--threads=4", "--log-level=error", f"--bind=127.0.0.1:{port}", application]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    raise SystemExit(main())

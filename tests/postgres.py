"""Runs a command with a PostgreSQL server under it; what the command tests is none of its business.

`python -m tests.postgres pytest -n 2` starts Debian's server in a temporary folder, or uses the one that
`CRM_TEST_PG_URL` names, migrates one template database and clones it for every pytest worker. The command
finds the address in `CRM_TEST_DATABASE_URL`, with `{worker}` in place of the database's last part.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = Path("/usr/lib/postgresql")
WORKERS = ("main", "gw0", "gw1", "gw2", "gw3")
SERVER_OPTIONS = "-c listen_addresses='' -c shared_buffers=128MB -c max_connections=120"
# What tests kill is a client, never the machine under the server.
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path:
    """The folder of the newest installed server's programs; a machine without one is told what to install."""
    found = sorted(INSTALLED.glob("*/bin/pg_ctl"), key=lambda path: int(path.parent.parent.name))
    if not found and not shutil.which("pg_ctl"):
        sys.exit("No PostgreSQL server: apt-get install postgresql, or set CRM_TEST_PG_URL.")
    return found[-1].parent if found else Path(str(shutil.which("pg_ctl"))).parent


def unprivileged() -> str | None:
    """The account the server runs as: PostgreSQL refuses root. None where we already are somebody else."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def own_server(options: str = "") -> Iterator[str]:
    """A fresh server in a temporary folder, reached by a socket in it; gone with the block."""
    programs, account = binaries(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    if account:
        shutil.chown(folder, account)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "cluster"), *arguments]
        group = pwd.getpwnam(account).pw_gid if account else None
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=account,
            group=group,
            extra_groups=[] if account else None,
        )

    try:
        run("initdb", "-U", "desk", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {SERVER_OPTIONS} {options}", "start")
        try:
            yield f"postgresql://desk@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def given_server(url: str) -> Iterator[str]:
    """The server somebody else runs."""
    yield url


def address(admin: str, database: str) -> str:
    """The address of another database on the same server."""
    before, _, query = admin.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{database}" + (f"?{query}" if query else "")


@contextmanager
def cloned_databases(admin: str) -> Iterator[str]:
    """One migrated template, one clone a worker; yields the address with `{worker}` in it."""
    prefix = f"desk_test_{os.getpid()}"
    template = f"{prefix}_template"
    names = [f"{prefix}_{worker}" for worker in WORKERS]
    create = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(create.format(template, "template0"))
        try:
            migrate(address(admin, template))
            for name in names:
                connection.execute(create.format(name, template))
            yield address(admin, f"{prefix}_{{worker}}")
        finally:
            for name in (*names, template):
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def migrate(url: str) -> None:
    """Bring an empty database to the newest migration, as an operator would."""
    with tempfile.TemporaryDirectory(prefix="desk-pg-instance-") as instance:
        settings = {"CRM_DATABASE_URL": url, "CRM_MIGRATION_URL": url, "CRM_INSTANCE": instance}
        environment = {**os.environ, **settings}
        make_secrets = "import sys, pathlib, crm.config.settings as s; s.ensure_secrets(pathlib.Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", make_secrets, instance], check=True, cwd=ROOT, env=environment)
        upgrade = [sys.executable, "-m", "flask", "--app", "crm", "db", "upgrade"]
        done = subprocess.run(upgrade, check=False, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"The migrations failed on PostgreSQL:\n{done.stderr}")


def main(command: Sequence[str]) -> int:
    """Run the command with the databases under it and hand its exit code on."""
    if not command:
        sys.exit("Name the command to run, for example: python -m tests.postgres pytest")
    url = os.environ.get("CRM_TEST_PG_URL")
    with given_server(url) if url else own_server(HASTY) as admin, cloned_databases(admin) as databases:
        return subprocess.call(command, cwd=ROOT, env={**os.environ, "CRM_TEST_DATABASE_URL": databases})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

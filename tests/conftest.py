"""The ground every test stands on: a fresh database, a still clock, a small cast, and a client that checks pages."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from crm import clock, create_app
from crm.config.settings import Settings, ensure_secrets
from crm.db import Base, db, transaction
from crm.people.signing import passwords
from tests.cast import Cast
from tests.client import CheckingClient

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # ten in the morning in the district, a Tuesday
TODAY = clock.business_date(NOW)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """The application on a migrated, empty database: SQLite, or what CRM_TEST_DATABASE_URL names."""
    instance = tmp_path_factory.mktemp("instance")
    ensure_secrets(instance)
    url = os.environ.get("CRM_TEST_DATABASE_URL", "").replace("{worker}", worker_id.replace("master", "main"))
    environment = {"CRM_INSTANCE": str(instance), **({"CRM_DATABASE_URL": url} if url else {})}
    app = create_app(Settings.load(environment))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with app.app_context():
        if not url:
            upgrade(directory=app.config["MIGRATIONS"])
            db.engine.dispose()
            shutil.copy(instance / "crm.sqlite3", instance / "empty.sqlite3")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def fresh_database(app: Flask) -> None:
    """Every test begins with empty tables."""
    empty_the_database(app)


def empty_the_database(app: Flask) -> None:
    """Take every row away, as no user of the database may; `emptied` counts how often."""
    app.extensions["emptied"] = app.extensions.get("emptied", 0) + 1
    with app.app_context():
        db.session.remove()
        shutil.rmtree(app.config["SETTINGS"].audit_heads, ignore_errors=True)
        if db.engine.dialect.name == "sqlite":
            db.engine.dispose()
            _copy_empty(Path(app.config["SETTINGS"].instance))
            return
        with db.engine.begin() as connection:
            _delete_rows(connection)


def _delete_rows(connection: Connection) -> None:
    """Empty only what is full: truncating every table takes hundreds of times as long.

    No trigger of a row is asked, so that the trail can be emptied too and no key is followed; the server is told that
    it copies what was checked elsewhere, which only its owner may say. Elsewhere every key is followed.
    """
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    looks = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
    full = set(connection.scalars(text(looks)))
    owns = connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    if owns:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name in tables:
        if name in full:
            # Audit rows may not be deleted, so their table is emptied in the owner's way.
            emptied_whole = name == "audit_events" and not owns
            connection.execute(text(f"TRUNCATE {name}" if emptied_whole else f"DELETE FROM {name}"))
    connection.execute(text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"))


def _copy_empty(instance: Path) -> None:
    for suffix in ("-wal", "-shm"):
        (instance / f"crm.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy(instance / "empty.sqlite3", instance / "crm.sqlite3")


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is always the morning of 24 November 2026."""
    monkeypatch.setattr(clock, "source", lambda: NOW)


@pytest.fixture(autouse=True)
def no_night_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that starts a night starts none here: it would write into the database of a later test."""
    monkeypatch.setattr("crm.jobs.views.start_beside", lambda settings, *arguments: None)


@pytest.fixture
def context(app: Flask, fresh_database: None) -> Iterator[None]:
    """An application context for tests that call services."""
    with app.app_context():
        yield
        db.session.remove()


@pytest.fixture
def cast(app: Flask, fresh_database: None) -> Cast:
    """The people that tests are about, made when first named."""
    return Cast(app)


@pytest.fixture
def session(context: None, cast: Cast) -> Iterator[Session]:
    """A writing transaction for tests of services and queries; the cast is made in it.

    Not together with `signed_in`: pages have transactions of their own and would wait for this one.
    Tests of pages read and prepare rows with `cast.reading()` and `cast.writing()`.
    """
    with transaction() as session:
        cast.session = session
        yield session


@pytest.fixture
def client(app: Flask, fresh_database: None) -> CheckingClient:
    """Somebody who has not signed in."""
    return CheckingClient(app)


@pytest.fixture
def signed_in(app: Flask, cast: Cast) -> Callable[[str], CheckingClient]:
    """`signed_in("maria")`: a client in which that member of the cast has signed in."""

    def sign_in(name: str) -> CheckingClient:
        client = CheckingClient(app)
        client.sign_in(cast.person(name).staff_number, cast.password)
        return client

    return sign_in


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The pytest-xdist worker, or "master" without it."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")

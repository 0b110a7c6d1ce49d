"""The database: engine, column words and the one place that commits; tables live in the features' models."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, TypeVar

import pysqlite3.dbapi2  # type: ignore[import-untyped]
from flask import Flask, current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, MetaData, String, Text, event, insert, text
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from crm.turns import Turns

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcMoment(TypeDecorator[datetime]):
    """An aware UTC timestamp; stored without zone where the database has none, refused when naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a timestamp needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_Item = TypeVar("_Item")
_SLICE = 5_000

key = Annotated[int, mapped_column(primary_key=True)]
user_key = Annotated[int, mapped_column(ForeignKey("users.id"), index=True)]
enterprise_key = Annotated[int, mapped_column(ForeignKey("enterprises.id"), index=True)]
short_text = Annotated[str, mapped_column(String(200))]
long_text = Annotated[str, mapped_column(Text)]
code_text = Annotated[str, mapped_column(String(64))]
fen = Annotated[int, mapped_column(BigInteger)]


def code_column(words: type[Enum]) -> EnumColumn:
    """The column of a coded word that was plain text once, as wide as it was: so that the enum is no migration."""
    return EnumColumn(words, native_enum=False, length=64, values_callable=lambda each: [word.value for word in each])


class Base(DeclarativeBase):
    """All tables; enums are stored by value as text, so that a new word is no migration."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {
        datetime: UtcMoment(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        Enum: EnumColumn(
            Enum, native_enum=False, length=40, values_callable=lambda words: [word.value for word in words]
        ),
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
migrate = Migrate()

_turns = Turns()
_BEFORE_COMMIT = "crm.before_commit"
_AFTER_COMMIT = "crm.after_commit"
PATIENCE_MS = 5000
BRIEF_PATIENCE_MS = 1000
"""For the row of audit of a download: a reader does not wait for a writer, it is told to come again."""


def before_commit(app: Flask, act: Callable[[Session], None]) -> None:
    """Register what every writing transaction of the app does last, inside itself: the audit chain is appended here."""
    app.extensions.setdefault(_BEFORE_COMMIT, []).append(act)


def after_commit(app: Flask, act: Callable[[Session], None]) -> None:
    """Register what follows every writing transaction once it is safe; it must not fail and writes no row."""
    app.extensions.setdefault(_AFTER_COMMIT, []).append(act)


@contextmanager
def transaction(*, writing: bool = True, patience_ms: int = PATIENCE_MS) -> Iterator[Session]:
    """Commit on a clean exit, roll back on any exception. Nothing else commits.

    Ends any open read first (the one in which the signed-in person was loaded), so that on SQLite the
    write lock is taken at once and waited for, instead of failing in the middle. `patience_ms` is how long
    it is waited for there; what can be left out asks for none.
    """
    session = db.session()
    session.rollback()
    session.info.clear()
    with _turn(session, patience_ms) if writing else nullcontext(patience_ms) as patience_left:
        habits = {"writing": writing, "patience_ms": patience_left, "postgresql_readonly": not writing}
        session.connection(execution_options=habits)
        try:
            yield session
            if writing:
                for act in current_app.extensions.get(_BEFORE_COMMIT, []):
                    act(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
    if writing:
        for act in current_app.extensions.get(_AFTER_COMMIT, []):
            act(session)


def write_unless_busy(act: Callable[[Session], None]) -> None:
    """Write in a transaction of its own what may be left out where it would have to wait for somebody else."""
    try:
        with transaction(patience_ms=0) as session:
            act(session)
    except OperationalError:
        return


def _turn(session: Session, patience_ms: int) -> AbstractContextManager[int]:
    """Writers of SQLite wait in the order in which they came."""
    return _turns.take(patience_ms) if session.get_bind().dialect.name == "sqlite" else nullcontext(patience_ms)


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that sees one moment of the database and writes nothing."""
    with transaction(writing=False) as session:
        yield session


def serialise(session: Session, name: str, *, among: str | None = None) -> None:
    """Wait for every other transaction that asked for the same name; holds until the commit.

    Whoever asks for the name `among` alone waits for all of its members, and they for it: one page changes the
    titles of one enterprise beside other pages, and an import those of all. On SQLite a writing transaction is
    alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        if among is not None:
            session.execute(text("SELECT pg_advisory_xact_lock_shared(hashtext(:name))"), {"name": among})
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def slices(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """The items in runs short enough for the parameters that either database takes in one statement."""
    return (items[start : start + _SLICE] for start in range(0, len(items), _SLICE))


def add_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns in one statement; no row is no statement.

    Into the table, not the mapped class, which would look at every row once more and learn nothing.
    """
    if rows:
        session.execute(insert(model.__table__), rows)  # type: ignore[arg-type]


def init_db(app: Flask) -> None:
    """Bind the database to the application and teach SQLite connections our habits."""
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS"], render_as_batch=True, compare_type=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _teach_sqlite(db.engine)


SERVER_HABITS = {
    "statement_timeout": 60_000,
    "lock_timeout": 10_000,
    "jit": "off",
    "max_parallel_workers_per_gather": 0,
    "random_page_cost": 1.1,
}
"""How PostgreSQL treats our connections: compiling a statement takes seconds where running it takes milliseconds,
helpers take longer to come than a page may take, and rows that lie apart are as near as rows that lie together."""


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs for this address; parameters are kept out of error texts, and so out of the log."""
    if url.startswith("sqlite"):
        return {"module": pysqlite3.dbapi2, "hide_parameters": True}
    connecting = {
        "options": " ".join(f"-c {name}={value}" for name, value in SERVER_HABITS.items()),
        "connect_timeout": 10,
    }
    return {"pool_pre_ping": True, "connect_args": connecting, "hide_parameters": True}


def _teach_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        habits = connection.get_execution_options()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {habits.get('patience_ms', PATIENCE_MS)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if habits.get("writing", False) else "BEGIN")


__all__ = [
    "BRIEF_PATIENCE_MS",
    "Base",
    "Session",
    "UtcMoment",
    "add_rows",
    "after_commit",
    "before_commit",
    "code_column",
    "code_text",
    "date",
    "db",
    "engine_options",
    "enterprise_key",
    "fen",
    "init_db",
    "key",
    "long_text",
    "migrate",
    "reading",
    "serialise",
    "short_text",
    "slices",
    "transaction",
    "user_key",
    "write_unless_busy",
]

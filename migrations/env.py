"""How migrations run: in one transaction each, with foreign keys off while SQLite rebuilds a table."""

from logging.config import fileConfig
from typing import Any

import pysqlite3.dbapi2
from alembic import context
from flask import current_app
from sqlalchemy import Enum, create_engine, event

from crm.db import Base, UtcMoment

if context.config.config_file_name:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)


def skip_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no migration where nothing changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def render_plainly(kind: str, item: Any, _context: Any) -> str | bool:
    """Column types of ours as plain SQL types, so that a migration never depends on today's code."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run_migrations() -> None:
    """Connect as the owner of the schema and run what is due."""
    url = current_app.config["SETTINGS"].migration_url
    sqlite = url.startswith("sqlite")
    engine = create_engine(url, **({"module": pysqlite3.dbapi2} if sqlite else {}))
    if sqlite:
        event.listen(engine, "connect", take_the_transaction_over)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            process_revision_directives=skip_empty,
            render_item=render_plainly,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


def take_the_transaction_over(connection: Any, _record: object) -> None:
    """DDL inside our own transaction, without foreign keys: a rebuilt table must not take its children along."""
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = OFF")


run_migrations()

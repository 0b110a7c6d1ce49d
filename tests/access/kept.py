"""A state of the database that tests look back at and come back to, without reading or writing what nobody touched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Column, Select, Table, event, select, text

from crm.db import Base, db
from tests.conftest import empty_the_database

Rows = dict[str, list[dict[str, Any]]]
"""Every row of every table, by its name."""

# Tables in which a refusal may leave its trace: the audit row, the stamp of the session, the counted attempt.
TRACES = {"audit_events", "sessions", "login_attempts"}

_WRITES = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE)
_ONLY_READS = re.compile(r"\s*(?:SELECT|PRAGMA|SAVEPOINT|RELEASE|BEGIN|SET)\b", re.IGNORECASE)


class KeptState:
    """The rows as they were, and on SQLite a copy of the file; `touched` are the tables written since.

    A statement that neither plainly reads nor plainly writes counts as touching every table, and so does anybody who
    emptied the database meanwhile.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        with app.app_context():
            self.rows: Rows = {table.name: _read(table) for table in Base.metadata.sorted_tables}
            self.touched: set[str] = set()
            self._copy = self._copy_file()
            self._emptied = app.extensions.get("emptied")
            event.listen(db.engine, "before_cursor_execute", self._note)

    def now(self) -> Rows:
        """Every row of every table in the order of their keys, as they are now."""
        with self._app.app_context():
            return {
                table.name: _read(table) if table.name in self.touched else self.rows[table.name]
                for table in Base.metadata.sorted_tables
            }

    def put_back(self) -> None:
        """Everything as it was; later rows get later numbers."""
        if not self.touched and self._emptied == self._app.extensions.get("emptied"):
            return
        empty_the_database(self._app)
        self._emptied = self._app.extensions["emptied"]
        with self._app.app_context():
            if self._copy is None:
                _insert(self.rows)
            else:
                shutil.copy(self._copy, db.engine.url.database or "")
        self.touched = set()

    def _copy_file(self) -> Path | None:
        if db.engine.dialect.name != "sqlite":
            return None
        db.session.remove()
        db.engine.dispose()
        file = Path(db.engine.url.database or "")
        return Path(shutil.copy(file, file.with_name("kept.sqlite3")))

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        written = _WRITES.findall(statement)
        if not written and not _ONLY_READS.match(statement):
            self.touched = set(self.rows)
        self.touched.update(written)


def without_traces(rows: Rows) -> Rows:
    """What a refused request must leave exactly as it was."""
    return {name: table for name, table in rows.items() if name not in TRACES}


def _read(table: Table) -> list[dict[str, Any]]:
    with db.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(_rows_of(table))]


def _rows_of(table: Table) -> Select[Any]:
    return select(*_written_columns(table)).order_by(*table.primary_key.columns)


def _written_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that the database does not work out by itself."""
    return [column for column in table.c if column.computed is None]


def _insert(rows: Rows) -> None:
    with db.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if rows[table.name]:
                connection.execute(table.insert(), rows[table.name])
        for table in Base.metadata.sorted_tables:
            if "id" in table.c and rows[table.name]:
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))

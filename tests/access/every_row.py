"""Every row of every table: looked at before and after a request, and put back into the empty tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Select, Table, select, text

from crm.db import Base, db

# Tables in which a refusal may leave its trace: the audit row, the stamp of the session, the counted attempt.
TRACES = {"audit_events", "sessions", "login_attempts"}


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table in the order of their keys, to be compared or put back."""
    with db.engine.connect() as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(rows_of(table))]
            for table in Base.metadata.sorted_tables
        }


def rows_of(table: Table) -> Select[Any]:
    return select(*written_columns(table)).order_by(*table.primary_key.columns)


def written_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that the database does not work out by itself."""
    return [column for column in table.c if column.computed is None]


def without_traces(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """What a refused request must leave exactly as it was."""
    return {name: table for name, table in rows.items() if name not in TRACES}


def put_back(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Fill the empty tables with a snapshot; later rows get later numbers."""
    with db.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if rows[table.name]:
                connection.execute(table.insert(), rows[table.name])
        if db.engine.dialect.name == "postgresql":
            for table in Base.metadata.sorted_tables:
                if "id" in table.c and rows[table.name]:
                    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                    connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))

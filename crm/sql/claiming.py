"""Claiming by a unique key: an insert that says whether it was the first, on either database."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm.db import Base, slices

_MANY = 500


def insert_once(session: Session, model: type[Base], unique: list[str], **values: Any) -> bool:
    """Insert the row unless one with the same `unique` columns is there; returns whether it was inserted."""
    table = cast("Table", model.__table__)  # an insert of a mapped class does not tell how many rows it reached
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return (
        execute_counting(
            session, dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=unique)
        )
        == 1
    )


def insert_all_once(session: Session, model: type[Base], unique: list[str], rows: list[dict[str, Any]]) -> int:
    """Insert many rows, leaving out those whose `unique` columns are there; returns how many were inserted.

    The rows that were come back, for only then many go into one statement.
    """
    if not rows:
        return 0
    table = cast("Table", model.__table__)
    is_server = session.get_bind().dialect.name == "postgresql"
    if is_server and len(rows) > _MANY:
        session.flush()
        return sum(_insert_whole(session, table, unique, part) for part in slices(rows))
    dialect = postgresql if is_server else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=unique)
    return len(session.execute(statement.returning(table.c[unique[0]]), rows).all())


def _insert_whole(session: Session, table: Table, unique: list[str], rows: Sequence[dict[str, Any]]) -> int:
    """All rows as one text of JSON, which the server takes apart by the types of the table: a parameter for each value
    takes longer than all the rest.
    """
    names = ", ".join(f'"{name}"' for name in rows[0])
    given = f"json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"
    insert = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {given}"
    statement = text(f"{insert} ON CONFLICT ({', '.join(unique)}) DO NOTHING")
    return session.connection().execute(statement, {"rows": json.dumps(rows, default=_write_day)}).rowcount


def _write_day(value: date) -> str:
    return value.isoformat()


def execute_counting(session: Session, statement: Any, rows: list[dict[str, Any]] | None = None) -> int:
    """Execute an insert, update or delete, once for each of some rows, and return how many it reached."""
    habits = {"synchronize_session": False, "preserve_rowcount": True}
    result = session.execute(statement, rows, execution_options=habits)
    return cast("CursorResult[Any]", result).rowcount

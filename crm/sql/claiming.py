"""Claiming by a unique key: an insert that says whether it was the first, on either database."""

from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm.db import Base

ROWS_AT_ONCE = 500


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
    """Insert many rows, leaving out those whose `unique` columns are there; returns how many were inserted."""
    table = cast("Table", model.__table__)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    inserted = 0
    for first in range(0, len(rows), ROWS_AT_ONCE):
        statement = dialect.insert(table).values(rows[first : first + ROWS_AT_ONCE])
        inserted += execute_counting(session, statement.on_conflict_do_nothing(index_elements=unique))
    return inserted


def execute_counting(session: Session, statement: Any) -> int:
    """Execute an insert, update or delete and return how many rows it reached."""
    result = session.execute(statement, execution_options={"synchronize_session": False, "preserve_rowcount": True})
    return cast("CursorResult[Any]", result).rowcount

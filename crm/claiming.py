"""Claiming by a unique key: an insert that says whether it was the first, on either database."""

from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm.db import Base


def insert_once(session: Session, model: type[Base], unique: list[str], **values: Any) -> bool:
    """Insert the row unless one with the same `unique` columns is there; returns whether it was inserted."""
    table = cast("Table", model.__table__)  # an insert of a mapped class does not tell how many rows it reached
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return changed(session, dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=unique)) == 1


def changed(session: Session, statement: Any) -> int:
    """Execute an insert, update or delete and return how many rows it reached."""
    result = session.execute(statement, execution_options={"synchronize_session": False, "preserve_rowcount": True})
    return cast("CursorResult[Any]", result).rowcount

"""Inserts of many rows whose numbers the database gives, and which numbers these are, in the order of the rows."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Result, Table, func, insert, select, text
from sqlalchemy.orm import Session

from crm.db import Base


class NumberedInsert:
    """One insert of so many rows, and their numbers.

    Who writes to SQLite is alone there, and numbers go on from the largest, or from the last where each is given once:
    rows need not be sent one by one to learn them, as they would be to be returned in their order. PostgreSQL returns
    them in their order at once.
    """

    def __init__(self, session: Session, table: Table, number: int) -> None:
        self._key = next(iter(table.primary_key.columns))
        self._count_on = session.get_bind().dialect.name == "sqlite"
        self._number = number
        self._last = _last_number(session, table) if self._count_on else 0

    def returning(self, statement: Any) -> Any:
        """The statement, returning numbers behind whatever it returns already, where they are not counted on."""
        return statement if self._count_on else statement.returning(self._key, sort_by_parameter_order=True)

    def read(self, result: Result[Any]) -> Sequence[int]:
        """The numbers, once the statement was executed."""
        if self._count_on:
            return range(self._last + 1, self._last + 1 + self._number)
        return [row[-1] for row in result]


def _last_number(session: Session, table: Table) -> int:
    """The number on SQLite behind which the next one comes."""
    largest = select(func.max(next(iter(table.primary_key.columns))))
    given = text("SELECT seq FROM sqlite_sequence WHERE name = :name").bindparams(name=table.name)
    is_given_once = table.dialect_options["sqlite"]["autoincrement"]
    return session.scalar(given if is_given_once else largest) or 0


def add_numbered_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that all have the same columns; returns the number that each was given."""
    if not rows:
        return []
    table = cast("Table", model.__table__)
    numbers = NumberedInsert(session, table, len(rows))
    return list(numbers.read(session.execute(numbers.returning(insert(table)), rows)))

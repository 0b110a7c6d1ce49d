"""Several selects of different shapes in one statement, for pages that show a little of many tables."""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Select, Text, cast, func, select
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import Session
from sqlalchemy.types import DateTime, LargeBinary, TypeDecorator, TypeEngine

from crm.db import Base

Rows = dict[str, list[Any]]
_Reading = Callable[[Any], Any]


class Bundle:
    """Selects that are read together again and again, put into words once; what differs are their parameters."""

    def __init__(self, selects: Mapping[str, Select[Any]]) -> None:
        self._selects = selects
        self._statements: dict[str, Select[Any]] = {}

    def read(self, session: Session, **parameters: Any) -> Rows:
        """The rows of each select, in its order, as values with the names of its columns.

        Every select becomes one cell of JSON. Days, enums and yes or no come back as such; moments and bytes have no
        place in JSON and are refused with TypeError.
        """
        if not self._selects:
            return {}
        session.flush()
        texts = session.connection().execute(self._statement(session.get_bind().dialect.name), parameters).one()
        return {
            name: _unpack(text, wanted) for (name, wanted), text in zip(self._selects.items(), texts, strict=True)
        }

    def _statement(self, dialect: str) -> Select[Any]:
        if dialect not in self._statements:
            pack = _pack_in_postgresql if dialect == "postgresql" else _pack_in_sqlite
            cells = (
                pack(each.subquery(name).c).scalar_subquery().label(name) for name, each in self._selects.items()
            )
            self._statements[dialect] = select(*cells)
        return self._statements[dialect]


def read_bundle(session: Session, selects: Mapping[str, Select[Any]]) -> Rows:
    """The rows of selects that are read together this once."""
    return Bundle(selects).read(session)


def columns_of(model: type[Base], *, but: Iterable[str] = ()) -> list[Any]:
    """The columns of a table, for a select that is read in a bundle."""
    left_out = set(but)
    return [column for column in model.__table__.c if column.key not in left_out]


def _pack_in_postgresql(columns: Iterable[Any]) -> Select[Any]:
    return select(cast(func.json_agg(func.json_build_array(*columns)), Text))


def _pack_in_sqlite(columns: Iterable[Any]) -> Select[Any]:
    return select(func.json_group_array(func.json_array(*columns)))


def _unpack(text: str | None, wanted: Select[Any]) -> list[Any]:
    columns = wanted.selected_columns
    readings = [(place, read) for place, column in enumerate(columns) if (read := _reading(column.type))]
    rows = json.loads(text) if text else []
    for row in rows:
        for place, read in readings:
            if row[place] is not None:
                row[place] = read(row[place])
    shape = _shape(tuple(column.key for column in columns))
    return [shape(*row) for row in rows]


@cache
def _shape(names: tuple[str, ...]) -> Callable[..., Any]:
    return namedtuple("Bundled", names)


def _reading(kind: TypeEngine[Any]) -> _Reading | None:
    """How a value of the column is read from JSON; None where it is one already."""
    if isinstance(kind, DateTime | LargeBinary | TypeDecorator):
        raise TypeError(f"{kind!r} cannot be read in a bundle")
    if isinstance(kind, EnumColumn):
        words: type[Enum] | None = kind.enum_class
        return words
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Boolean):
        return bool
    return _read_json if isinstance(kind, JSON) else None


def _read_json(value: Any) -> Any:
    """SQLite hands JSON on as its text, PostgreSQL as what it says."""
    return json.loads(value) if isinstance(value, str) else value

"""Whole columns between the database and polars, past the ORM, in the session's own transaction; it knows no table."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from sqlalchemy import Select, Table, update
from sqlalchemy.orm import Session

from crm.db import Base
from crm.sql.claiming import execute_counting
from crm.touched import touch

Schema = Mapping[str, Any]
_AT_ONCE = 5000
_CELL, _LINE = (31, 10)  # the unit separator stands in no value that is read in columns: codes, numbers, dates, JSON
_READ_AS: Mapping[Any, Any] = {pl.Date: pl.String, pl.Boolean: pl.String}


def read(session: Session, statement: Select[Any], schema: Schema) -> pl.DataFrame:
    """The rows of a select as a frame; `schema` names its columns in order."""
    dialect = session.get_bind().dialect
    sql = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    join = _joined_in_postgresql if dialect.name == "postgresql" else _joined_in_sqlite
    cursor = _cursor(session)
    text = cursor.execute(join(sql, len(schema))).fetchone()[0] or ""
    cursor.close()
    frame = _parsed(text.encode(), schema)
    return frame.with_columns(_typed(name, kind) for name, kind in schema.items())


def append(session: Session, model: type[Base], frame: pl.DataFrame) -> None:
    """Insert the frame's rows; its columns are the table's, dates as dates, JSON as its text."""
    if frame.is_empty():
        return
    session.flush()
    table: Table = model.__table__  # type: ignore[assignment]
    if "enterprise_id" in frame.columns:
        touch(session, table.name, frame["enterprise_id"].unique())
    if session.get_bind().dialect.name == "postgresql":
        _copy_in(_cursor(session), table.name, frame)
    else:
        _insert_many(_cursor(session), table.name, frame)


def stamp(session: Session, model: type[Base], ids: Iterable[int], **values: Any) -> int:
    """Give the rows with these ids the same values; returns how many there were."""
    wanted = list(ids)
    table: Table = model.__table__  # type: ignore[assignment]
    parts = (wanted[begin : begin + _AT_ONCE] for begin in range(0, len(wanted), _AT_ONCE))
    return sum(
        execute_counting(session, update(table).where(table.c.id.in_(part)).values(**values)) for part in parts
    )


def _cursor(session: Session) -> Any:
    driver = session.connection().connection.driver_connection
    if driver is None:
        raise RuntimeError("the session has no connection")
    return driver.cursor()


def _joined_in_sqlite(sql: str, cells: int) -> str:
    """The database joins the rows to one text itself, so that no cell becomes a Python object on its way."""
    names = [f"c{place}" for place in range(cells)]
    line = f" || char({_CELL}) || ".join(f"coalesce({name}, '')" for name in names)
    return f"WITH lines({', '.join(names)}) AS ({sql}) SELECT group_concat({line}, char({_LINE})) FROM lines"


def _joined_in_postgresql(sql: str, cells: int) -> str:
    """The same; COPY hands over a message a row, and taking those in takes longer than all the rest."""
    names = [f"c{place}" for place in range(cells)]
    line = f" || chr({_CELL}) || ".join(f"coalesce({name}::text, '')" for name in names)
    return f"WITH lines({', '.join(names)}) AS ({sql}) SELECT string_agg({line}, chr({_LINE})) FROM lines"


def _parsed(text: bytes, schema: Schema) -> pl.DataFrame:
    """Dates and truths as text for the moment; an empty cell is null."""
    raw = {name: _READ_AS.get(kind, kind) for name, kind in schema.items()}
    if not text:
        return pl.DataFrame(schema=raw)
    return pl.read_csv(
        io.BytesIO(text), has_header=False, schema=raw, separator=chr(_CELL), quote_char=None, eol_char=chr(_LINE)
    )


def _typed(name: str, kind: Any) -> pl.Expr:
    if kind == pl.Boolean:
        return (pl.col(name) == "1") | (pl.col(name) == "true")
    return pl.col(name).str.to_date("%Y-%m-%d") if kind == pl.Date else pl.col(name)


def _copy_in(cursor: Any, table: str, frame: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in frame.columns)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT CSV)") as copy:
        copy.write(frame.write_csv(include_header=False).encode())
    cursor.close()


def _insert_many(cursor: Any, table: str, frame: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in frame.columns)
    places = ", ".join("?" * len(frame.columns))
    plain = frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", plain.rows())  # the names are our own
    cursor.close()

"""What a stretch of a transaction writes: rows that are new, and rows that change with what they said before.

Noticed in the session, so that no writer has to tell; a table that is not asked for is not looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Result, Table, event, inspect, select, tuple_
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from crm.db import db, slices
from crm.sql.inserting import NumberedInsert
from crm.sql.row_values import whole_row

_LOG = "crm.row_log"
Key = tuple[Any, ...]


@dataclass(slots=True)
class RowWrite:
    """One row: as it is now and, where it was there before, what its changed columns said; `before` None is a new one.

    `is_stale`: the new row was changed once more, so that what it says now is to be read.
    """

    table: Table
    key: Key
    row: Mapping[str, Any]
    before: dict[str, Any] | None = None
    is_stale: bool = False


class RowLog:
    """The rows that were written, each once, in the order in which they were written first."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self._writes: dict[tuple[str, Key], RowWrite] = {}

    @property
    def writes(self) -> list[RowWrite]:
        return list(self._writes.values())

    def note_new(self, table: Table, key: Key, row: Mapping[str, Any]) -> None:
        """A row was inserted."""
        self._writes[table.name, key] = RowWrite(table, key, row)

    def note_change(self, table: Table, row: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """A row was updated; what its columns said first is kept."""
        key = key_of(table, row)
        known = self._writes.get((table.name, key))
        if known is None:
            self._writes[table.name, key] = RowWrite(table, key, row, dict(before))
        elif known.before is None:
            known.is_stale = True
        else:
            known.row, known.before = row, {**before, **known.before}


@contextmanager
def recording(session: Session, tables: Mapping[str, Table]) -> Iterator[RowLog]:
    """Note every row of these tables that the session writes within the block."""
    session.flush()
    log = session.info[_LOG] = RowLog(tables)
    try:
        yield log
        session.flush()
    finally:
        session.info.pop(_LOG, None)


def key_of(table: Table, row: Mapping[Any, Any]) -> Key:
    """The primary key of a row."""
    return tuple(row[column.key] for column in table.primary_key.columns)


def read_rows(session: Session, table: Table, keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
    """The rows with these keys, by key; one that is gone is left out."""
    columns = list(table.primary_key.columns)
    found: dict[Key, dict[str, Any]] = {}
    for part in slices(keys):
        mine = columns[0].in_([key[0] for key in part]) if len(columns) == 1 else tuple_(*columns).in_(part)
        rows = session.execute(select(table).where(mine)).mappings()
        found.update((key_of(table, row), dict(row)) for row in rows)
    return found


@event.listens_for(db.session, "after_flush")
def _note_flushed(session: Session, _work: UOWTransaction) -> None:
    log: RowLog | None = session.info.get(_LOG)
    if log is None:
        return
    for made in session.new:
        table = log.tables.get(made.__tablename__)
        if table is not None:
            row = _values(table, made)
            log.note_new(table, key_of(table, row), row)
    for changed in session.dirty:
        table = log.tables.get(changed.__tablename__)
        before = _before(changed) if table is not None else {}
        if table is not None and before:
            log.note_change(table, _values(table, changed), before)


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(execution: ORMExecuteState) -> Result[Any] | None:
    log: RowLog | None = execution.session.info.get(_LOG)
    if log is None or execution.is_select or not (execution.is_insert or execution.is_update):
        return None
    table = log.tables.get(execution.statement.table.name)  # type: ignore[attr-defined]
    if table is None:
        return None
    return _note_insert(execution, log, table) if execution.is_insert else _note_update(execution, log, table)


def _note_insert(execution: ORMExecuteState, log: RowLog, table: Table) -> Result[Any]:
    """Run an insert of many rows and learn the keys that the database gave them, in the order of the rows."""
    rows: Any = execution.parameters
    rows = rows if isinstance(rows, list) else [rows]
    keys = [column.key for column in table.primary_key.columns]
    if all(name in row for row in rows for name in keys):
        for row in rows:
            log.note_new(table, tuple(row[name] for name in keys), whole_row(table, row))
        return execution.invoke_statement()
    numbers = NumberedInsert(execution.session, table, len(rows))
    asked = numbers.returning(execution.statement)
    result = execution.invoke_statement(asked)
    kept = result.freeze() if len(asked.exported_columns) else None
    for number, row in zip(numbers.read(kept() if kept else result), rows, strict=True):
        log.note_new(table, (number,), {**whole_row(table, row), keys[0]: number})
    return kept() if kept else result


def _note_update(execution: ORMExecuteState, log: RowLog, table: Table) -> Result[Any]:
    """Run an update with a condition, and read the rows that it reaches before and after."""
    reached = select(table)
    condition = execution.statement.whereclause  # type: ignore[attr-defined]
    if condition is not None:
        reached = reached.where(condition)
    old = [dict(row) for row in execution.session.execute(reached).mappings()]
    result = execution.invoke_statement()
    new = read_rows(execution.session, table, [key_of(table, row) for row in old])
    for before in old:
        row = new[key_of(table, before)]
        changed = {name: value for name, value in before.items() if row[name] != value}
        if changed:
            log.note_change(table, row, changed)
    return result


def _values(table: Table, thing: Any) -> dict[str, Any]:
    return {column.key: getattr(thing, column.key) for column in table.columns}


def _before(changed: Any) -> dict[str, Any]:
    """What the changed columns of a mapped row said until this flush."""
    state = inspect(changed)
    counter = state.mapper.version_id_col
    names = [each.key for each in state.mapper.column_attrs if counter is None or each.key != counter.key]
    histories = {name: state.attrs[name].history for name in names}
    return {name: history.deleted[0] for name, history in histories.items() if history.added and history.deleted}

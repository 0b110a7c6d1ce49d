"""Which enterprises a transaction wrote about, by table; noticed in the session, so that no writer has to tell.

Flushed rows and statements are noticed here; rows that go past the session (`crm.sql.columns`) where they go in.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from sqlalchemy import Column, Table, event, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from crm.db import Base, db

_TOUCHED = "crm.touched"


def touch(session: Session, table: str, ids: Iterable[int]) -> None:
    """Note that the transaction wrote rows of the table about these enterprises."""
    session.info.setdefault(_TOUCHED, {}).setdefault(table, set()).update(ids)


def find_touched(session: Session, *models: type[Base]) -> set[int]:
    """The enterprises about which rows of these tables were written since the transaction began.

    What was undone by a savepoint is still among them: who asks derives anew, and finds nothing changed.
    """
    known: dict[str, set[int]] = session.info.get(_TOUCHED, {})
    return set().union(*(known.get(model.__tablename__, ()) for model in models))


@event.listens_for(db.session, "after_flush")
def _note_rows(session: Session, _work: UOWTransaction) -> None:
    for row in chain(session.new, session.dirty, session.deleted):
        key = enterprise_column(row.__table__)
        if key is not None:
            touch(session, row.__tablename__, [getattr(row, key.key)])


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(execution: ORMExecuteState) -> None:
    if execution.is_select or not (execution.is_insert or execution.is_update or execution.is_delete):
        return
    statement: Any = execution.statement
    key = enterprise_column(statement.table)
    if key is not None:
        find = _inserted if execution.is_insert else _reached
        touch(execution.session, statement.table.name, find(execution, statement, key))


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """A transaction that is undone as a whole wrote about nobody."""
    if ended.parent is None:
        session.info.pop(_TOUCHED, None)


def _inserted(execution: ORMExecuteState, statement: Any, key: Column[Any]) -> list[int]:
    rows: Any = execution.parameters or statement.compile().params
    rows = rows if isinstance(rows, list | tuple) else [rows]
    return [row[key.key] for row in rows if row.get(key.key) is not None]


def _reached(execution: ORMExecuteState, statement: Any, key: Column[Any]) -> list[int]:
    """Read before it is written: afterwards the condition may reach nothing any more."""
    reached = select(key).distinct()
    if statement.whereclause is not None:
        reached = reached.where(statement.whereclause)
    return list(execution.session.scalars(reached))


def enterprise_column(table: Table) -> Column[Any] | None:
    """The column that says which enterprise a row is about; None where a table is not about enterprises."""
    return table.c.id if table.name == "enterprises" else table.c.get("enterprise_id")

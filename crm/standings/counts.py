"""How many enterprises stand alike: kept beside the standings, in the same transaction, for boards that only count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    True_,
    bindparam,
    delete,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import AsBoolean

from crm.db import Base, add_rows
from crm.sql.bundles import Bundle, Rows, read_bundle
from crm.standings.models import Standing, StandingCount, StandingDay
from crm.standings.queries import of_standings

LAST_CONTACT, TITLE_ENDS, UNREADY_ENDS, ADMITTED = "last_contact", "title_ends", "unready_ends", "admitted"
_DAYS: Mapping[str, Any] = {
    LAST_CONTACT: Standing.last_contact_on,
    TITLE_ENDS: Standing.title_ends_on,
    UNREADY_ENDS: Standing.unready_ends_on,
    ADMITTED: Standing.admitted_on,
}
_TABLES: Mapping[str, type[Base]] = {"cells": StandingCount, "days": StandingDay}
_IS_IN_POOL = Standing.admitted_on.is_not(None)
_ALIKE: Mapping[str, Any] = {"is_in_pool": _IS_IN_POOL, "is_waiting": Standing.waiting_since.is_not(None)}


def keys_of(table: type[Base]) -> list[str]:
    """The columns in which enterprises that are counted together are alike."""
    return [column.key for column in table.__table__.c if column.key not in ("id", "number")]


def cells(within: ColumnElement[bool]) -> FromClause:
    """Numbers of enterprises of a scope by how they stand, to be summed; kept ones where it is everybody."""
    return (
        StandingCount.__table__ if _is_everybody(within) else _counted_cells(of_standings(within)).subquery("cells")
    )


def days(within: ColumnElement[bool]) -> FromClause:
    """Numbers of enterprises of a scope by the days of their standings, to be summed."""
    return StandingDay.__table__ if _is_everybody(within) else _counted_days(of_standings(within)).subquery("days")


def read_cells(session: Session, within: ColumnElement[bool]) -> list[Any]:
    """How many enterprises of a scope stand alike: one row for each way to stand, with its `number`."""
    return read_bundle(session, {"cells": _summed(cells(within), StandingCount)})["cells"]


def without_care(cells: Sequence[Any]) -> int:
    """Enterprises of the pool that nobody looks after and that do not wait for anybody: always none."""
    alone = (cell for cell in cells if cell.is_in_pool and cell.steward_id is None and not cell.is_waiting)
    return sum(cell.number for cell in alone)


def count_standings(session: Session, within: ColumnElement[bool]) -> Rows:
    """The cells and days of the standings themselves; `within` is a condition on `Standing`."""
    return read_bundle(session, {"cells": _counted_cells(within), "days": _counted_days(within)})


def count_few(session: Session, ids: Sequence[int]) -> Rows:
    """The same of a few enterprises, by a statement that is put into words once: every act asks it, and twice."""
    return _few().read(session, ids=list(ids))


@cache
def _few() -> Bundle:
    mine = Standing.enterprise_id.in_(bindparam("ids", type_=Integer, expanding=True))
    return Bundle({"cells": _counted_cells(mine), "days": _counted_days(mine)})


def note_changes(session: Session, before: Rows, after: Rows) -> None:
    """Write down by how much the numbers of some standings differ from what they were."""
    for name, table in _TABLES.items():
        moved = _counter(after[name])
        moved.subtract(_counter(before[name]))
        _append(session, table, moved)


def fold(session: Session) -> None:
    """Add up what was noted: one row for all that are alike. What is being noted meanwhile stays for the next time."""
    for table in _TABLES.values():
        keys = [getattr(table, name) for name in keys_of(table)]
        taken = session.execute(delete(table).returning(*keys, table.number))  # type: ignore[attr-defined]
        _append(session, table, _counter(taken))


def correct(session: Session) -> int:
    """Put right what differs from the standings; returns how many numbers were wrong: always 0."""
    wrong = 0
    counted = {"cells": _counted_cells(true()), "days": _counted_days(true())}
    kept = {f"kept_{name}": _summed(table.__table__, table) for name, table in _TABLES.items()}
    rows = read_bundle(session, {**counted, **kept})
    for name, table in _TABLES.items():
        moved = _counter(rows[name])
        moved.subtract(_counter(rows[f"kept_{name}"]))
        wrong += sum(1 for number in moved.values() if number)
        _append(session, table, moved)
    return wrong


def _is_everybody(within: ColumnElement[bool]) -> bool:
    """Whether a scope is no limit at all; where scopes are joined, the database's "true" stands in a wrapping."""
    if isinstance(within, AsBoolean) and within.operator is operators.is_true:
        within = within.element
    return isinstance(within, True_)


def _counted_cells(within: ColumnElement[bool]) -> Select[Any]:
    columns = {name: _ALIKE.get(name, getattr(Standing, name, None)) for name in keys_of(StandingCount)}
    return (
        select(*(column.label(name) for name, column in columns.items()), func.count().label("number"))
        .where(within)
        .group_by(*columns.values())
    )


def _counted_days(within: ColumnElement[bool]) -> Select[Any]:
    each = [
        select(
            literal(what).label("what"),
            day.label("day"),
            Standing.rank.label("rank"),
            _IS_IN_POOL.label("is_in_pool"),
            func.count().label("number"),
        )
        .where(within, day.is_not(None))
        .group_by(day, Standing.rank, _IS_IN_POOL)
        for what, day in _DAYS.items()
    ]
    return select(union_all(*each).subquery("each_day"))


def _summed(table: FromClause, model: type[Base]) -> Select[Any]:
    keys = [table.c[name] for name in keys_of(model)]
    number = func.sum(table.c.number)
    return select(*keys, number.label("number")).group_by(*keys).having(number != 0)


def _counter(rows: Any) -> Counter[tuple[Any, ...]]:
    counter: Counter[tuple[Any, ...]] = Counter()
    for *keys, number in rows:
        counter[tuple(keys)] += number
    return counter


def _append(session: Session, table: type[Base], moved: Mapping[tuple[Any, ...], int]) -> None:
    names = keys_of(table)
    lines = [{**dict(zip(names, keys, strict=True)), "number": number} for keys, number in moved.items() if number]
    add_rows(session, table, lines)

"""Bringing standings up to date: for what a transaction touched, for what the calendar changed, for all."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Table,
    Update,
    any_,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm.enterprises.facts.columns import IdSpan
from crm.sql.claiming import execute_counting
from crm.standings import counts
from crm.standings.derivation import COLUMNS, SOURCES, Within, derive_standings
from crm.standings.models import Standing
from crm.touched import find_touched

_AT_ONCE = 2000
_FEW = 50
_KEY = "whose"
_DUE_AT_ONCE = 5000
_DENSE = 2


def refresh_touched(session: Session, *, on: date) -> int:
    """Derive anew what the transaction touched and, of the rest, what is due; returns how many rows became others.

    Whoever writes first on a day thereby brings the new day in. What another transaction has in hand is left to it.
    """
    session.flush()
    ids = find_touched(session, *SOURCES)
    return refresh(session, ids, on=on) + refresh(session, _due(session, on), on=on)


def refresh_due(session: Session, *, on: date) -> int:
    """Derive anew all whose day has come."""
    number = 0
    while due := _due(session, on):
        number += refresh(session, due, on=on)
    return number


def refresh(session: Session, ids: Collection[int], *, on: date) -> int:
    """Derive the standings of these enterprises anew; returns how many rows became others.

    The rows are locked before they are derived: of two transactions that touch one enterprise at once, the second
    must see what the first has written.
    """
    ordered = sorted(ids)
    parts = [ordered[begin : begin + _AT_ONCE] for begin in range(0, len(ordered), _AT_ONCE)]
    return sum(_derive_some(session, part, on) for part in parts)


def refresh_span(session: Session, span: IdSpan, *, on: date) -> int:
    """The same for all enterprises of a span, in one statement."""
    _lock(session, span.of(Standing.enterprise_id))
    return _derive(session, span.of, on)


def forget_standings(session: Session, ids: Collection[int]) -> None:
    """Take away the standings of enterprises that leave the record altogether, and count them no more."""
    ordered = sorted(ids)
    for begin in range(0, len(ordered), _AT_ONCE):
        mine = Standing.enterprise_id.in_(ordered[begin : begin + _AT_ONCE])
        _lock(session, mine)
        before = counts.count_standings(session, mine)
        session.execute(delete(Standing).where(mine))
        counts.note_changes(session, before, counts.count_standings(session, mine))


def forget_contacts(session: Session, interaction_ids: Collection[int]) -> None:
    """Point no longer to contacts that leave the record; the end of the transaction finds the last one anew."""
    ordered = sorted(interaction_ids)
    for begin in range(0, len(ordered), _AT_ONCE):
        mine = Standing.last_interaction_id.in_(ordered[begin : begin + _AT_ONCE])
        execute_counting(session, update(Standing).where(mine).values(last_interaction_id=None))


def _due(session: Session, on: date) -> Sequence[int]:
    due = select(Standing.enterprise_id).where(Standing.changes_on <= on).order_by(Standing.changes_on)
    return session.scalars(due.limit(_DUE_AT_ONCE).with_for_update(skip_locked=True)).all()


def _derive_some(session: Session, ids: Sequence[int], on: date) -> int:
    if len(ids) <= _FEW:
        _lock(session, Standing.enterprise_id.in_(ids))
        return _derive_few(session, ids, on)
    within = _within(session, ids)
    _lock(session, within(Standing.enterprise_id))
    return _derive(session, within, on)


def _within(session: Session, ids: Sequence[int]) -> Within:
    """The condition for many enterprises, in ascending order; it stands twenty times in the statement.

    Neighbours are taken as a span: deriving those between anew changes nothing. Others are one array where there are
    arrays, because a parameter an id and place takes longer than the deriving.
    """
    if ids[-1] - ids[0] < _DENSE * len(ids):
        return IdSpan(ids[0], ids[-1]).of
    if session.get_bind().dialect.name == "postgresql":
        array = literal(list(ids), postgresql.ARRAY(Integer))
        return lambda column: column == any_(array)
    return lambda column: column.in_(ids)


def _derive_few(session: Session, ids: Sequence[int], on: date) -> int:
    """The same for what one act touches, by statements that are put into words once: most of its time went there."""
    old = {row.enterprise_id: row for row in session.execute(_select_standings(), {"ids": ids})}
    new = session.execute(_select_derived(), {"ids": ids, "on": on}).all()
    others = [row._asdict() for row in new if tuple(row) != tuple(old.get(row.enterprise_id, ()))]
    if others:
        before = counts.count_few(session, ids)
        kept = [{**row, _KEY: row["enterprise_id"]} for row in others if row["enterprise_id"] in old]
        fresh = [row for row in others if row["enterprise_id"] not in old]
        for statement, rows in ((_update_standing(), kept), (insert(_table()), fresh)):
            if rows:
                session.connection().execute(statement, rows)
        counts.note_changes(session, before, counts.count_few(session, ids))
    return len(others)


def _table() -> Table:
    """Of the mapped class, so that rows are written without being made objects."""
    return cast("Table", Standing.__table__)


@cache
def _select_derived() -> Select[Any]:
    """The standings of `ids` `on` a day, as derived."""
    ids, on = bindparam("ids", type_=Integer, expanding=True), bindparam("on", type_=Date)
    return derive_standings(lambda column: column.in_(ids), cast("date", on))


@cache
def _select_standings() -> Select[Any]:
    """The standings of `ids`, as they are kept."""
    ids = bindparam("ids", type_=Integer, expanding=True)
    return select(*(Standing.__table__.c[name] for name in COLUMNS)).where(Standing.enterprise_id.in_(ids))


@cache
def _update_standing() -> Update:
    table = _table()
    return (
        update(table)
        .where(table.c.enterprise_id == bindparam(_KEY))
        .values({name: bindparam(name) for name in COLUMNS if name != "enterprise_id"})
    )


def _lock(session: Session, mine: ColumnElement[bool]) -> None:
    session.execute(select(Standing.enterprise_id).where(mine).order_by(Standing.enterprise_id).with_for_update())


def _derive(session: Session, within: Within, on: date) -> int:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    table, mine = Standing.__table__, within(Standing.enterprise_id)
    before = counts.count_standings(session, mine)
    new = dialect.insert(table).from_select(COLUMNS, derive_standings(within, on))
    others = [name for name in COLUMNS if name != "enterprise_id"]
    number = execute_counting(
        session,
        new.on_conflict_do_update(
            index_elements=["enterprise_id"],
            set_={name: new.excluded[name] for name in others},
            where=or_(*(table.c[name].is_distinct_from(new.excluded[name]) for name in others)),
        ),
    )
    if number:
        counts.note_changes(session, before, counts.count_standings(session, mine))
    return number

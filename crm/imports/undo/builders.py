"""What stands on the rows that would go: rows that follow them, and rows for the sake of which they stay."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, not_, select, true
from sqlalchemy.orm import Session

from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.models import Evaluation, Flag, JudgingDay, JudgingMark, TitleEvent
from crm.db import Base, slices
from crm.enterprises.facts.models import CurrentFacts
from crm.enterprises.models import EnterpriseChange, FigureChange
from crm.enterprises.search.models import SearchTerm
from crm.imports.undo.models import BatchWrite
from crm.interactions.models import PlannedContact
from crm.sql.recording import Key, key_of
from crm.standings.models import Standing

Going = Mapping[str, set[Key]]
"""The keys of the rows that would go, by table."""

DERIVED: frozenset[str] = frozenset(
    model.__tablename__
    for model in (
        *(Standing, SearchTerm, CurrentFacts, JudgingMark, JudgingDay, Flag, Evaluation),
        *(BatchWrite, EnterpriseChange, FigureChange),
    )
)
"""What the desk itself derived, judged or noted goes with what it was about."""
FOLLOWING: Mapping[str, ColumnElement[bool]] = {
    TitleEvent.__tablename__: TitleEvent.recorded_by.is_(None),
    TitleDuty.__tablename__: and_(
        TitleDuty.done_on.is_(None), TitleDuty.done_by.is_(None), TitleDuty.set_aside_by.is_(None)
    ),
}
"""Rows the night writes: they go as well, unless a person did something about them."""


@cache
def _references() -> dict[str, list[tuple[Table, Column[Any]]]]:
    """The columns that point to each table."""
    found: dict[str, list[tuple[Table, Column[Any]]]] = {}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            found.setdefault(key.column.table.name, []).append((table, key.parent))
    return found


KEEPING: frozenset[Column[Any]] = frozenset({Base.metadata.tables[PlannedContact.__tablename__].c.interaction_id})
"""By this a plan points to the contact that kept it: without the contact it is opened again."""
PLANS: frozenset[Column[Any]] = frozenset(Base.metadata.tables[PlannedContact.__tablename__].c)


def find_builders(
    session: Session, going: Going, but: Collection[Column[Any]] = frozenset()
) -> Iterator[tuple[str, Key, str]]:
    """Table and key of a row that would go, and the table of a row that stays and points to it by none of `but`."""
    for name, column, ids in _pointing(going):
        table: Table = column.table
        if table.name in DERIVED or column in but:
            continue
        stays = not_(FOLLOWING[table.name]) if table.name in FOLLOWING else true()
        for part in slices(ids):
            rows = select(column.label("pointed_to"), *table.primary_key.columns).where(column.in_(part), stays)
            for row in session.execute(rows).mappings():
                if key_of(table, row) not in going.get(table.name, ()):
                    yield name, (row["pointed_to"],), table.name


def delete_following(session: Session, going: Going) -> None:
    """Take away what the desk itself made of the rows that go; their standings are for their owner to take away."""
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in (DERIVED | FOLLOWING.keys()) - {Standing.__tablename__}:
            continue
        condition = FOLLOWING.get(table.name, true())
        for _target, column, ids in _pointing(going):
            if column.table is table:
                for part in slices(ids):
                    session.execute(delete(table).where(column.in_(part), condition))


def _pointing(going: Going) -> Iterator[tuple[str, Column[Any], list[Any]]]:
    for name, keys in going.items():
        if keys:
            for _table, column in _references().get(name, ()):
                yield name, column, sorted(key[0] for key in keys)

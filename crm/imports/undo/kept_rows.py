"""The rows a batch writes, by enterprise and by what belongs together: one group is taken back whole or not at all."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from crm.cultivation.models import PoolEntry, Title, TitleEvent
from crm.db import Base, add_rows, slices
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.models import EnterpriseFact, FactList
from crm.enterprises.models import Contact, Enterprise, EnterpriseChange, FigureChange, FormerName, YearlyFigures
from crm.enterprises.queries import CONTACT
from crm.imports.undo.models import BatchWrite
from crm.interactions.models import Interaction
from crm.sql.recording import Key, RowLog, RowWrite, read_rows
from crm.sql.row_values import digest_of, plain
from crm.stewards.models import Assignment, QueueEntry

GROUPS: Mapping[type[Base], str] = {
    Enterprise: "identity",
    FormerName: "identity",
    EnterpriseFact: "facts/{fact}",
    FactList: "lists/{kind}",
    Contact: "contacts/{id}",
    YearlyFigures: "figures/{year}",
    Title: "titles/{id}",
    TitleEvent: "titles/{title_id}",
    PoolEntry: "care",
    Assignment: "care",
    QueueEntry: "care",
    Interaction: "visits/{id}",
}
HISTORY: frozenset[str] = frozenset({EnterpriseChange.__tablename__, FigureChange.__tablename__})
"""Tables to which rows are only added: a change that is taken back is one more change.

Changes of figures bear their batch, and are found by it: they are the most rows of a register.
"""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that a batch wrote: `before` None is a new one. `after` is its digest, or the changed columns.

    Of a row that is only added to a history nothing but its key is kept.
    """

    enterprise_id: int
    table: str
    key: Key
    group: str
    before: Mapping[str, Any] | None
    after: Any

    @property
    def is_new(self) -> bool:
        return self.before is None


@cache
def recorded_tables() -> dict[str, Table]:
    """The tables of the record that an import writes; what is derived from them is derived anew instead."""
    models: list[type[Base]] = [*GROUPS, EnterpriseChange]
    models += [listing.table for listing in LISTINGS.values()]
    return {model.__tablename__: Base.metadata.tables[model.__tablename__] for model in models}


def keep_rows(session: Session, batch_id: int, log: RowLog) -> None:
    """Keep what was written, one row an enterprise."""
    _read_stale(session, log.writes)
    owners = _owners_of_events(session, log.writes)
    kept: dict[int, list[Any]] = defaultdict(list)
    for write in log.writes:
        kept[_owner(write, owners)] += _entries(write)
    rows = [
        {"batch_id": batch_id, "enterprise_id": key, "rows": json.dumps(entries, ensure_ascii=False)}
        for key, entries in sorted(kept.items())
    ]
    add_rows(session, BatchWrite, rows)


def read_kept(kept: Iterable[BatchWrite]) -> list[KeptRow]:
    """The rows as they were kept; imports of before kept changes of figures too, which are found by their batch."""
    return [
        KeptRow(each.enterprise_id, table, tuple(key), group, before, after)
        for each in kept
        for table, key, group, before, after in json.loads(each.rows)
        if table in recorded_tables()
    ]


def group_of(table: str, row: Mapping[str, Any]) -> str:
    """What a row belongs to."""
    if table == EnterpriseChange.__tablename__:
        field = row["field"].split(":")
        return f"contacts/{field[1]}" if field[0] == CONTACT else "identity"
    if table == FigureChange.__tablename__:
        return f"figures/{row['year']}/{row['field']}"
    return _patterns().get(table, f"items/{table}/{{id}}").format_map(row)


@cache
def _patterns() -> dict[str, str]:
    return {model.__tablename__: pattern for model, pattern in GROUPS.items()}


def _entries(write: RowWrite) -> list[list[Any]]:
    name, group = write.table.name, group_of(write.table.name, write.row)
    if write.before is None:
        return [[name, write.key, group, None, None if name in HISTORY else digest_of(write.table, write.row)]]
    if name != YearlyFigures.__tablename__:
        return [[name, write.key, group, *_sides(write, list(write.before))]]
    figures = sorted({column.removesuffix("_grade") for column in write.before})
    changed = {each: [name for name in (each, f"{each}_grade") if name in write.before] for each in figures}
    return [[name, write.key, f"{group}/{each}", *_sides(write, changed[each])] for each in figures]


def _sides(write: RowWrite, columns: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    before = write.before or {}
    return {name: plain(before[name]) for name in columns}, {name: plain(write.row[name]) for name in columns}


def _read_stale(session: Session, writes: Sequence[RowWrite]) -> None:
    """Rows that were inserted and then changed, as they are now."""
    stale: dict[str, list[RowWrite]] = defaultdict(list)
    for write in writes:
        if write.is_stale:
            stale[write.table.name].append(write)
    for some in stale.values():
        rows = read_rows(session, some[0].table, [write.key for write in some])
        for write in some:
            write.row = rows[write.key]


def _owner(write: RowWrite, owners: Mapping[int, int]) -> int:
    if write.table.name == Enterprise.__tablename__:
        return int(write.key[0])
    return int(owners[write.row["title_id"]] if "title_id" in write.row else write.row["enterprise_id"])


def _owners_of_events(session: Session, writes: Sequence[RowWrite]) -> dict[int, int]:
    """The enterprises of the titles of which something happened."""
    titles = sorted({write.row["title_id"] for write in writes if write.table.name == TitleEvent.__tablename__})
    found: dict[int, int] = {}
    for part in slices(titles):
        mine = select(Title.id, Title.enterprise_id).where(Title.id.in_(part))
        found.update((row.id, row.enterprise_id) for row in session.execute(mine))
    return found

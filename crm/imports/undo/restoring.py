"""Makes enterprises as they were before a batch, as far as nothing was done since with what it wrote."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, and_, delete, select, tuple_, update
from sqlalchemy.orm import Session

from crm.db import Base, slices
from crm.enterprises.facts.current import correct_current
from crm.enterprises.figures.wholesale import note_figures_back
from crm.enterprises.models import Enterprise, EnterpriseChange, FigureChange
from crm.enterprises.wholesale import note_changes_back
from crm.imports.undo.builders import KEEPING, PLANS, Going, delete_following, find_builders
from crm.imports.undo.kept_rows import HISTORY, KeptRow, group_of, recorded_tables
from crm.interactions.models import Interaction, PlannedContact
from crm.interactions.plans.keeping import undo as reopen_plans
from crm.sql.recording import Key, read_rows
from crm.sql.row_values import VERSION, digest_of, plain, restore_value
from crm.standings.upkeep import forget_contacts, forget_standings

TOUCHED = "touched"
WHOLE = "enterprise"
Group = tuple[int, str]
"""An enterprise, and what of it is taken back together."""
Current = Mapping[str, Mapping[Key, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Which batch is taken back, by whom, when, and what the changed lines say they rest on."""

    batch_id: int
    by: int
    on: date
    at: datetime
    source: str


@dataclass(slots=True)
class Undoing:
    """What is to be taken back: the rows, the enterprises that the batch brought, and what stays and why."""

    rows: list[KeptRow]
    newcomers: set[int]
    staying: dict[Group, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[KeptRow]) -> "Undoing":
        return cls(rows, {row.enterprise_id for row in rows if row.is_new and row.table == Enterprise.__tablename__})

    def group(self, row: KeptRow) -> Group:
        """An enterprise that the batch brought is one group, for it cannot stay by halves."""
        return row.enterprise_id, WHOLE if row.enterprise_id in self.newcomers else row.group

    def keep(self, row: KeptRow, why: str) -> bool:
        """Let what the row belongs to stay; says whether it was to go until now."""
        is_news = self.group(row) not in self.staying
        self.staying.setdefault(self.group(row), f"{row.group} {why}")
        return is_news

    def goes(self, row: KeptRow) -> bool:
        """Whether the row is taken back; of an enterprise that stays, what was said of its changes stays said."""
        is_history = row.table in HISTORY and row.enterprise_id not in self.newcomers
        return not is_history and self.group(row) not in self.staying

    def going(self) -> Going:
        """The new rows that go, by table."""
        keys: dict[str, set[Key]] = defaultdict(set)
        for row in self.rows:
            if row.is_new and self.goes(row):
                keys[row.table].add(row.key)
        return keys

    def lines(self) -> dict[int, str]:
        """What stays of each enterprise, a line each."""
        lines: dict[int, list[str]] = defaultdict(list)
        for (enterprise_id, group), line in sorted(self.staying.items()):
            lines[enterprise_id].append(f"{group} {line}")
        return {key: "\n".join(each) for key, each in lines.items()}

    def vanishing(self) -> set[int]:
        """The enterprises that go whole."""
        return {each for each in self.newcomers if (each, WHOLE) not in self.staying}


def foresee(session: Session, rows: list[KeptRow]) -> Undoing:
    """What would be taken back if that were done now, and what would stay; nothing is changed."""
    undoing = Undoing.of(rows)
    _keep_touched(undoing, _read_current(session, (row for row in rows if row.table not in HISTORY)))
    _keep_built_on(session, undoing, KEEPING)
    return undoing


def take_back(session: Session, rows: list[KeptRow], *, act: UndoAct) -> Undoing:
    """Take back what the rows say of their enterprises; returns what went and what stayed and why.

    What was changed since the batch stays, and so does what somebody has built on: a contact, a demand, a photo.
    """
    undoing = Undoing.of(rows)
    _keep_touched(undoing, _read_current(session, (row for row in rows if row.table not in HISTORY)))
    _keep_built_on(session, undoing, PLANS)
    _reopen_plans(session, undoing, act)
    _keep_built_on(session, undoing)
    _delete(session, undoing)
    _restore(session, undoing)
    session.expire_all()
    known = sorted({row.enterprise_id for row in rows} - undoing.newcomers)
    if known:
        _note_history(session, undoing, known, act)
        correct_current(session, lambda column: column.in_(known))
    return undoing


def _read_current(session: Session, rows: Iterable[KeptRow]) -> dict[str, dict[Key, dict[str, Any]]]:
    keys: dict[str, set[Key]] = defaultdict(set)
    for row in rows:
        keys[row.table].add(row.key)
    return {name: read_rows(session, recorded_tables()[name], sorted(keys[name])) for name in keys}


def _keep_touched(undoing: Undoing, current: Current) -> None:
    for row in undoing.rows:
        if row.table not in HISTORY and not _is_as_written(row, current[row.table].get(row.key)):
            undoing.keep(row, TOUCHED)


def _is_as_written(row: KeptRow, present: Mapping[str, Any] | None) -> bool:
    if present is None:
        return False
    if row.is_new:
        return digest_of(recorded_tables()[row.table], present) == str(row.after)
    return all(plain(present[name]) == value for name, value in row.after.items())


def _keep_built_on(session: Session, undoing: Undoing, but: Collection[Column[Any]] = frozenset()) -> None:
    """What stays makes more stay, until nothing more does; what points by the columns of `but` keeps nothing."""
    rows = {(row.table, row.key): row for row in undoing.rows if row.is_new}
    is_news = True
    while is_news:
        built_on = find_builders(session, undoing.going(), but)
        is_news = sum(undoing.keep(rows[name, key], by) for name, key, by in built_on) > 0


def _reopen_plans(session: Session, undoing: Undoing, act: UndoAct) -> None:
    """A plan that an imported contact kept is ahead again."""
    visits = sorted(key[0] for key in undoing.going().get(Interaction.__tablename__, ()))
    for part in slices(visits):
        keeping = select(PlannedContact.interaction_id).where(PlannedContact.interaction_id.in_(part))
        records = select(Interaction).where(Interaction.id.in_(keeping)).order_by(Interaction.id)
        for record in session.scalars(records).all():
            reopen_plans(session, record, by=act.by, at=act.at)
    session.flush()


def _delete(session: Session, undoing: Undoing) -> None:
    going, gone = undoing.going(), sorted(undoing.vanishing())
    forget_standings(session, gone)
    forget_contacts(session, sorted(key[0] for key in going.get(Interaction.__tablename__, ())))
    delete_following(session, going)
    for table in reversed(Base.metadata.sorted_tables):
        columns = list(table.primary_key.columns)
        for part in slices(sorted(going.get(table.name, ()))):
            mine = tuple_(*columns).in_(part) if len(columns) > 1 else columns[0].in_([key[0] for key in part])
            session.execute(delete(table).where(mine))


def _restore(session: Session, undoing: Undoing) -> None:
    """Columns that the batch changed say again what they said; the count of versions goes on."""
    for row in undoing.rows:
        if row.before is None or not undoing.goes(row) or row.enterprise_id in undoing.newcomers:
            continue
        table = recorded_tables()[row.table]
        values = {name: restore_value(table.c[name], value) for name, value in row.before.items()}
        if VERSION in table.c:
            values[VERSION] = table.c[VERSION] + 1
        mine = and_(*(column == key for column, key in zip(table.primary_key.columns, row.key, strict=True)))
        session.execute(update(table).where(mine).values(values))


def _note_history(session: Session, undoing: Undoing, known: Sequence[int], act: UndoAct) -> None:
    """Each change that is taken back is one more change of an enterprise that stays."""
    kept = [row for row in undoing.rows if row.table in HISTORY and row.enterprise_id not in undoing.newcomers]
    changes = [row for rows in _read_current(session, kept).values() for row in rows.values()]
    back = _list_gone(undoing, EnterpriseChange.__tablename__, changes)
    note_changes_back(session, back, by=act.by, on=act.on, at=act.at)
    figures = _list_gone(undoing, FigureChange.__tablename__, _read_figure_changes(session, act.batch_id, known))
    note_figures_back(session, figures, source=act.source, by=act.by, on=act.on)


def _read_figure_changes(session: Session, batch_id: int, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What the batch wrote down of figures of these enterprises, in the order of its rows."""
    table = Base.metadata.tables[FigureChange.__tablename__]
    found: list[dict[str, Any]] = []
    for part in slices(ids):
        mine = select(table).where(table.c.enterprise_id.in_(part), table.c.batch_id == batch_id)
        found += map(dict, session.execute(mine.order_by(table.c.id)).mappings())
    return found


def _list_gone(undoing: Undoing, table: str, changes: Iterable[Mapping[str, Any]]) -> list[int]:
    """The changes of what is taken back."""
    gone = (each for each in changes if not _stays(undoing, each["enterprise_id"], group_of(table, each)))
    return [each["id"] for each in gone]


def _stays(undoing: Undoing, enterprise_id: int, group: str) -> bool:
    """Whether the group stays, or the one it is part of."""
    groups: Sequence[str] = (group, group.rsplit("/", 1)[0])
    return any((enterprise_id, each) in undoing.staying for each in groups)

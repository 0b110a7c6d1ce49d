"""One timeline per enterprise, whoever wrote it: what happened, from every table that remembers, newest first."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from crm.cultivation.models import Flag, PoolEntry, Title, TitleEvent
from crm.enterprises.models import EnterpriseChange, FigureChange
from crm.interactions.models import Interaction
from crm.interactions.queries import service_lines
from crm.people import queries as people
from crm.people.models import User
from crm.registry import Registry
from crm.stewards.models import Assignment, QueueEntry


class Mark(NamedTuple):
    """Where an entry stands: its day, its source and the row it came from."""

    day: date
    source: str
    ref: int


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened; `what` is a value of the kind its source makes."""

    day: date
    source: str
    what: Any


@dataclass(frozen=True, slots=True)
class FiguresEntered:
    """Figures of one year written down together."""

    year: int
    evidence: str
    by: str
    changes: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class StewardBegan:
    """A steward took over."""

    steward: str
    before: str | None
    by: str | None
    why: str


@dataclass(frozen=True, slots=True)
class QueueWait:
    """The enterprise was put into the queue."""

    by: str | None
    why: str
    due_on: date


@dataclass(frozen=True, slots=True)
class TitleHappened:
    """Something in the life of a title."""

    kind: str
    title: Title


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """A field of the identity was corrected."""

    change: EnterpriseChange
    by: str


@dataclass(frozen=True, slots=True)
class TimelineSource:
    """A table that remembers something: its choice in the filter, where its entries stand, what they say."""

    kind: str
    marks: Callable[[int], Select[Any]]
    read: Callable[[Session, int, Collection[int]], dict[int, Any]]


def timeline(
    session: Session, enterprise_id: int, *, kind: str = "", offset: int = 0, limit: int = 20
) -> tuple[list[TimelineEntry], int]:
    """A slice of the timeline and the number of all entries of the kind; the caller has checked the scope."""
    wanted = KINDS[kind] if kind else tuple(SOURCES)
    marks = union_all(*(SOURCES[source].marks(enterprise_id) for source in wanted)).subquery()
    total = session.scalar(select(func.count()).select_from(marks)) or 0
    page = session.execute(
        select(marks.c.day, marks.c.source, marks.c.ref)
        .order_by(marks.c.day.desc(), marks.c.source, marks.c.ref.desc())
        .offset(offset)
        .limit(limit)
    )
    return _filled(session, enterprise_id, [Mark(*row) for row in page]), total


def _filled(session: Session, enterprise_id: int, marks: list[Mark]) -> list[TimelineEntry]:
    refs: dict[str, list[int]] = defaultdict(list)
    for mark in marks:
        refs[mark.source].append(mark.ref)
    found = {source: SOURCES[source].read(session, enterprise_id, ids) for source, ids in refs.items()}
    return [TimelineEntry(mark.day, mark.source, found[mark.source][mark.ref]) for mark in marks]


def _mark(source: str, day: Any, ref: Any, model: Any) -> Callable[[int], Select[Any]]:
    def marks(enterprise_id: int) -> Select[Any]:
        return select(day.label("day"), literal(source).label("source"), ref.label("ref")).where(
            model.enterprise_id == enterprise_id, day.is_not(None)
        )

    return marks


def _figure_marks(enterprise_id: int) -> Select[Any]:
    """Figures of one year that were entered together are one entry, known by its first row."""
    return (
        select(
            FigureChange.changed_on.label("day"),
            literal("figures").label("source"),
            func.min(FigureChange.id).label("ref"),
        )
        .where(FigureChange.enterprise_id == enterprise_id)
        .group_by(FigureChange.changed_on, FigureChange.year, FigureChange.source, FigureChange.changed_by)
    )


def _title_marks(enterprise_id: int) -> Select[Any]:
    return (
        select(TitleEvent.happened_on.label("day"), literal("title").label("source"), TitleEvent.id.label("ref"))
        .join(Title, Title.id == TitleEvent.title_id)
        .where(Title.enterprise_id == enterprise_id)
    )


def _services(session: Session, _: int, ids: Collection[int]) -> dict[int, Any]:
    return dict(service_lines(session, ids))


def _figures(session: Session, enterprise_id: int, ids: Collection[int]) -> dict[int, Any]:
    firsts = select(FigureChange.changed_on).where(FigureChange.id.in_(ids))
    rows = session.scalars(
        select(FigureChange)
        .where(FigureChange.enterprise_id == enterprise_id, FigureChange.changed_on.in_(firsts))
        .order_by(FigureChange.id)
    ).all()
    together: dict[tuple[Any, ...], list[FigureChange]] = defaultdict(list)
    for row in rows:
        together[row.changed_on, row.year, row.source, row.changed_by].append(row)
    names = people.names(session, {row.changed_by for row in rows})
    return {
        group[0].id: FiguresEntered(group[0].year, group[0].source, names[group[0].changed_by], tuple(group))
        for group in together.values()
    }


def _titles(session: Session, _: int, ids: Collection[int]) -> dict[int, Any]:
    rows = session.execute(
        select(TitleEvent, Title).join(Title, Title.id == TitleEvent.title_id).where(TitleEvent.id.in_(ids))
    )
    return {event.id: TitleHappened(event.kind, title) for event, title in rows}


def _stewards(session: Session, enterprise_id: int, ids: Collection[int]) -> dict[int, Any]:
    steward, actor = aliased(User), aliased(User)
    rows = session.execute(
        select(Assignment, steward.name, actor.name)
        .join(steward, steward.id == Assignment.steward_id)
        .outerjoin(actor, actor.id == Assignment.assigned_by)
        .where(Assignment.enterprise_id == enterprise_id)
        .order_by(Assignment.from_on, Assignment.id)
    ).all()
    before: dict[int, str | None] = {}
    last: tuple[date | None, str] | None = None
    for one, name, _ in rows:
        before[one.id] = last[1] if last and last[0] == one.from_on else None
        last = (one.to_on, name)
    return {one.id: StewardBegan(name, before[one.id], by, one.why) for one, name, by in rows if one.id in set(ids)}


def _queued(session: Session, _: int, ids: Collection[int]) -> dict[int, Any]:
    rows = session.execute(
        select(QueueEntry, User.name).outerjoin(User, User.id == QueueEntry.put_by).where(QueueEntry.id.in_(ids))
    )
    return {entry.id: QueueWait(by, entry.why, entry.due_on) for entry, by in rows}


def _identity(session: Session, _: int, ids: Collection[int]) -> dict[int, Any]:
    rows = session.execute(
        select(EnterpriseChange, User.name)
        .join(User, User.id == EnterpriseChange.changed_by)
        .where(EnterpriseChange.id.in_(ids))
    )
    return {change.id: IdentityChanged(change, by) for change, by in rows}


def _rows_of(model: Any) -> Callable[[Session, int, Collection[int]], dict[int, Any]]:
    def read(session: Session, _: int, ids: Iterable[int]) -> dict[int, Any]:
        return {row.id: row for row in session.scalars(select(model).where(model.id.in_(ids)))}

    return read


SOURCES = Registry(
    "timeline source",
    (
        (
            "service",
            TimelineSource("service", _mark("service", Interaction.held_on, Interaction.id, Interaction), _services),
        ),
        ("figures", TimelineSource("figures", _figure_marks, _figures)),
        (
            "identity",
            TimelineSource(
                "figures",
                _mark("identity", EnterpriseChange.changed_on, EnterpriseChange.id, EnterpriseChange),
                _identity,
            ),
        ),
        ("title", TimelineSource("title", _title_marks, _titles)),
        (
            "pool_in",
            TimelineSource(
                "title", _mark("pool_in", PoolEntry.admitted_on, PoolEntry.id, PoolEntry), _rows_of(PoolEntry)
            ),
        ),
        (
            "pool_out",
            TimelineSource(
                "title", _mark("pool_out", PoolEntry.left_on, PoolEntry.id, PoolEntry), _rows_of(PoolEntry)
            ),
        ),
        (
            "steward",
            TimelineSource("steward", _mark("steward", Assignment.from_on, Assignment.id, Assignment), _stewards),
        ),
        ("queue", TimelineSource("steward", _mark("queue", QueueEntry.since, QueueEntry.id, QueueEntry), _queued)),
        ("flag_opened", TimelineSource("flag", _mark("flag_opened", Flag.opened_on, Flag.id, Flag), _rows_of(Flag))),
        ("flag_closed", TimelineSource("flag", _mark("flag_closed", Flag.closed_on, Flag.id, Flag), _rows_of(Flag))),
    ),
)
KINDS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(name for name, source in SOURCES.items() if source.kind == kind)
    for kind in dict.fromkeys(source.kind for source in SOURCES.values())
}
"""What the filter offers, and the sources behind each choice."""

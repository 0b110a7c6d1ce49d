"""One timeline per enterprise, whoever wrote it: what happened, from every table that remembers, newest first."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from crm.cultivation.models import Flag, PoolEntry, Title, TitleEvent
from crm.demands.models import Demand
from crm.desk.enterprise.happenings import FiguresEntered, IdentityChanged, QueueWait, StewardBegan, TitleHappened
from crm.enterprises.models import EnterpriseChange, FigureChange
from crm.interactions.briefings.queries import make_briefings, marks_of_briefings, selects_of_briefings
from crm.interactions.models import Interaction
from crm.interactions.queries import make_service_lines, selects_of_services
from crm.people.models import User
from crm.registry import Registry
from crm.sql.bundles import Bundle, Rows, columns_of
from crm.stewards.models import Assignment, QueueEntry

_OF_ENTERPRISE: Any = bindparam("enterprise_id", type_=Integer)


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
class TimelineSource:
    """A table that remembers something: its choice in the filter, where its entries stand, what they say.

    `select` names what is read of the entries wanted, in one bundle with other sources; `make` turns it into values.
    """

    kind: str
    marks: Callable[[int], Select[Any]]
    select: Callable[[int, Sequence[int]], dict[str, Select[Any]]]
    make: Callable[[Rows], dict[int, Any]]


def timeline(
    session: Session, enterprise_id: int, *, kind: str = "", offset: int = 0, limit: int = 20
) -> tuple[list[TimelineEntry], int]:
    """A slice of the timeline and the number of all entries of the kind; the caller has checked the scope.

    Of one day the sources stand in the order of SOURCES: what was just logged is what one looks for.
    """
    rows = _marks(kind).read(session, enterprise_id=enterprise_id, offset=offset, limit=limit)
    return _filled(session, enterprise_id, [Mark(*row) for row in rows["page"]]), rows["total"][0].number


@cache
def _marks(kind: str) -> Bundle:
    """A page of the places of entries and their number, put into words once: that takes longer than reading them."""
    wanted = KINDS[kind] if kind else tuple(SOURCES)
    marks = union_all(*(SOURCES[source].marks(_OF_ENTERPRISE) for source in wanted)).subquery()
    place = case({source: number for number, source in enumerate(SOURCES)}, value=marks.c.source)
    ordered = select(marks.c.day, marks.c.source, marks.c.ref).order_by(marks.c.day.desc(), place, marks.c.ref.desc())
    offset, limit = (bindparam(name, type_=Integer) for name in ("offset", "limit"))
    total = select(func.count().label("number")).select_from(marks)
    return Bundle({"page": ordered.offset(offset).limit(limit), "total": total})


def _filled(session: Session, enterprise_id: int, marks: list[Mark]) -> list[TimelineEntry]:
    refs: dict[str, list[int]] = defaultdict(list)
    for mark in marks:
        refs[mark.source].append(mark.ref)
    ids = {_ids_of(source): wanted for source, wanted in refs.items()}
    rows = _entries(tuple(sorted(refs))).read(session, enterprise_id=enterprise_id, **ids)
    known = {source: SOURCES[source].make(rows) for source in refs}
    return [TimelineEntry(mark.day, mark.source, known[mark.source][mark.ref]) for mark in marks]


@lru_cache(maxsize=256)
def _entries(sources: tuple[str, ...]) -> Bundle:
    """What entries of these sources say, put into words once."""
    selects: dict[str, Select[Any]] = {}
    for source in sources:
        ids: Any = bindparam(_ids_of(source), type_=Integer, expanding=True)
        selects |= SOURCES[source].select(_OF_ENTERPRISE, ids)
    return Bundle(selects)


def _ids_of(source: str) -> str:
    return f"{source}_ids"


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


def _select_figures(enterprise_id: int, ids: Sequence[int]) -> dict[str, Select[Any]]:
    days = select(FigureChange.changed_on).where(FigureChange.id.in_(ids))
    rows = (
        select(*columns_of(FigureChange), User.name.label("by"))
        .join(User, User.id == FigureChange.changed_by)
        .where(FigureChange.enterprise_id == enterprise_id, FigureChange.changed_on.in_(days))
    )
    return {"figures": rows.order_by(FigureChange.id)}


def _make_figures(rows: Rows) -> dict[int, Any]:
    together: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows["figures"]:
        together[row.changed_on, row.year, row.source, row.changed_by].append(row)
    return {
        group[0].id: FiguresEntered(group[0].year, group[0].source, group[0].by, tuple(group))
        for group in together.values()
    }


def _select_titles(_: int, ids: Sequence[int]) -> dict[str, Select[Any]]:
    titles = select(Title.id, Title.tier, Title.granted_on, Title.expires_on, Title.document, Title.batch)
    events = select(TitleEvent.id, TitleEvent.kind, TitleEvent.title_id).where(TitleEvent.id.in_(ids))
    named = select(TitleEvent.title_id).where(TitleEvent.id.in_(ids))
    return {"title": events, "titles_of_events": titles.where(Title.id.in_(named))}


def _make_titles(rows: Rows) -> dict[int, Any]:
    titles = {title.id: title for title in rows["titles_of_events"]}
    return {event.id: TitleHappened(event.kind, titles[event.title_id]) for event in rows["title"]}


def _select_stewards(enterprise_id: int, _: Sequence[int]) -> dict[str, Select[Any]]:
    """All of them: who came before is part of what an entry says."""
    steward, actor = aliased(User), aliased(User)
    rows = (
        select(*columns_of(Assignment), steward.name.label("steward"), actor.name.label("by"))
        .join(steward, steward.id == Assignment.steward_id)
        .outerjoin(actor, actor.id == Assignment.assigned_by)
        .where(Assignment.enterprise_id == enterprise_id)
    )
    return {"steward": rows.order_by(Assignment.from_on, Assignment.id)}


def _make_stewards(rows: Rows) -> dict[int, Any]:
    began: dict[int, StewardBegan] = {}
    last: tuple[date | None, str] | None = None
    for one in rows["steward"]:
        before = last[1] if last and last[0] == one.from_on else None
        began[one.id] = StewardBegan(one.steward, before, one.by, one.why)
        last = (one.to_on, one.steward)
    return began


def _select_queued(_: int, ids: Sequence[int]) -> dict[str, Select[Any]]:
    rows = select(QueueEntry.id, QueueEntry.why, QueueEntry.due_on, User.name.label("by"))
    return {"queue": rows.outerjoin(User, User.id == QueueEntry.put_by).where(QueueEntry.id.in_(ids))}


def _make_queued(rows: Rows) -> dict[int, Any]:
    return {entry.id: QueueWait(entry.by, entry.why, entry.due_on) for entry in rows["queue"]}


def _select_identity(_: int, ids: Sequence[int]) -> dict[str, Select[Any]]:
    rows = select(*columns_of(EnterpriseChange, but=("at",)), User.name.label("by"))
    return {"identity": rows.join(User, User.id == EnterpriseChange.changed_by).where(EnterpriseChange.id.in_(ids))}


def _make_identity(rows: Rows) -> dict[int, Any]:
    return {change.id: IdentityChanged(change, change.by) for change in rows["identity"]}


def _plain(kind: str, name: str, model: Any, day: Any, *, but: str = "") -> tuple[str, TimelineSource]:
    """A source whose entries are rows of its table as they stand, `but` for one column."""

    def read(_: int, ids: Sequence[int]) -> dict[str, Select[Any]]:
        return {name: select(*columns_of(model, but=(but,))).where(model.id.in_(ids))}

    def make(rows: Rows) -> dict[int, Any]:
        return {row.id: row for row in rows[name]}

    return name, TimelineSource(kind, _mark(name, day, model.id, model), read, make)


def _source(kind: str, name: str, marks: Any, read: Any, make: Any) -> tuple[str, TimelineSource]:
    return name, TimelineSource(kind, marks, read, make)


SOURCES = Registry(
    "timeline source",
    (
        _source(
            "service",
            "service",
            _mark("service", Interaction.held_on, Interaction.id, Interaction),
            lambda _, ids: selects_of_services(ids),
            make_service_lines,
        ),
        _source("service", "briefing", marks_of_briefings, lambda _, ids: selects_of_briefings(ids), make_briefings),
        _source("figures", "figures", _figure_marks, _select_figures, _make_figures),
        _source(
            "figures",
            "identity",
            _mark("identity", EnterpriseChange.changed_on, EnterpriseChange.id, EnterpriseChange),
            _select_identity,
            _make_identity,
        ),
        _source("title", "title", _title_marks, _select_titles, _make_titles),
        _plain("title", "pool_in", PoolEntry, PoolEntry.admitted_on),
        _plain("title", "pool_out", PoolEntry, PoolEntry.left_on),
        _source(
            "steward",
            "steward",
            _mark("steward", Assignment.from_on, Assignment.id, Assignment),
            _select_stewards,
            _make_stewards,
        ),
        _source(
            "steward",
            "queue",
            _mark("queue", QueueEntry.since, QueueEntry.id, QueueEntry),
            _select_queued,
            _make_queued,
        ),
        _plain("demand", "demand_raised", Demand, Demand.raised_on, but="raised_at"),
        _plain("demand", "demand_closed", Demand, Demand.closed_on, but="raised_at"),
        _plain("flag", "flag_opened", Flag, Flag.opened_on),
        _plain("flag", "flag_closed", Flag, Flag.closed_on),
    ),
)
KINDS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(name for name, source in SOURCES.items() if source.kind == kind)
    for kind in dict.fromkeys(source.kind for source in SOURCES.values())
}
"""What the filter offers, and the sources behind each choice."""

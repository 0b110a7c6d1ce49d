"""Reads of the audit trail, with the names of those who acted and of what they acted on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select, union_all
from sqlalchemy.orm import Session

from crm.audit.models import AuditEvent
from crm.enterprises.models import Contact, Enterprise
from crm.people.models import User


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What of the trail is wanted: whose acts, of which kind, about what, from which moment and before which.

    `what` is an object as the trail names it ("enterprise:12"), or a name of an enterprise or a person.
    """

    actor: int = 0
    action: str = ""
    what: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One act as the auditor reads it; `named` is what it was about, by name, and `contact` whom of it."""

    id: int
    at: datetime
    who: str | None
    action: str
    object: str
    named: str | None
    contact: str | None
    detail: dict[str, Any]
    mac: str


def trail(session: Session, asked: TrailFilter, *, offset: int = 0, limit: int = 50) -> tuple[list[TrailLine], int]:
    """Acts, newest first, and how many there are."""
    wanted = _wanted(asked)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(wanted.order_by(AuditEvent.id.desc()).offset(offset).limit(limit)).all()
    named = _names(session, [event.object for event, _name in rows])
    contacts = _contacts(session, [event.detail for event, _name in rows])
    return [
        TrailLine(
            event.id,
            event.at,
            name,
            event.action,
            event.object,
            named.get(event.object),
            contacts.get(_contact_of(event.detail)),
            event.detail,
            event.mac,
        )
        for event, name in rows
    ], total


def actions(session: Session) -> list[str]:
    """Every action that was ever recorded."""
    return list(session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)))


def actors(session: Session) -> list[tuple[int, str]]:
    """Everybody who ever did something."""
    acted = select(AuditEvent.actor).distinct()
    rows = session.execute(select(User.id, User.name).where(User.id.in_(acted)).order_by(User.name))
    return [(key, name) for key, name in rows]


def _wanted(asked: TrailFilter) -> Select[Any]:
    wanted = select(AuditEvent, User.name).outerjoin(User, AuditEvent.actor == User.id)
    if asked.actor:
        wanted = wanted.where(AuditEvent.actor == asked.actor)
    if asked.action:
        wanted = wanted.where(AuditEvent.action == asked.action)
    if asked.what:
        wanted = wanted.where(AuditEvent.object.in_(_objects(asked.what)))
    if asked.since:
        wanted = wanted.where(AuditEvent.at >= asked.since)
    if asked.before:
        wanted = wanted.where(AuditEvent.at < asked.before)
    return wanted


def _objects(text: str) -> Select[tuple[str]] | list[str]:
    if ":" in text:
        return [text]
    enterprises = select(("enterprise:" + cast(Enterprise.id, String)).label("object")).where(
        or_(Enterprise.name.contains(text, autoescape=True), Enterprise.credit_code == text.upper())
    )
    people = select(("user:" + cast(User.id, String)).label("object")).where(
        or_(User.name.contains(text, autoescape=True), User.staff_number == text)
    )
    return select(union_all(enterprises, people).subquery().c.object)


def _names(session: Session, objects: Iterable[str]) -> Mapping[str, str]:
    """The names of enterprises and people among these objects."""
    found: dict[str, str] = {}
    for kind, table in (("enterprise", Enterprise), ("user", User)):
        ids = {int(key) for one in objects for what, _, key in [one.partition(":")] if what == kind and key.isdigit()}
        rows = session.execute(select(table.id, table.name).where(table.id.in_(ids))) if ids else ()
        found |= {f"{kind}:{key}": name for key, name in rows}
    return found


def _contacts(session: Session, details: Iterable[Mapping[str, Any]]) -> Mapping[int, str]:
    ids = {_contact_of(detail) for detail in details} - {0}
    if not ids:
        return {}
    return dict(session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(ids))).tuples().all())


def _contact_of(detail: Mapping[str, Any]) -> int:
    number = detail.get("contact")
    return number if isinstance(number, int) else 0

"""Reads of the audit trail, with the names of those who acted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit.models import AuditEvent
from crm.people.models import User


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One act as the auditor reads it."""

    id: int
    at: datetime
    who: str | None
    action: str
    object: str
    detail: dict[str, Any]
    mac: str


def trail(
    session: Session, *, actor: int = 0, action: str = "", what: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[TrailLine], int]:
    """Acts, newest first, of one actor, one action or one object ("enterprise:12"), and how many there are."""
    wanted = select(AuditEvent, User.name).outerjoin(User, AuditEvent.actor == User.id)
    if actor:
        wanted = wanted.where(AuditEvent.actor == actor)
    if action:
        wanted = wanted.where(AuditEvent.action == action)
    if what:
        wanted = wanted.where(AuditEvent.object == what)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(wanted.order_by(AuditEvent.id.desc()).offset(offset).limit(limit))
    return [
        TrailLine(event.id, event.at, name, event.action, event.object, event.detail, event.mac)
        for event, name in rows
    ], total


def actions(session: Session) -> list[str]:
    """Every action that was ever recorded."""
    return list(session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)))

"""Recording acts: collected during a transaction, chained and written as the last thing before its commit."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import Session

from crm.audit.heads import Head
from crm.audit.models import AuditEvent
from crm.db import serialise

BEGINNING = "0" * 64
_PENDING = "audit.pending"
_WRITTEN = "audit.written"
_NEWEST = 50


@dataclass(frozen=True, slots=True)
class Act:
    """An act that waits for the end of its transaction."""

    actor: int | None
    action: str
    object: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    id: int
    why: str


def record(session: Session, by: int | None, action: str, what: str, **detail: Any) -> None:
    """Remember that person `by` (None: the system) did `action` to `what`, such as "enterprise:12".

    The row is written by `append` at the end of the transaction, so that waiting for the chain is short.
    Detail holds ids, dates, codes and counts; never passwords, mobile numbers or free text of forms.
    """
    session.info.setdefault(_PENDING, []).append(Act(by, action, what, detail))


@contextmanager
def attempt(session: Session) -> Iterator[None]:
    """A transaction within the transaction; where it raises, what was recorded inside was not done and is forgotten."""
    before = len(session.info.get(_PENDING, ()))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del session.info.get(_PENDING, [])[before:]
        raise


def append(session: Session, *, key: bytes, at: datetime) -> None:
    """Write the transaction's acts behind the end of the chain, which stays locked until the commit."""
    acts: list[Act] = session.info.pop(_PENDING, [])
    if not acts:
        return
    serialise(session, "audit chain")
    last = session.execute(
        select(AuditEvent.id, AuditEvent.mac).order_by(AuditEvent.id.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.id, last.mac) if last else (0, BEGINNING)
    before = Head(number, previous)
    for act in acts:
        number += 1
        event = AuditEvent(
            id=number,
            at=at,
            actor=act.actor,
            action=act.action,
            object=act.object,
            detail=json.loads(_canonical(act.detail)),
            previous=previous,
        )
        event.mac = previous = seal(event, key)
        session.add(event)
    session.flush()
    session.info[_WRITTEN] = Head(number, previous), before


def seal(event: AuditEvent, key: bytes) -> str:
    """The code over one row and its predecessor: HMAC-SHA-256 of canonical JSON."""
    content = [event.id, event.at.isoformat(), event.actor, event.action, event.object, event.detail, event.previous]
    return hmac.new(key, _canonical(content), hashlib.sha256).hexdigest()


def verify(session: Session, *, key: bytes) -> tuple[int, str, Break | None]:
    """Walk the whole chain: how many rows hold, the code of the last of them, and the first break."""
    previous, number = BEGINNING, 0
    try:
        with closing(_rows(session)) as events:
            for event in events:
                why = _breach(event, number, previous, key)
                if why:
                    return number, previous, Break(event.id, why)
                number, previous = event.id, event.mac
    except (ValueError, TypeError, AttributeError):  # a row that is no JSON, no date, or empty where it must not be
        return number, previous, Break(_first_unreadable(session, number), "cannot be read")
    return number, previous, None


def _first_unreadable(session: Session, after: int) -> int:
    """The number of the first row behind this one that is not what a row is; they are read in blocks otherwise."""
    for row_id in session.scalars(select(AuditEvent.id).where(AuditEvent.id > after).order_by(AuditEvent.id)):
        try:
            event = session.scalars(select(AuditEvent).where(AuditEvent.id == row_id)).one()
            seal(event, b"")
        except (ValueError, TypeError, AttributeError):
            return row_id
    return after + 1


def missing_head(session: Session, kept: Iterable[Head]) -> str | None:
    """The first of the heads kept outside the database that is no row of the chain (any more).

    They are to be read before the session's view of the chain begins, or a newer one would be missed.
    """
    return next((str(head) for head in kept if head.number and not holds_head(session, str(head))), None)


def heads_written(session: Session) -> tuple[Head, Head] | None:
    """The head that the transaction just committed has made, and the one before it; None when it recorded nothing."""
    heads: tuple[Head, Head] | None = session.info.pop(_WRITTEN, None)
    return heads


def _breach(event: AuditEvent, number: int, previous: str, key: bytes) -> str | None:
    """Why a row cannot follow the one with this number and code, if it cannot."""
    if event.id != number + 1:
        return "rows are missing before this one"
    if event.previous != previous:
        return "does not follow the row before it"
    if not hmac.compare_digest(seal(event, key), event.mac):
        return "was changed after it was written"
    return None


def head(session: Session) -> tuple[int, str]:
    """Number and code of the newest row; kept outside the database it shows a cut tail."""
    last = session.execute(select(AuditEvent.id, AuditEvent.mac).order_by(AuditEvent.id.desc()).limit(1)).first()
    return (last.id, last.mac) if last else (0, BEGINNING)


def newest_by(session: Session, actor: int, action: str, *, place: int) -> datetime | None:
    """When the person did this for the last time, or for the so many-th last time; None when it was not so often."""
    acts = select(AuditEvent.at).where(AuditEvent.actor == actor, AuditEvent.action == action)
    return session.scalar(acts.order_by(AuditEvent.id.desc()).offset(place - 1).limit(1))


def was_recorded(session: Session, action: str, what: str, *, since: datetime) -> bool:
    """Whether this has been recorded of that thing since a moment; looks at the newest few rows of the kind."""
    newest = select(AuditEvent.object, AuditEvent.at).where(AuditEvent.action == action)
    rows = session.execute(newest.order_by(AuditEvent.id.desc()).limit(_NEWEST))
    return any(row.object == what and row.at > since for row in rows)


def holds_head(session: Session, head_text: str) -> bool:
    """Whether a head kept earlier ("NUMBER:CODE") is still a row of the chain."""
    number, _, code = head_text.partition(":")
    if not number.isdigit():
        return False
    kept = session.scalar(select(AuditEvent.mac).where(AuditEvent.id == int(number)))
    return kept is not None and hmac.compare_digest(kept, code)


def _rows(session: Session) -> ScalarResult[AuditEvent]:
    return session.scalars(select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000))


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()

"""Entering a window, approving it as somebody else, withdrawing it before."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.windows.models import WindowText
from crm.cultivation.windows.queries import ladder_now
from crm.cultivation.windows.texts import WindowEntry, read_window_text, write_window
from crm.db import serialise
from crm.errors import CrmError
from crm.people import queries as people
from crm.rules.reading.ladder import Ladder, Window

_LOCK = "windows"


def enter_window(session: Session, entry: WindowEntry, *, ladder: Ladder, by: int, at: datetime) -> WindowText:
    """Write down a window that awaits approval by somebody else; one that cannot be read is refused with its fault."""
    serialise(session, _LOCK)
    text = write_window(entry)
    window, _notice = read_window_text(text)
    refuse_taken(session, window, ladder)
    digest = sha256(text.encode()).hexdigest()
    known = session.get(WindowText, digest)
    if known is not None:
        raise CrmError("window_known", day=known.entered_at)
    kept = WindowText(digest=digest, window_id=window.id, text=text, entered_by=by, entered_at=at)
    session.add(kept)
    session.flush()
    audit.record(session, by, "window.entered", f"window:{window.id}", digest=digest)
    return kept


def approve_window(session: Session, kept: WindowText, *, ladder: Ladder, by: int, at: datetime) -> None:
    """Let the window count; by somebody else than who entered it. The others are read behind the lock."""
    serialise(session, _LOCK)
    session.refresh(kept)
    _refuse_ended(session, kept)
    if kept.entered_by == by:
        raise CrmError("window_approved_alone")
    window, _notice = read_window_text(kept.text)
    refuse_taken(session, window, ladder)
    kept.approved_by, kept.approved_at = by, at
    session.flush()
    audit.record(session, by, "window.approved", f"window:{kept.window_id}", digest=kept.digest)


def withdraw_window(session: Session, kept: WindowText, *, by: int, at: datetime) -> None:
    """Take back what nobody has approved yet; it stays to be read."""
    serialise(session, _LOCK)
    session.refresh(kept)
    _refuse_ended(session, kept)
    kept.withdrawn_by, kept.withdrawn_at = by, at
    session.flush()
    audit.record(session, by, "window.withdrawn", f"window:{kept.window_id}", digest=kept.digest)


def refuse_taken(session: Session, window: Window, ladder: Ladder) -> None:
    """No two windows of one id, and none of one title and purpose open on the same day."""
    for other in ladder_now(session, ladder).windows:
        if other.id == window.id:
            raise CrmError("window_id_taken", window=window.id)
        is_like = (other.tier, other.purpose) == (window.tier, window.purpose)
        if is_like and other.since <= window.until and window.since <= other.until:
            raise CrmError("window_overlaps", other=other.text.zh, since=other.since, until=other.until)


def _refuse_ended(session: Session, kept: WindowText) -> None:
    ended_by, ended_at = (
        (kept.approved_by, kept.approved_at) if kept.approved_at else (kept.withdrawn_by, kept.withdrawn_at)
    )
    if ended_at is None:
        return
    who = people.names(session, {ended_by} if ended_by else set()).get(ended_by or 0, "—")
    raise CrmError("window_ended", who=who, day=ended_at)

"""Windows as they stand now: those of the files with those that two people entered and approved."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.windows.models import WindowText
from crm.cultivation.windows.texts import read_window_text
from crm.errors import CrmError
from crm.rules import Library
from crm.rules.reading.ladder import Ladder, Window
from crm.rules.reading.notices import YearNotice

_REMEMBERED = 256


def ladder_now(session: Session, ladder: Ladder) -> Ladder:
    """The ladder with the approved windows; one of the files stands in the place of an entered one of its id."""
    approved = select(WindowText.text).where(WindowText.approved_at.is_not(None))
    texts = session.scalars(approved.order_by(WindowText.approved_at, WindowText.digest)).all()
    if not texts:
        return ladder
    windows = {window.id: window for window in ladder.windows}
    notices = list(ladder.notices)
    for window, notice in map(_read, texts):
        if window.id in windows:
            continue
        windows[window.id] = window
        notices.append(notice)
    return replace(ladder, windows=tuple(windows.values()), notices=tuple(notices))


def library_now(session: Session, library: Library) -> Library:
    """The library with the ladder as it stands now."""
    return replace(library, ladder=ladder_now(session, library.ladder))


def entered_windows(session: Session) -> Sequence[WindowText]:
    """Every window that somebody entered, the latest first."""
    return session.scalars(select(WindowText).order_by(WindowText.entered_at.desc(), WindowText.digest)).all()


def entered_window(session: Session, digest: str) -> WindowText:
    """One of them; CrmError not_found."""
    kept = session.get(WindowText, digest)
    if kept is None:
        raise CrmError("not_found")
    return kept


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> tuple[Window, YearNotice]:
    """The window with what its notice asks for, which may be nothing: then no other notice speaks for it."""
    window, notice = read_window_text(text)
    silent = YearNotice(window.tier, window.year, window.document or "", (window.purpose,), ())
    return window, notice or silent

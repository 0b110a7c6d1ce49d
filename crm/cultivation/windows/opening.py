"""When a window opens: the list is made of whom flags name for its title, and their stewards are invited, once."""

from collections import Counter, defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag
from crm.cultivation.windows.models import WindowCandidate, WindowOpening
from crm.db import add_rows
from crm.notifications.service import Telling, tell
from crm.rules.reading.ladder import Ladder, Window
from crm.sql.claiming import insert_once
from crm.stewards.carers import carers_on
from crm.work import Report, Turn

OPENED = "window_opened"


def open_windows(session: Session, turn: Turn, ladder: Ladder) -> Report:
    """Make the list of every window that is open and has none yet; a missed night loses nothing."""
    report = Report()
    for window in ladder.windows:
        if window.is_open(turn.today):
            _open(session, turn, window, report)
    return report


def _open(session: Session, turn: Turn, window: Window, report: Report) -> None:
    flagged = select(Flag.enterprise_id, Flag.kind).where(
        Flag.target == window.tier, Flag.purpose == window.purpose.value, open_flag(turn.today)
    )
    rows = session.execute(flagged.order_by(Flag.enterprise_id)).all()
    place = {"window_id": window.id}
    if not insert_once(session, WindowOpening, list(place), **place, opened_on=turn.today, listed=len(rows)):
        return
    candidates = [
        {**place, "enterprise_id": row.enterprise_id, "kind": row.kind, "listed_on": turn.today} for row in rows
    ]
    add_rows(session, WindowCandidate, candidates)
    _invite(session, turn, window, {row.enterprise_id: row.kind.value for row in rows})
    report.count("windows_opened")
    report.count("candidates_listed", len(rows))


def _invite(session: Session, turn: Turn, window: Window, kinds: dict[int, str]) -> None:
    """One notice for each person, however many enterprises it is about."""
    carers = carers_on(session, turn.today)
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    for enterprise_id, kind in kinds.items():
        for carer in carers.get(enterprise_id, ()):
            numbers[carer.user_id][kind] += 1
    values = {"window": window.id, "title": window.text.zh, "until": window.until.isoformat()}
    tellings = [
        Telling(f"{OPENED}:{window.id}:{user_id}", user_id, OPENED, {**values, **counts})
        for user_id, counts in sorted(numbers.items())
    ]
    tell(session, tellings, at=turn.at)

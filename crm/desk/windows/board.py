"""Announced windows with who is eligible, near or worth asking for each, steward by steward."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crm.config.working_days import between, is_provisional
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag
from crm.people.models import User
from crm.rules.reading.ladder import Window
from crm.standings.models import Standing
from crm.standings.queries import of_column

Steward = tuple[int | None, str | None]


@dataclass(frozen=True, slots=True)
class WindowBoard:
    """A window on a day: `state` is coming, open or closed; `days` are working days until it opens or closes."""

    window: Window
    state: str
    days: int
    is_provisional: bool
    lines: tuple[tuple[Steward, Counter[str]], ...]

    @property
    def total(self) -> Counter[str]:
        """The flags of all stewards by kind."""
        return sum((counts for _, counts in self.lines), Counter())


def window_boards(
    session: Session, windows: Iterable[Window], within: ColumnElement[bool], on: date
) -> list[WindowBoard]:
    """Windows of this year and later, those still to close first, each with the open flags for its title."""
    flags = _flags(session, within, on)
    wanted = [window for window in windows if window.until.year >= on.year]
    ordered = sorted(wanted, key=lambda window: (window.until < on, window.since, window.tier))
    return [_board(window, flags[window.tier, window.purpose.value], on) for window in ordered]


def _board(window: Window, lines: dict[Steward, Counter[str]], on: date) -> WindowBoard:
    state, last = "closed", on
    if on < window.since:
        state, last = "coming", window.since
    elif on <= window.until:
        state, last = "open", window.until
    named = sorted(lines.items(), key=lambda line: (line[0][1] is None, line[0][1] or ""))
    return WindowBoard(window, state, between(on, last), is_provisional(last.year), tuple(named))


def _flags(
    session: Session, within: ColumnElement[bool], on: date
) -> dict[tuple[str, str], dict[Steward, Counter[str]]]:
    """Open flags counted by target and purpose, then by steward and kind."""
    counted = (
        select(Flag.target, Flag.purpose, Flag.kind, Standing.steward_id, User.name, func.count().label("number"))
        .join(Standing, Standing.enterprise_id == Flag.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(open_flag(on), of_column(within, Standing.__table__.c.enterprise_id))
        .group_by(Flag.target, Flag.purpose, Flag.kind, Standing.steward_id, User.name)
    )
    flags: dict[tuple[str, str], dict[Steward, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in session.execute(counted):
        flags[row.target.value, row.purpose.value][row.steward_id, row.name][row.kind.value] += row.number
    return flags

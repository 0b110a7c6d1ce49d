"""What a night tells stewards: one notice each, with numbers of flags, ending titles and annual updates."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import Flag
from crm.cultivation.night import snapshots
from crm.cultivation.titles import upcoming
from crm.notifications.service import Telling, tell
from crm.rules.reading.ladder import Ladder
from crm.service_rules import ServiceRules
from crm.stewards.models import Assignment
from crm.work import Turn

KIND = "night"
Numbers = dict[int, Counter[str]]


def tell_stewards(session: Session, ladder: Ladder, rules: ServiceRules, turn: Turn) -> int:
    """Put the notices of the night into the outbox; returns how many were new. Nothing to tell, no notice."""
    numbers: Numbers = defaultdict(Counter)
    _count_flags(session, turn.today, numbers)
    since = snapshots.day_before(session, turn.today) or turn.today - timedelta(days=1)
    _count_titles(session, since, turn.today, rules.reminders.title_ends_days, numbers)
    _count_updates(session, ladder, since, turn.today, rules.night.deadline_days, numbers)
    return tell(
        session,
        [
            Telling(f"{KIND}:{turn.today}:{steward_id}", steward_id, KIND, {"date": turn.today.isoformat(), **counts})
            for steward_id, counts in sorted(numbers.items())
        ],
        at=turn.at,
    )


def _count_flags(session: Session, on: date, numbers: Numbers) -> None:
    moved = (
        select(Assignment.steward_id, Flag.kind, Flag.closed_on)
        .join(Assignment, Assignment.enterprise_id == Flag.enterprise_id)
        .where(Assignment.is_open, (Flag.opened_on == on) | (Flag.closed_on == on))
    )
    for steward_id, kind, closed_on in session.execute(moved):
        numbers[steward_id]["closed" if closed_on else kind] += 1


def _count_titles(session: Session, since: date, on: date, days: int, numbers: Numbers) -> None:
    """Titles that came so near to their last day since the night before, however long ago that was."""
    first = since + timedelta(days=days + 1)
    near = upcoming.titles_ending(session, first, on + timedelta(days=days), on=on)
    _count(session, [title.enterprise_id for title in near], "titles_ending", numbers)


def _count_updates(session: Session, ladder: Ladder, since: date, on: date, days: int, numbers: Numbers) -> None:
    told = {(one.tier, one.last_day) for one in upcoming.updates_due(session, ladder, since, days)}
    due = upcoming.updates_due(session, ladder, on, days)
    new = [one.enterprise_id for one in due if (one.tier, one.last_day) not in told]
    _count(session, new, "updates_due", numbers)


def _count(session: Session, enterprise_ids: Iterable[int], what: str, numbers: Numbers) -> None:
    wanted = Counter(enterprise_ids)
    if not wanted:
        return
    rows = session.execute(select(Assignment.enterprise_id, Assignment.steward_id).where(Assignment.is_open))
    for enterprise_id, steward_id in rows:
        if enterprise_id in wanted:
            numbers[steward_id][what] += wanted[enterprise_id]

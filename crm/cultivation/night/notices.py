"""What a night tells: stewards and their stand-ins of each matter, and them and the managers in numbers, once each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.duties import queries
from crm.cultivation.duties.models import TitleDuty
from crm.cultivation.duties.upkeep import is_waiting
from crm.cultivation.flags.opened import open_flag, without_seen
from crm.cultivation.models import Flag
from crm.cultivation.night import snapshots
from crm.cultivation.pool.suggestions import terms_ending
from crm.cultivation.titles import upcoming
from crm.demands import queries as demands
from crm.notifications.models import NoticeChannel
from crm.notifications.queries import read_unwanted
from crm.notifications.service import Telling, tell, withdraw_but
from crm.people import queries as people
from crm.people.models import Role
from crm.rules.reading.ladder import Ladder
from crm.stewards.carers import Carer, carers_on
from crm.work import Turn

KIND = "night"
_DAY = timedelta(days=1)
FLAG, UNSEEN, TITLE, UPDATE, DUTY = "flag_opened", "flag_unseen", "title_ends", "update_due", "duty"
TERM = "seed_term"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about an enterprise: its kind, what it rests on, and the number of the digest it counts to."""

    kind: str
    reason: str
    enterprise_id: int
    counts_to: str
    values: dict[str, Any]


def tell_stewards(session: Session, ladder: Ladder, rules: ServiceRules, turn: Turn) -> int:
    """Put the notices of the night into the outbox; returns how many were new. Nothing to tell, no notice.

    Whatever no longer stands is withdrawn first: a flag that closed, a title carried on, an update that was made.
    """
    days, ahead = rules.reminders.title_ends_days, rules.night.deadline_days
    since = snapshots.day_before(session, turn.today) or turn.today - timedelta(days=1)
    _withdraw(session, ladder, days, ahead, turn)
    _withdraw_unseen(session, turn)
    _withdraw_duties(session, turn)
    _withdraw_terms(session, timedelta(days=rules.pool.term_ends_days), turn)
    unseen_days = timedelta(days=rules.reminders.flag_unseen_days)
    new = [
        *_opened(session, turn.today),
        *_unseen(session, since - unseen_days + _DAY, turn.today - unseen_days, turn.today),
        *_ending(session, since + timedelta(days=days + 1), turn.today + timedelta(days=days), turn.today),
        *_newly_due(session, ladder, since, turn.today, ahead),
        *_duties(session, since, turn.today, ahead),
        *_terms(session, since, turn.today, timedelta(days=rules.pool.term_ends_days)),
    ]
    carers = carers_on(session, turn.today)
    closed = _closed(session, turn.today)
    single = [telling for matter in new for telling in _tellings(matter, carers.get(matter.enterprise_id, ()))]
    digests = _digests(session, [*new, *closed], carers, turn.today)
    return tell(session, [*single, *digests], at=turn.at)


def _tellings(matter: Matter, carers: Iterable[Carer]) -> list[Telling]:
    about = f"enterprise:{matter.enterprise_id}"
    return [
        Telling(
            f"{matter.reason}:{one.user_id}",
            one.user_id,
            matter.kind,
            {**matter.values, "stands_in": one.stands_in},
            about,
            matter.reason,
        )
        for one in carers
    ]


def _digests(session: Session, matters: list[Matter], carers: dict[int, list[Carer]], on: date) -> list[Telling]:
    """One for each person who is told of anything; kinds somebody does not want in it are not counted.

    A manager's counts the whole pool, and the demands that wait for a manager or are overdue.
    """
    left_out = read_unwanted(session, NoticeChannel.DIGEST)
    managers = {user.id for user in people.active_with(session, Role.MANAGER)}
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    waiting = Counter({f"demands_{name}": count for name, count in demands.count_pressing(session, on=on).items()})
    for manager_id in managers:
        mine = [one for one in matters if (manager_id, one.kind) not in left_out]
        numbers[manager_id] = waiting + Counter(one.counts_to for one in mine)
    for matter in matters:
        for one in carers.get(matter.enterprise_id, ()):
            if one.user_id not in managers and (one.user_id, matter.kind) not in left_out:
                numbers[one.user_id][matter.counts_to] += 1
                numbers[one.user_id]["stands_in"] += one.stands_in
    return [
        Telling(f"{KIND}:{on}:{user_id}", user_id, KIND, _numbers(counts, on, is_whole=user_id in managers))
        for user_id, counts in sorted(numbers.items())
        if +counts
    ]


def _numbers(counts: Counter[str], on: date, *, is_whole: bool) -> dict[str, Any]:
    whole = {"whole": True} if is_whole else {}
    return {"date": on.isoformat(), **whole, **+counts}


def _opened(session: Session, on: date) -> list[Matter]:
    opened = select(Flag).where(Flag.opened_on == on, Flag.closed_on.is_(None)).order_by(Flag.id)
    return [_flag(flag, flag.kind) for flag in session.scalars(opened)]


def _unseen(session: Session, first: date, last: date, on: date) -> list[Matter]:
    """Open flags of which the time in which they should be seen ran out since the night before."""
    opened = without_seen(select(Flag).where(open_flag(on), Flag.opened_on.between(first, last)))
    return [
        Matter(
            UNSEEN,
            f"unseen:{flag.id}",
            flag.enterprise_id,
            "unseen",
            {"target": flag.target.value, "purpose": flag.purpose, "opened_on": flag.opened_on.isoformat()},
        )
        for flag in session.scalars(opened.order_by(Flag.id))
    ]


def _withdraw_unseen(session: Session, turn: Turn) -> None:
    """What was seen or put off meanwhile, or is over, is not to be seen any more."""
    unseen = session.scalars(without_seen(select(Flag.id).where(open_flag(turn.today))))
    withdraw_but(session, UNSEEN, {f"unseen:{flag_id}" for flag_id in unseen}, at=turn.at)


def _closed(session: Session, on: date) -> list[Matter]:
    closed = select(Flag).where(Flag.closed_on == on).order_by(Flag.id)
    return [_flag(flag, "closed") for flag in session.scalars(closed)]


def _flag(flag: Flag, counts_to: str) -> Matter:
    values = {"target": flag.target.value, "kind": flag.kind, "purpose": flag.purpose}
    return Matter(FLAG, f"flag:{flag.id}", flag.enterprise_id, counts_to, values)


def _ending(session: Session, first: date, last: date, on: date) -> list[Matter]:
    """Titles whose last day came so near since the night before, however long ago that was."""
    return [
        Matter(
            TITLE,
            f"title:{title.id}:{title.expires_on}",
            title.enterprise_id,
            "titles_ending",
            {"tier": title.tier.value, "expires_on": title.expires_on.isoformat()},
        )
        for title in upcoming.titles_ending(session, first, last, on=on)
    ]


def _due(session: Session, ladder: Ladder, on: date, days: int) -> list[Matter]:
    return [
        Matter(
            UPDATE,
            f"update:{one.enterprise_id}:{one.tier}:{one.last_day}",
            one.enterprise_id,
            "updates_due",
            {"tier": one.tier, "last_day": one.last_day.isoformat()},
        )
        for one in upcoming.updates_due(session, ladder, on, days)
    ]


def _newly_due(session: Session, ladder: Ladder, since: date, on: date, days: int) -> list[Matter]:
    before = {(one.values["tier"], one.values["last_day"]) for one in _due(session, ladder, since, days)}
    due = _due(session, ladder, on, days)
    return [one for one in due if (one.values["tier"], one.values["last_day"]) not in before]


def _duties(session: Session, since: date, on: date, days: int) -> list[Matter]:
    """Changes whose report came near since the night before, and duties that became late."""
    ahead = timedelta(days=days)
    near = queries.duties_coming(session, since + ahead + _DAY, on + ahead)
    late = queries.duties_missed(session, since + _DAY, on)
    return [_duty(duty, "near") for duty in near] + [_duty(duty, "missed") for duty in late]


def _duty(duty: TitleDuty, step: str) -> Matter:
    values = {"duty": duty.kind.value, "due_on": duty.due_on.isoformat(), "step": step}
    return Matter(DUTY, f"duty:{duty.id}:{step}", duty.enterprise_id, f"duties_{step}", values)


def _terms(session: Session, since: date, on: date, ahead: timedelta) -> list[Matter]:
    """Seeds whose term in the pool came near its end since the night before."""
    return [
        Matter(
            TERM,
            f"term:{one.entry_id}:{one.until}",
            one.enterprise_id,
            "terms_ending",
            {"until": one.until.isoformat()},
        )
        for one in terms_ending(session, since + ahead + _DAY, on + ahead, on=on)
    ]


def _withdraw_terms(session: Session, ahead: timedelta, turn: Turn) -> None:
    """A term that was moved, or of a seed that left or won a title, is no reason any more."""
    ending = terms_ending(session, None, turn.today + ahead, on=turn.today)
    withdraw_but(session, TERM, {f"term:{one.entry_id}:{one.until}" for one in ending}, at=turn.at)


def _withdraw_duties(session: Session, turn: Turn) -> None:
    """What was done or set aside meanwhile is no reason any more."""
    waiting = session.scalars(select(TitleDuty.id).where(is_waiting())).all()
    reasons = {f"duty:{duty_id}:{step}" for duty_id in waiting for step in ("near", "missed")}
    withdraw_but(session, DUTY, reasons, at=turn.at)


def _withdraw(session: Session, ladder: Ladder, days: int, ahead: int, turn: Turn) -> None:
    open_flags = session.scalars(select(Flag.id).where(Flag.closed_on.is_(None)))
    withdraw_but(session, FLAG, {f"flag:{flag_id}" for flag_id in open_flags}, at=turn.at)
    ending = _ending(session, turn.today, turn.today + timedelta(days=days), turn.today)
    withdraw_but(session, TITLE, {one.reason for one in ending}, at=turn.at)
    due = _due(session, ladder, turn.today, ahead)
    withdraw_but(session, UPDATE, {one.reason for one in due}, at=turn.at)

"""What a night tells: stewards and their stand-ins of each matter, and them and the managers in numbers, once each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.models import Flag
from crm.cultivation.reminders import episodes
from crm.cultivation.reminders.matters import Matter, Matters, MatterSelect, flag_matter, read_matters
from crm.demands import queries as demands
from crm.notifications.models import NoticeChannel
from crm.notifications.queries import read_unwanted
from crm.notifications.service import Telling, tell, withdraw_but, withdraw_fallen
from crm.people import queries as people
from crm.people.models import Role
from crm.rules.reading.ladder import Ladder
from crm.stewards.carers import Carer, carers_on
from crm.work import Turn

KIND = "night"
NOTHING_MORE: Matters = MappingProxyType({})


def tell_stewards(
    session: Session, ladder: Ladder, rules: ServiceRules, turn: Turn, more: Matters = NOTHING_MORE
) -> int:
    """Put the notices of the night into the outbox; returns how many were new. Nothing to tell, no notice.

    What stands is compared with what was told, so that nights that were missed lose nothing and repeat nothing.
    Whatever no longer stands is withdrawn first: a flag that closed, a title carried on, an update that was made.
    `more` are matters that later features know of.
    """
    standing = {**read_matters(session, ladder, rules, turn.today), **more}
    for kind, matters in standing.items():
        if isinstance(matters, MatterSelect):
            withdraw_fallen(session, kind, matters.rows.with_only_columns(matters.reason).order_by(None), at=turn.at)
        else:
            withdraw_but(session, kind, {one.reason for one in matters}, at=turn.at)
    untold, closed = episodes.read_untold(session, standing), _closed(session, turn.today)
    carers = carers_on(session, turn.today, sorted({one.enterprise_id for one in [*untold, *closed]}))
    new = episodes.leave_out_waiting(session, untold, carers)
    single = [telling for matter in new for telling in _tellings(matter, carers.get(matter.enterprise_id, ()))]
    digests = _digests(session, [*new, *closed], carers, turn.today)
    episodes.note_told(session, new, carers, on=turn.today)
    episodes.prune_told(session, standing, on=turn.today)
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


def _digests(session: Session, matters: list[Matter], carers: Mapping[int, list[Carer]], on: date) -> list[Telling]:
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


def _closed(session: Session, on: date) -> list[Matter]:
    closed = select(Flag).where(Flag.closed_on == on).order_by(Flag.id)
    return [flag_matter(flag, "closed") for flag in session.scalars(closed)]

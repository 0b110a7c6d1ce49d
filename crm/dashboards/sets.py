"""Named sets of enterprises: a number on a dashboard and the list it opens are made from the same condition."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Evaluation, Flag, PoolEntry, Tier, Title
from crm.cultivation.titles.ending import ends_within
from crm.cultivation.titles.tiers import in_pool, rank_of, tier_rank, valid_on
from crm.enterprises.models import Enterprise
from crm.interactions.models import Interaction
from crm.interactions.queries import counts_as_service
from crm.rules import Purpose, Verdict
from crm.stewards.models import QueueEntry

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an enterprise of the set must be; empty and zero ask for nothing.

    `title` is held (not only as the highest), `tier` is the place on the ladder, `band` the place of the days
    since the last service among the bounds, counted from 1; `ending` is "all" or "unready" for reviews.
    """

    title: str = ""
    tier: str = ""
    flag: str = ""
    target: str = ""
    opened: str = ""
    granted: str = ""
    ending: str = ""
    waiting: str = ""
    admitted: str = ""
    unjudged: str = ""
    band: int = 0

    def arguments(self) -> dict[str, Any]:
        """The arguments of the list's address."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days the overview groups by, and the days its "since" words mean."""

    on: date
    night: date
    quarter: date
    coverage: Sequence[int]
    ending: int


def condition(chosen: Chosen, bounds: Bounds) -> ColumnElement[bool]:
    """The condition on `Enterprise`."""
    made = [
        MAKERS[field.name](getattr(chosen, field.name), bounds)
        for field in fields(chosen)
        if getattr(chosen, field.name) and field.name in MAKERS
    ]
    if chosen.flag or chosen.opened or chosen.target:
        made.append(_flagged(chosen, bounds))
    return and_(in_pool(bounds.on), *made)


def count(session: Session, within: ColumnElement[bool], chosen: Chosen, bounds: Bounds) -> int:
    """How many enterprises of the scope are in the set."""
    return session.scalar(select(func.count(Enterprise.id)).where(within, condition(chosen, bounds))) or 0


def _holds(title: str, bounds: Bounds) -> ColumnElement[bool]:
    return exists().where(Title.enterprise_id == Enterprise.id, Title.tier == title, valid_on(bounds.on))


def _stands(tier: str, bounds: Bounds) -> ColumnElement[bool]:
    return tier_rank(bounds.on) == literal(rank_of(Tier(tier)))


def _flagged(chosen: Chosen, bounds: Bounds) -> ColumnElement[bool]:
    wanted = [Flag.enterprise_id == Enterprise.id, Flag.purpose == Purpose.NEW.value, open_flag(bounds.on)]
    if chosen.flag:
        wanted.append(Flag.kind == chosen.flag)
    if chosen.target:
        wanted.append(Flag.target == chosen.target)
    if chosen.opened:
        wanted.append(Flag.opened_on >= bounds.night)
    return exists().where(*wanted)


def _granted(title: str, bounds: Bounds) -> ColumnElement[bool]:
    return exists().where(
        Title.enterprise_id == Enterprise.id,
        Title.tier == title,
        Title.removed_on.is_(None),
        Title.granted_on.between(bounds.quarter, bounds.on),
    )


def _ends(which: str, bounds: Bounds) -> ColumnElement[bool]:
    """A title that ends soon; `unready` where its own review would not be passed as things stand."""
    last = bounds.on + timedelta(days=bounds.ending)
    soon = exists().where(Title.enterprise_id == Enterprise.id, ends_within(bounds.on, last, on=bounds.on))
    if which != "unready":
        return soon
    unready = exists().where(
        Evaluation.enterprise_id == Enterprise.id,
        Evaluation.target == Title.tier,
        Evaluation.purpose == REVIEW,
        Evaluation.superseded_on.is_(None),
        Evaluation.verdict != Verdict.ELIGIBLE.value,
    )
    return soon.where(unready)


def _waits(_: str, __: Bounds) -> ColumnElement[bool]:
    return exists().where(QueueEntry.enterprise_id == Enterprise.id, QueueEntry.is_open)


def _admitted(_: str, bounds: Bounds) -> ColumnElement[bool]:
    return exists().where(
        PoolEntry.enterprise_id == Enterprise.id, PoolEntry.is_open, PoolEntry.admitted_on >= bounds.quarter
    )


def _unjudged(_: str, __: Bounds) -> ColumnElement[bool]:
    """Nothing was ever said of it: new in the pool since the last night."""
    return ~exists().where(Evaluation.enterprise_id == Enterprise.id)


def _in_band(band: int, bounds: Bounds) -> ColumnElement[bool]:
    """Days since the last service; the last band also holds who was never served."""
    last = last_service()
    days = [bounds.on - timedelta(days=one) for one in bounds.coverage]
    if band > len(days):
        return or_(last.is_(None), last < days[-1])
    newest = [] if band == 1 else [last < days[band - 2]]
    return and_(last >= days[band - 1], *newest)


def last_service() -> ScalarSelect[date]:
    """The day of the last service, as a column beside `Enterprise`."""
    return (
        select(func.max(Interaction.held_on))
        .where(Interaction.enterprise_id == Enterprise.id, counts_as_service())
        .correlate(Enterprise)
        .scalar_subquery()
    )


MAKERS: dict[str, Any] = {
    "title": _holds,
    "tier": _stands,
    "granted": _granted,
    "ending": _ends,
    "waiting": _waits,
    "admitted": _admitted,
    "unjudged": _unjudged,
    "band": _in_band,
}

"""Named sets of enterprises: a number on a dashboard and the list it opens are made from the same condition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Tier, Title
from crm.cultivation.night.due import awaits_night
from crm.cultivation.titles.tiers import rank_of
from crm.standings.derivation import holding
from crm.standings.models import Standing
from crm.standings.queries import of_standings


@dataclass(frozen=True, slots=True)
class SetFilter:
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
    awaiting: str = ""
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


def condition(chosen: SetFilter, bounds: Bounds) -> ColumnElement[bool]:
    """The condition on `Standing`."""
    made = [
        MAKERS[field.name](getattr(chosen, field.name), bounds)
        for field in fields(chosen)
        if getattr(chosen, field.name)
    ]
    return and_(Standing.admitted_on.is_not(None), *made)


def count(
    session: Session, within: ColumnElement[bool], choices: Sequence[SetFilter], bounds: Bounds
) -> dict[SetFilter, int]:
    """How many enterprises of the scope are in each of the sets; all are asked for at once, each from its index."""
    scope = of_standings(within)
    numbers = [
        select(func.count()).select_from(Standing).where(scope, condition(chosen, bounds)).scalar_subquery()
        for chosen in choices
    ]
    return dict(zip(choices, session.execute(select(*numbers)).one(), strict=True))


def _holds(title: str, _: Bounds) -> ColumnElement[bool]:
    """Who holds a title stands at least at its place, which an index knows."""
    return and_(Standing.rank >= rank_of(Tier(title)), getattr(Standing, holding(title)))


def _granted(title: str, bounds: Bounds) -> ColumnElement[bool]:
    granted = Title.tier == title, Title.removed_on.is_(None), Title.granted_on.between(bounds.quarter, bounds.on)
    return Standing.enterprise_id.in_(select(Title.enterprise_id).where(*granted))


def _ends(which: str, bounds: Bounds) -> ColumnElement[bool]:
    """A title that ends soon; `unready` where its own review would not be passed as things stand."""
    day = Standing.unready_ends_on if which == "unready" else Standing.title_ends_on
    return day <= bounds.on + timedelta(days=bounds.ending)


def _awaits_night(_: str, __: Bounds) -> ColumnElement[bool]:
    """New in the pool, or changed, since the last night looked at it."""
    return awaits_night(Standing.enterprise_id.expression)


def _in_band(band: int, bounds: Bounds) -> ColumnElement[bool]:
    """Days since the last service; the last band also holds who was never served."""
    last = Standing.last_contact_on
    days = [bounds.on - timedelta(days=one) for one in bounds.coverage]
    if band > len(days):
        return or_(last.is_(None), last < days[-1])
    newest = [] if band == 1 else [last < days[band - 2]]
    return and_(last >= days[band - 1], *newest)


MAKERS: dict[str, Callable[[Any, Bounds], ColumnElement[bool]]] = {
    "title": _holds,
    "tier": lambda tier, _: Standing.rank == rank_of(Tier(tier)),
    "flag": lambda kind, _: Standing.promotion == kind,
    "target": lambda tier, _: Standing.promotion_target == tier,
    "opened": lambda _, bounds: Standing.promotion_since >= bounds.night,
    "granted": _granted,
    "ending": _ends,
    "waiting": lambda _, __: Standing.waiting_since.is_not(None),
    "admitted": lambda _, bounds: Standing.admitted_on >= bounds.quarter,
    "awaiting": _awaits_night,
    "band": _in_band,
}

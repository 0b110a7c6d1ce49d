"""Named sets of enterprises: a number on a dashboard and the list it opens are made from the same condition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from crm.cultivation.models import Tier, Title
from crm.cultivation.night.due import awaits_night
from crm.cultivation.titles.tiers import rank_of
from crm.sql.bundles import Rows
from crm.standings.counts import ADMITTED, TITLE_ENDS, UNREADY_ENDS, days
from crm.standings.derivation import holding
from crm.standings.models import Standing
from crm.standings.queries import of_standings
from crm.standings.rungs import cell_is_at, is_at


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


def selects_of_numbers(
    within: ColumnElement[bool], choices: Sequence[SetFilter], bounds: Bounds
) -> dict[str, Select[Any]]:
    """What `number_sets` needs, beside the cells of the pool, to be read in one bundle with whatever else is wanted."""
    return {
        f"set{place}": _count_others(within, chosen, bounds)
        for place, chosen in enumerate(choices)
        if not _is_of_cells(chosen)
    }


def number_sets(choices: Sequence[SetFilter], cells: Sequence[Any], rows: Rows) -> dict[SetFilter, int]:
    """How many enterprises of the scope are in each of the sets."""
    return {
        chosen: _in_cells(chosen, cells) if _is_of_cells(chosen) else rows[f"set{place}"][0].number
        for place, chosen in enumerate(choices)
    }


def _is_of_cells(chosen: SetFilter) -> bool:
    return set(chosen.arguments()) <= set(_CELLS)


def _in_cells(chosen: SetFilter, cells: Sequence[Any]) -> int:
    asked = chosen.arguments().items()
    mine = (cell for cell in cells if cell.is_in_pool and all(_CELLS[name](value, cell) for name, value in asked))
    return sum(cell.number for cell in mine)


def _count_others(within: ColumnElement[bool], chosen: SetFilter, bounds: Bounds) -> Select[Any]:
    """From the days of the standings where the set asks for nothing else, or from its own index."""
    [*asked] = chosen.arguments()
    if asked in (["ending"], ["admitted"]):
        table = days(within)
        in_days = (*_days(chosen, bounds, table), table.c.is_in_pool)
        return select(func.coalesce(func.sum(table.c.number), 0).label("number")).where(*in_days)
    counted = select(func.count().label("number")).select_from(Standing)
    return counted.where(of_standings(within), condition(chosen, bounds))


def _days(chosen: SetFilter, bounds: Bounds, table: Any) -> tuple[ColumnElement[bool], ...]:
    if chosen.admitted:
        return table.c.what == ADMITTED, table.c.day >= bounds.quarter
    what = UNREADY_ENDS if chosen.ending == "unready" else TITLE_ENDS
    return table.c.what == what, table.c.day <= bounds.on + timedelta(days=bounds.ending)


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
    oldest = [bounds.on - timedelta(days=one) for one in bounds.coverage]
    if band > len(oldest):
        return or_(last.is_(None), last < oldest[-1])
    newest = [] if band == 1 else [last < oldest[band - 2]]
    return and_(last >= oldest[band - 1], *newest)


MAKERS: dict[str, Callable[[Any, Bounds], ColumnElement[bool]]] = {
    "title": _holds,
    "tier": lambda place, _: is_at(place),
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

_CELLS: dict[str, Callable[[Any, Any], bool]] = {
    "title": lambda title, cell: getattr(cell, holding(title)),
    "tier": lambda place, cell: cell_is_at(cell, place),
    "flag": lambda kind, cell: cell.promotion == kind,
    "target": lambda tier, cell: cell.promotion_target == tier,
    "waiting": lambda _, cell: cell.is_waiting,
}
"""The same conditions on a cell of enterprises that stand alike."""

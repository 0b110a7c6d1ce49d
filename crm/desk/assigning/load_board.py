"""管家负荷 as one reads it: every load, and the check of "exactly one steward" beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from crm.cultivation.night.steward_check import StewardCheck
from crm.desk.assigning.loads import Load, Weights, loads, select_overdue
from crm.jobs.nights import last_night
from crm.sql.bundles import read_bundle
from crm.standings.counts import read_cells, without_care
from crm.standings.models import Standing

_NAMED = 20


def read_board(session: Session, weights: Weights, on: date) -> tuple[list[Load], StewardCheck]:
    """The loads over all enterprises, and what the check would count now."""
    cells = read_cells(session, true())
    late = select(func.count().label("number")).where(Standing.waiting_due_on < on)
    rows = read_bundle(session, {"overdue": select_overdue(on), "late": late, "alone": _select_alone(cells)})
    overdue = {row.steward_id: row.number for row in rows["overdue"]}
    carried = loads(session, cells, weights, on, overdue=overdue)
    return carried, StewardCheck(
        several=_several(session),
        none=without_care(cells),
        queued=sum(cell.number for cell in cells if cell.is_waiting),
        queued_late=rows["late"][0].number,
        inactive=sum(load.count for load in carried if load.has_left),
        awaited=sum(load.count for load in carried if load.is_candidate),
        faults=tuple((row.enterprise_id, row.name) for row in rows["alone"]),
    )


def _several(session: Session) -> int:
    """Nobody can have several stewards by any page; a hand in the database could, and the night counts it."""
    night = last_night(session)
    return int(night.counts.get("several_stewards", 0)) if night else 0


def _select_alone(cells: Sequence[Any]) -> Select[Any]:
    """The first of those without care; none are looked for where none were counted."""
    alone = Standing.steward_id.is_(None), Standing.waiting_since.is_(None), Standing.admitted_on.is_not(None)
    most = _NAMED if without_care(cells) else 0
    return select(Standing.enterprise_id, Standing.name).where(*alone).order_by(Standing.name).limit(most)

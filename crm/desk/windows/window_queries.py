"""A window enterprise by enterprise: whom its list names and who applies, with what each still lacks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.applications.materials.checklist import MaterialLine, checklists_of, missing_of
from crm.cultivation.applications.models import Application, ApplicationState
from crm.cultivation.windows.models import WindowCandidate
from crm.desk.windows.board import Steward
from crm.enterprises.models import Enterprise
from crm.people.models import User
from crm.rules.reading.ladder import Window
from crm.standings.models import Standing
from crm.standings.queries import of_column

_STAGES = {ApplicationState.PREPARED: "prepared", ApplicationState.WITHDRAWN: "gone", ApplicationState.MISSED: "gone"}
"""Under what a state is counted; whatever came in stands among the submitted, also when it was decided."""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One enterprise of a window: how it was listed, its application if there is one, the papers that are missing."""

    enterprise_id: int
    name: str
    steward: str | None
    kind: str | None
    application: Application | None
    missing: tuple[MaterialLine, ...]


def rows_of_window(
    session: Session, window: Window, within: ColumnElement[bool], *, offset: int, limit: int
) -> tuple[list[WindowRow], int]:
    """Enterprises of a window by name, and how many there are; as many queries for a page as for one line."""
    lines = _lines(window, within)
    total = session.scalar(select(func.count()).select_from(lines.subquery())) or 0
    ordered = lines.order_by(Standing.name, Enterprise.id).offset(offset).limit(limit)
    found = session.execute(ordered).all()
    applications = _applications(session, window, [row.id for row in found])
    papers = checklists_of(session, list(applications.values()), {window.id: window})
    return [_row(row, applications.get(row.id), papers) for row in found], total


def states_by_steward(session: Session, within: ColumnElement[bool]) -> Mapping[str, Mapping[Steward, Counter[str]]]:
    """How many were listed and how many applications stand in each state, by window and steward."""
    key = Standing.__table__.c.enterprise_id
    counts: dict[str, dict[Steward, Counter[str]]] = {}
    listed = (
        select(WindowCandidate.window_id, Standing.steward_id, User.name, func.count().label("number"))
        .join(Standing, Standing.enterprise_id == WindowCandidate.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(of_column(within, key))
        .group_by(WindowCandidate.window_id, Standing.steward_id, User.name)
    )
    states = (
        select(Application.window_id, Application.state, Standing.steward_id, User.name, func.count().label("number"))
        .join(Standing, Standing.enterprise_id == Application.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(Application.window_id.is_not(None), of_column(within, key))
        .group_by(Application.window_id, Application.state, Standing.steward_id, User.name)
    )
    for each in session.execute(listed):
        _count(counts, each, "invited")
    for row in session.execute(states):
        _count(counts, row, _STAGES.get(row.state, "submitted"))
    return counts


def _count(counts: dict[str, dict[Steward, Counter[str]]], row: Any, name: str) -> None:
    counts.setdefault(row.window_id, {}).setdefault((row.steward_id, row.name), Counter())[name] += row.number


def _lines(window: Window, within: ColumnElement[bool]) -> Select[Any]:
    listed = select(WindowCandidate.enterprise_id).where(WindowCandidate.window_id == window.id)
    applies = select(Application.enterprise_id).where(Application.window_id == window.id)
    is_listed = (WindowCandidate.enterprise_id == Enterprise.id) & (WindowCandidate.window_id == window.id)
    return (
        select(Enterprise.id, Standing.name, User.name.label("steward"), WindowCandidate.kind)
        .join(Standing, Standing.enterprise_id == Enterprise.id)
        .outerjoin(User, User.id == Standing.steward_id)
        .outerjoin(WindowCandidate, is_listed)
        .where(within, or_(Enterprise.id.in_(listed), Enterprise.id.in_(applies)))
    )


def _applications(session: Session, window: Window, enterprise_ids: list[int]) -> dict[int, Application]:
    """The newest application of each in the window."""
    mine = select(Application).where(
        Application.window_id == window.id, Application.enterprise_id.in_(enterprise_ids)
    )
    return {one.enterprise_id: one for one in session.scalars(mine.order_by(Application.id))}


def _row(row: Any, application: Application | None, papers: Mapping[int, list[MaterialLine]]) -> WindowRow:
    is_prepared = application is not None and application.state is ApplicationState.PREPARED
    missing = tuple(missing_of(papers[application.id])) if application and is_prepared else ()
    return WindowRow(row.id, row.name, row.steward, row.kind.value if row.kind else None, application, missing)

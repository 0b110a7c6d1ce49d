"""Reads about joint matters, the demands that are stuck, meetings with their agenda, and resolutions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm.demands import queries as demands
from crm.demands.joint.models import (
    AgendaItem,
    JointMatter,
    JointMatterDemand,
    JointMeeting,
    MatterKind,
    MatterState,
    Resolution,
)
from crm.demands.models import Demand, DemandState
from crm.demands.queries import DemandLine
from crm.errors import CrmError
from crm.people.models import User


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A joint matter with how many enterprises ask for it, in how many demands."""

    id: int
    kind: MatterKind
    subject: str
    state: MatterState
    proposed_on: date
    ended_on: date | None
    why: str | None
    demands: int
    enterprises: int


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting with the size of its agenda and what is still open of what it resolved."""

    id: int
    held_on: date
    items: int
    resolutions: int
    open: int


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """A resolution with the name of its owner."""

    id: int
    item_id: int
    meeting_id: int
    held_on: date
    text: str
    owner_id: int
    owner: str
    due_on: date
    done_on: date | None
    done_note: str | None


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item of the agenda with what was resolved about it."""

    id: int
    meeting_id: int
    demand: DemandLine | None
    matter: MatterLine | None
    resolutions: tuple[ResolutionLine, ...]


def list_matters(session: Session, *states: MatterState) -> list[MatterLine]:
    """Joint matters in these states, the newest first."""
    return _matters(session, JointMatter.state.in_(states))


def matter_of(session: Session, matter_id: int) -> MatterLine:
    """One joint matter; raises CrmError not_found."""
    found = _matters(session, JointMatter.id == matter_id)
    if not found:
        raise CrmError("not_found")
    return found[0]


def demands_of(session: Session, matter_id: int) -> list[DemandLine]:
    """The demands of a joint matter, the most urgent first."""
    mine = select(JointMatterDemand.demand_id).where(JointMatterDemand.matter_id == matter_id)
    return demands.lines_where(session, Demand.id.in_(mine))


def stuck_demands(session: Session, *, on: date) -> list[DemandLine]:
    """What makes the agenda: overdue, returned, or opened again because the enterprise was not satisfied."""
    return demands.lines_where(session, _is_stuck(on))


def list_meetings(session: Session) -> list[MeetingLine]:
    """Meetings, the newest first."""
    rows = (
        select(
            JointMeeting.id,
            JointMeeting.held_on,
            func.count(func.distinct(AgendaItem.id)),
            func.count(Resolution.id),
            func.count(Resolution.id).filter(Resolution.done_on.is_(None)),
        )
        .join(AgendaItem, AgendaItem.meeting_id == JointMeeting.id)
        .outerjoin(Resolution, Resolution.item_id == AgendaItem.id)
        .group_by(JointMeeting.id)
        .order_by(JointMeeting.held_on.desc(), JointMeeting.id.desc())
    )
    return [MeetingLine(*row) for row in session.execute(rows)]


def meeting_of(session: Session, meeting_id: int) -> JointMeeting:
    """The meeting; raises CrmError not_found."""
    meeting = session.get(JointMeeting, meeting_id)
    if meeting is None:
        raise CrmError("not_found")
    return meeting


def agenda_of(session: Session, meeting_id: int) -> list[AgendaLine]:
    """The agenda of a meeting, joint matters first, each item with what was resolved."""
    return _agenda(session, AgendaItem.meeting_id == meeting_id)


def item_of(session: Session, agenda_item_id: int) -> AgendaLine:
    """One item of an agenda; raises CrmError not_found."""
    found = _agenda(session, AgendaItem.id == agenda_item_id)
    if not found:
        raise CrmError("not_found")
    return found[0]


def _agenda(session: Session, within: ColumnElement[bool]) -> list[AgendaLine]:
    items = session.scalars(select(AgendaItem).where(within).order_by(AgendaItem.id)).all()
    lines = demands.lines_where(session, Demand.id.in_([one.demand_id for one in items if one.demand_id]))
    by_demand = {line.demand.id: line for line in lines}
    matters = _matters(session, JointMatter.id.in_([one.matter_id for one in items if one.matter_id]))
    by_matter = {one.id: one for one in matters}
    by_item: dict[int, list[ResolutionLine]] = defaultdict(list)
    for one in _resolutions(session, within):
        by_item[one.item_id].append(one)
    return [
        AgendaLine(
            one.id,
            one.meeting_id,
            by_demand.get(one.demand_id or 0),
            by_matter.get(one.matter_id or 0),
            tuple(by_item[one.id]),
        )
        for one in items
    ]


def resolutions_of(session: Session, owner_id: int | None, *, is_done: bool = False) -> list[ResolutionLine]:
    """What somebody, or everybody, has to do because a meeting resolved it; the first to fall due first."""
    state = Resolution.done_on.is_not(None) if is_done else Resolution.done_on.is_(None)
    mine = state if owner_id is None else state & (Resolution.owner_id == owner_id)
    return _resolutions(session, mine)


def resolution_of(session: Session, resolution_id: int, owner_id: int | None) -> ResolutionLine:
    """One resolution; raises CrmError not_found, also when it is another owner's."""
    mine = Resolution.id == resolution_id
    found = _resolutions(session, mine if owner_id is None else mine & (Resolution.owner_id == owner_id))
    if not found:
        raise CrmError("not_found")
    return found[0]


def _matters(session: Session, within: ColumnElement[bool]) -> list[MatterLine]:
    rows = (
        select(
            JointMatter.id,
            JointMatter.kind,
            JointMatter.subject,
            JointMatter.state,
            JointMatter.proposed_on,
            JointMatter.ended_on,
            JointMatter.why,
            func.count(Demand.id),
            func.count(func.distinct(Demand.enterprise_id)),
        )
        .join(JointMatterDemand, JointMatterDemand.matter_id == JointMatter.id)
        .join(Demand, Demand.id == JointMatterDemand.demand_id)
        .where(within)
        .group_by(JointMatter.id)
        .order_by(JointMatter.proposed_on.desc(), JointMatter.id.desc())
    )
    return [MatterLine(*row) for row in session.execute(rows)]


def _resolutions(session: Session, within: ColumnElement[bool]) -> list[ResolutionLine]:
    rows = (
        select(
            Resolution.id,
            Resolution.item_id,
            AgendaItem.meeting_id,
            JointMeeting.held_on,
            Resolution.text,
            Resolution.owner_id,
            User.name,
            Resolution.due_on,
            Resolution.done_on,
            Resolution.done_note,
        )
        .join(AgendaItem, AgendaItem.id == Resolution.item_id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .join(User, User.id == Resolution.owner_id)
        .where(within)
        .order_by(Resolution.due_on, Resolution.id)
    )
    return [ResolutionLine(*row) for row in session.execute(rows)]


def _is_stuck(on: date) -> ColumnElement[bool]:
    again = demands.is_open() & (Demand.round > 1)
    return or_(demands.is_late_on(on), Demand.state == DemandState.RETURNED, again)

"""Joint matters and joint meetings: proposing, taking up, ending, calling, resolving, reporting what came of it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import JointRules
from crm.db import serialise
from crm.demands.joint import queries
from crm.demands.joint.models import AgendaItem, JointMatter, JointMatterDemand, JointMeeting, MatterState, Resolution
from crm.demands.joint.patterns import Pattern, find_patterns
from crm.demands.reminders.notices import reason_of_resolution, tell_of_resolution
from crm.errors import CrmError
from crm.notifications.service import withdraw
from crm.people import queries as people
from crm.people.models import UserState

_STANDING = (MatterState.PROPOSED, MatterState.OPEN)
_LOCK = "joint matters"


def propose_matters(session: Session, rules: JointRules, *, on: date) -> int:
    """Propose what several enterprises ask for, and add to what stands; returns how many matters are new."""
    serialise(session, _LOCK)
    return sum(_propose(session, pattern, on) for pattern in find_patterns(session, rules, on=on))


def take_up(session: Session, matter_id: int, *, by: int, on: date) -> JointMatter:
    """A manager makes a proposal a joint matter."""
    matter = _matter(session, matter_id, MatterState.PROPOSED)
    matter.state, matter.taken_up_by, matter.taken_up_on = MatterState.OPEN, by, on
    audit.record(session, by, "joint_matter.taken_up", f"joint_matter:{matter_id}", subject=matter.subject)
    return matter


def end_matter(session: Session, matter_id: int, why: str, *, by: int, on: date) -> JointMatter:
    """Settle what was taken up, or put aside what was only proposed; its demands go on by themselves."""
    matter = _matter(session, matter_id, *_STANDING)
    is_open = matter.state is MatterState.OPEN
    matter.state = MatterState.SETTLED if is_open else MatterState.PUT_ASIDE
    matter.ended_by, matter.ended_on, matter.why = by, on, why
    audit.record(session, by, f"joint_matter.{matter.state}", f"joint_matter:{matter_id}", subject=matter.subject)
    return matter


def call_meeting(
    session: Session, held_on: date, demand_ids: Collection[int], matter_ids: Collection[int], *, by: int, on: date
) -> JointMeeting:
    """Call a joint meeting about demands that are stuck and matters that were taken up."""
    serialise(session, _LOCK)
    if held_on < on:
        raise CrmError("meeting_in_the_past", day=held_on)
    stuck = {line.demand.id for line in queries.stuck_demands(session, on=on)}
    matters = {one.id for one in queries.list_matters(session, MatterState.OPEN)}
    if not demand_ids and not matter_ids:
        raise CrmError("meeting_without_agenda")
    if not set(demand_ids) <= stuck or not set(matter_ids) <= matters:
        raise CrmError("agenda_moved_on")
    meeting = JointMeeting(held_on=held_on, called_by=by, called_on=on)
    session.add(meeting)
    session.flush()
    session.add_all(AgendaItem(meeting_id=meeting.id, matter_id=one) for one in sorted(matter_ids))
    session.add_all(AgendaItem(meeting_id=meeting.id, demand_id=one) for one in sorted(demand_ids))
    session.flush()
    audit.record(
        session,
        by,
        "joint_meeting.called",
        f"joint_meeting:{meeting.id}",
        held_on=held_on.isoformat(),
        demands=len(demand_ids),
        matters=len(matter_ids),
    )
    return meeting


def resolve(
    session: Session, agenda_item_id: int, text: str, *, owner_id: int, due_on: date, by: int, on: date, at: datetime
) -> Resolution:
    """Write down what the meeting resolved about an item; the owner is told."""
    item = session.get(AgendaItem, agenda_item_id)
    if item is None:
        raise CrmError("not_found")
    owner = people.get(session, owner_id)
    if owner.state is not UserState.ACTIVE:
        raise CrmError("resolution_owner_inactive", name=owner.name)
    if due_on < on:
        raise CrmError("resolution_due_past", day=due_on)
    resolution = Resolution(item_id=agenda_item_id, text=text, owner_id=owner_id, due_on=due_on, resolved_by=by)
    session.add(resolution)
    session.flush()
    tell_of_resolution(session, resolution.id, text, owner_id, due_on, at=at)
    audit.record(session, by, "joint_meeting.resolved", f"joint_meeting:{item.meeting_id}", resolution=resolution.id)
    return resolution


def report_done(session: Session, resolution_id: int, note: str, *, by: int, on: date, at: datetime) -> Resolution:
    """The owner says what came of a resolution, or a manager for the owner; once. Its notices are withdrawn."""
    serialise(session, f"resolution {resolution_id}")
    resolution = session.get(Resolution, resolution_id, populate_existing=True)
    if resolution is None:
        raise CrmError("not_found")
    if resolution.done_on is not None:
        raise CrmError("resolution_reported", day=resolution.done_on)
    resolution.done_on, resolution.done_note = on, note
    session.flush()
    withdraw(session, reason_of_resolution(resolution_id), at=at)
    audit.record(session, by, "resolution.done", f"resolution:{resolution_id}")
    return resolution


def _propose(session: Session, pattern: Pattern, on: date) -> bool:
    same = (JointMatter.kind == pattern.kind, JointMatter.subject == pattern.subject)
    matter = session.scalar(select(JointMatter).where(*same, JointMatter.state.in_(_STANDING)))
    is_new = matter is None
    if matter is None:
        matter = JointMatter(kind=pattern.kind, subject=pattern.subject, state=MatterState.PROPOSED, proposed_on=on)
        session.add(matter)
        session.flush()
    session.add_all(JointMatterDemand(matter_id=matter.id, demand_id=one) for one in pattern.demand_ids)
    session.flush()
    return is_new


def _matter(session: Session, matter_id: int, *states: MatterState) -> JointMatter:
    serialise(session, _LOCK)
    matter = session.get(JointMatter, matter_id, populate_existing=True)
    if matter is None:
        raise CrmError("not_found")
    if matter.state not in states:
        raise CrmError("joint_matter_moved_on", day=matter.ended_on or matter.taken_up_on)
    return matter

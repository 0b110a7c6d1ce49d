"""Making a sheet with an assignment, accepting its items, and objecting to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.config.working_days import due
from crm.db import add_rows, serialise
from crm.desk.handover.items import ItemKey, collect_items
from crm.desk.handover.models import Handover, HandoverItem
from crm.errors import CrmError
from crm.notifications.service import Telling, tell
from crm.people import queries as people
from crm.sql.claiming import execute_counting


@dataclass(frozen=True, slots=True)
class Passing:
    """Enterprises change hands: from their stewards of before to one, for a reason."""

    holders: Mapping[int, int]
    to: int
    why: str


def make_sheets(session: Session, passing: Passing, *, by: int, on: date, at: datetime) -> list[Handover]:
    """One sheet for each steward who gives; the receiver and each giver get one notice, however many enterprises.

    An enterprise that nobody looked after is handed over by nobody.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for enterprise_id, giver in sorted(passing.holders.items()):
        if giver != passing.to:
            groups[giver].append(enterprise_id)
    first_contact_by = due(on, service_rules().stewards.first_contact_days)
    made = []
    for giver, enterprise_ids in sorted(groups.items()):
        sheet = Handover(
            from_id=giver,
            to_id=passing.to,
            made_by=by,
            made_on=on,
            why=passing.why,
            first_contact_by=first_contact_by,
        )
        session.add(sheet)
        session.flush()
        _fill(session, sheet, enterprise_ids, on)
        made.append(sheet)
    _tell(session, made, groups, at=at)
    return made


def accept(session: Session, handover_id: int, keys: Collection[ItemKey], *, by: int, on: date) -> int:
    """The receiver takes these items over; with the last one the sheet is accepted. Returns how many were new."""
    sheet = _own_sheet(session, handover_id, by)
    if not keys:
        raise CrmError("nothing_taken_over")
    key = tuple_(HandoverItem.enterprise_id, HandoverItem.kind, HandoverItem.ref)
    ours = HandoverItem.handover_id == sheet.id
    known = session.scalar(select(func.count()).where(ours, key.in_(sorted(keys))))
    if known != len(set(keys)):
        raise CrmError("not_found")
    taken = update(HandoverItem).where(ours, key.in_(sorted(keys)), HandoverItem.accepted_on.is_(None))
    count = execute_counting(session, taken.values(accepted_on=on))
    left = session.scalar(select(func.count()).where(ours, HandoverItem.accepted_on.is_(None)))
    if not left and sheet.accepted_on is None:
        sheet.accepted_on = on
    if count:
        audit.record(session, by, "handover.accepted", f"handover:{sheet.id}", items=count, left=left)
    return count


def object_to(
    session: Session, handover_id: int, key: ItemKey, *, remark: str, by: int, on: date, at: datetime
) -> HandoverItem:
    """The receiver does not take an item as it stands, and says why; the manager who made the sheet is told."""
    sheet = _own_sheet(session, handover_id, by)
    item = session.get(HandoverItem, (sheet.id, *key), populate_existing=True)
    if item is None:
        raise CrmError("not_found")
    if item.accepted_on is not None:
        raise CrmError("item_taken_over", day=item.accepted_on)
    if not remark.strip():
        raise CrmError("objection_without_reason")
    item.objected_on, item.remark = on, remark.strip()
    values = {"what": "objected", "id": sheet.id, "by": people.names(session, {by})[by]}
    place = f"handover:{sheet.id}:{':'.join(map(str, key))}:{at.isoformat()}"
    tell(session, [Telling(key=place, user_id=sheet.made_by, kind="handover", values=values)], at=at)
    audit.record(session, by, "handover.objected", f"handover:{sheet.id}", enterprise=item.enterprise_id)
    return item


def _own_sheet(session: Session, handover_id: int, by: int) -> Handover:
    """The sheet, for its receiver; nobody accepts in another's place."""
    serialise(session, f"handover {handover_id}")
    sheet = session.get(Handover, handover_id, populate_existing=True)
    if sheet is None:
        raise CrmError("not_found")
    if sheet.to_id != by:
        raise CrmError("handover_of_somebody_else")
    return sheet


def _fill(session: Session, sheet: Handover, enterprise_ids: Sequence[int], on: date) -> None:
    items = collect_items(session, enterprise_ids, sheet.from_id, on)
    rows = [
        {"handover_id": sheet.id, "enterprise_id": enterprise_id, "kind": kind, "ref": ref}
        for enterprise_id, kind, ref in items
    ]
    add_rows(session, HandoverItem, rows)


def _tell(session: Session, made: Sequence[Handover], groups: Mapping[int, Sequence[int]], *, at: datetime) -> None:
    names = people.names(session, {each for sheet in made for each in (sheet.from_id, sheet.to_id)})
    tellings = []
    for sheet in made:
        values = {"id": sheet.id, "count": len(groups[sheet.from_id]), "day": sheet.first_contact_by.isoformat()}
        came = {**values, "what": "came", "by": names[sheet.from_id]}
        went = {**values, "what": "went", "by": names[sheet.to_id]}
        tellings += [
            Telling(key=f"handover:{sheet.id}:came", user_id=sheet.to_id, kind="handover", values=came),
            Telling(key=f"handover:{sheet.id}:went", user_id=sheet.from_id, kind="handover", values=went),
        ]
    tell(session, tellings, at=at)
